"""字符 · Full- and half-width forms are one character; offsets never move.

Each character maps to one character, so a span in the folded text is a span in the text as typed. Never
NFKC: it would turn ① into 1 and ㎡ into m2.
"""

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
HIDDEN = {*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD, *range(0xE000, 0xF900)}
"""Characters that nobody sees: an error wherever they stand, never dropped in silence."""

_LOWERED = {**{ord(c): ord(c.lower()) for c in ascii_uppercase}, **{k: ord(chr(v).lower()) for k, v in FOLD.items()}}


def fold(text: str) -> str:
    """The same length, in half-width signs and lower-case ASCII: what lexer and glossary compare."""
    return text.translate(_LOWERED)


def name_key(text: str) -> str:
    """A name as the glossary knows it: folded, with single spaces."""
    return " ".join(fold(text).split())
