"""错误页 · One page per code: the words in both languages, a wrong example and a right one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from eqrules.diagnostics.report import Finding

_FOLDER = Path(__file__).parent / "catalog"
_PAGE = re.compile(r"\A\+\+\+\n(?P<front>.*?)\n\+\+\+\n(?P<body>.*)\Z", re.S)
_WRONG, _RIGHT = "## 错例", "## 正例"
_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<kind>[\w-]*)\n(?P<text>.*?)^(?P=fence)\s*$", re.S | re.M)


@dataclass(frozen=True, slots=True)
class Page:
    """A code's page. `next_*` is the one next step; `wrong` and `right` are examples (kind, text).

    `grade`: S where a whole file cannot be used, Q where a question waits for an answer; else the level decides.
    """

    code: str
    title_zh: str
    title_en: str
    zh: str
    en: str
    next_zh: str
    next_en: str
    body: str
    wrong: tuple[tuple[str, str], ...]
    right: tuple[tuple[str, str], ...]
    grade: Literal["", "S", "Q"] = ""


def _read(path: Path) -> Page:
    found = _PAGE.match(path.read_text("utf-8"))
    assert found, f"{path.name}: no +++ front matter"
    front = tomllib.loads(found["front"])
    wrong, _, right = found["body"].partition(_RIGHT)
    wrong = wrong.partition(_WRONG)[2]

    def examples(text: str) -> tuple[tuple[str, str], ...]:
        return tuple((f["kind"], f["text"]) for f in _FENCE.finditer(text))

    return Page(
        code=path.name[:5],
        title_zh=front["title_zh"],
        title_en=front["title_en"],
        zh=front["zh"],
        en=front["en"],
        next_zh=front["next_zh"],
        next_en=front["next_en"],
        body=found["body"],
        wrong=examples(wrong),
        right=examples(right),
        grade=front.get("grade", ""),
    )


@cache
def pages() -> tuple[Page, ...]:
    """Every page, by code."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("EQ*.md")))


@cache
def page(code: str) -> Page:
    """The page of one code; `KeyError` if there is none."""
    path = next(_FOLDER.glob(f"{code}*.md"), None)
    if path is None:
        raise KeyError(code)
    return _read(path)


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def _facts(finding: Finding, lang: str) -> _Facts:
    facts = _Facts({"count": str(finding.count), **finding.facts})
    if lang == "en" and "near" in facts:
        facts["near"] = facts["near"].replace("、", ", ")
    return facts


def message(finding: Finding, lang: str) -> str:
    """What was seen and why, in one language."""
    words, facts = page(finding.code), _facts(finding, lang)
    said = words.zh if lang == "zh" else words.en
    if facts["near"] == "—":
        said = _NEAR.sub("", said) or said
    return said.format_map(facts)


_NEAR = re.compile(r"\s*[^。.]*\{near\}[。.]?$")
"""The sentence that lists close names: left out where there are none."""


def next_step(finding: Finding, lang: str) -> str:
    """The one next step, in one language."""
    words = page(finding.code)
    return (words.next_zh if lang == "zh" else words.next_en).format_map(_facts(finding, lang))
