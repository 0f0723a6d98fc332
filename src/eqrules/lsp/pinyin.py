"""拼音 · Whether Latin letters may be the beginning of a Chinese name: whole syllables or initials."""

from __future__ import annotations

from functools import cache


@cache
def readings(character: str) -> tuple[str, ...]:
    """The syllables a character may be read as, without tones; a Latin character is read as itself."""
    if character.isascii():
        return (character.lower(),) if character.isalnum() else ("",)
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(s.replace("\u00fc", "v") for s in found[0])) if found else ("",)


def spells(typed: str, name: str) -> bool:
    """True if `typed` spells the first characters of `name`: zaixiao, zxxs, zaixss; 校 may be xiao or jiao.

    Each character but the last takes a whole syllable or its initial (zh, ch, sh or one letter); signs take nothing.
    """
    return _spells(typed.lower(), name)


@cache
def _spells(typed: str, name: str) -> bool:
    if not typed:
        return True
    if not name:
        return False
    for syllable in readings(name[0]):
        if not syllable:
            if _spells(typed, name[1:]):
                return True
            continue
        if syllable.startswith(typed):
            return True
        pieces = {syllable, syllable[:1], syllable[:2] if syllable[1:2] == "h" else syllable[:1]}
        if any(typed.startswith(piece) and _spells(typed[len(piece) :], name[1:]) for piece in pieces):
            return True
    return False
