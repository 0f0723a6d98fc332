"""字符 · Full- and half-width forms are one character; offsets never move.

Each character maps to one character, so a span in the folded text is a span in the text as typed. Never
NFKC: it would turn ① into 1 and ㎡ into m2.
"""

import re
from functools import lru_cache
from string import ascii_uppercase

_FULL = {0xFF01 + i: 0x21 + i for i in range(94)}
_SPACES = dict.fromkeys((9, 160, 12288, *range(8194, 8203)), 32)
_LOOK_ALIKES = {
    ord(typed): ord(meant)
    for typed, meant in ("≧≥", "⩾≥", "≦≤", "⩽≤", "−-", "﹪%", "*×", "〜~", '“"', '”"', "﹣-", "﹢+")
}
FOLD = {**_FULL, **_SPACES, **_LOOK_ALIKES, 0xFF0A: ord("×")}
FULL = str.maketrans({",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "(": "\uff08", ")": "\uff09"})
"""Punctuation as it is written in Chinese text."""
_HIDDEN = ((0xAD, 0xAD), (0x200B, 0x200F), (0x2060, 0x2060), (0xE000, 0xF8FF), (0xFEFF, 0xFEFF))
HIDDEN = {code for first, last in _HIDDEN for code in range(first, last + 1)}
"""Characters that nobody sees: an error wherever they stand, never dropped in silence."""
UNSEEN = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _HIDDEN)}]")
"""One of them."""

_LOWERED = {**{ord(c): ord(c.lower()) for c in ascii_uppercase}, **{k: ord(chr(v).lower()) for k, v in FOLD.items()}}


def fold(text: str) -> str:
    """The same length, in half-width signs and lower-case ASCII: what lexer and glossary compare."""
    return text.translate(_LOWERED)


@lru_cache(maxsize=1 << 16)
def name_key(text: str) -> str:
    """A name as the glossary knows it: folded, with single spaces, without what nobody sees (which is an error)."""
    return " ".join(UNSEEN.sub("", fold(text)).split())
