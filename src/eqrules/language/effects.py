"""方向 · Which way a change goes, and its words."""

from __future__ import annotations

from typing import Literal

Effect = Literal["stricter", "looser", "wider", "narrower", "equal", "undecided", ""]
""""undecided": it takes more than setting two figures or two conditions side by side; "": none is asked."""

WORDS: dict[Effect, tuple[str, str]] = {
    "stricter": ("更严", "stricter"),
    "looser": ("更宽", "looser"),
    "wider": ("范围扩大", "wider"),
    "narrower": ("范围缩小", "narrower"),
    "equal": ("不变", "equal"),
    "undecided": ("方向未定", "direction not decided"),
    "": ("", ""),
}
