"""文中的例子 · The fenced examples of a page in `docs/`, and what they compile to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eqrules.compile import Compilation, compile_ruleset
from eqrules.engine.examples import run_example
from eqrules.source import Source
from eqrules.workspace import examples_day

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "language.md"
_FENCE = re.compile(r"^```(?P<kind>eqr[a-z-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"^- (?:\u7f16\u53f7|id)(?:\uff1a|:)\s*(?P<id>\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block. `kind`: eqr, eqr-en, eqr-preface, eqr-preface-en or eqr-case."""

    kind: str
    text: str
    line: int
    page: Path

    @property
    def lang(self) -> str:
        return "en" if self.kind.endswith("-en") else "zh"

    @property
    def at(self) -> str:
        return f"{self.lang}-line-{self.line}"

    @property
    def is_whole(self) -> bool:
        return self.text.startswith("# ")


@cache
def blocks(page: Path) -> tuple[Block, ...]:
    text = page.read_text("utf-8")
    return tuple(Block(m["kind"], m["text"], text.count("\n", 0, m.start()) + 1, page) for m in _FENCE.finditer(text))


BLOCKS = blocks(PAGE)


def source(block: Block) -> Source:
    """The block as a ruleset: on its own, or after the preface in its language."""
    name = f"{block.page.name} example at line {block.line}"
    if block.is_whole:
        return Source(name, block.text)
    kind = "eqr-preface-en" if block.lang == "en" else "eqr-preface"
    preface = next(b.text for b in blocks(block.page) if b.kind == kind)
    return Source(name, f"{preface}\n{block.text}")


def known(lang: str, page: Path = PAGE) -> Callable[[str], tuple[Source, ...] | None]:
    """The whole rulesets of a page in one language, by id: layers find what they apply to."""
    found = {}
    for block in blocks(page):
        if block.is_whole and block.lang == lang and block.kind in ("eqr", "eqr-en"):
            match = _ID.search(block.text)
            assert match, f"line {block.line}: no id"
            found[match["id"]] = (source(block),)
    return found.get


def compiled(block: Block) -> Compilation:
    return compile_ruleset([source(block)], known(block.lang, block.page))


def wrong_rows(block: Block) -> tuple[list[str], int]:
    """Example rows of the block that do not come out as written; and how many verdicts were compared."""
    compilation = compiled(block)
    assert compilation.plan is not None
    assert compilation.ruleset is not None
    day = examples_day(compilation.plan)
    own = [e for e in compilation.ruleset.examples if e.span.source.name == source(block).name]
    results = [r for e in own for r in run_example(compilation.plan, e, day)]
    return [f"{r.title} {r.rule}: {r.expected} / {r.got}" for r in results if not r.ok], len(results)


def pairs() -> list[tuple[Block, Block]]:
    """Each Chinese example with the English one that follows it."""
    examples = [b for b in BLOCKS if b.kind in ("eqr", "eqr-en")]
    return list(zip(examples[::2], examples[1::2], strict=True))
