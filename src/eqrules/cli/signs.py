"""老终端 · Signs for terminals that are not UTF-8: ✓ becomes √ there, and never the ? of 无法判定."""

from __future__ import annotations

import codecs
import sys

_STAND_INS: dict[str, tuple[str, ...]] = {
    "✓": ("√", "+"), "✗": ("×", "x"), "⊘": ("!",), "×": ("x",), "√": ("sqrt",), "÷": ("/",), "−": ("-",),
    "≥": (">=",), "≤": ("<=",), "≠": ("!=",), "≈": ("~",), "→": ("->",), "←": ("<-",), "²": ("^2",),
    "·": (".",), "…": ("...",), "—": ("-",), "–": ("-",),
}  # fmt: skip
"""In order of liking; the first one the terminal has is printed."""


def _instead(problem: UnicodeError) -> tuple[str, int]:
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    text = problem.object[problem.start : problem.end]
    return "".join(_nearest(sign, problem.encoding) for sign in text), problem.end


def _nearest(sign: str, encoding: str) -> str:
    for other in _STAND_INS.get(sign, ()):
        try:
            other.encode(encoding)
        except UnicodeEncodeError:
            continue
        return other
    return sign.encode("ascii", "backslashreplace").decode("ascii")


def printable() -> None:
    """What a terminal lacks prints as its nearest sign, and never stops a run."""
    codecs.register_error("eqrules.signs", _instead)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(errors="eqrules.signs")
