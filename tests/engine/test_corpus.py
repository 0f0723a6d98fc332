"""案例页 · Every page of corpus/: a ruleset fragment, tables, and what comes out. `--accept` rewrites that.

```rules          a fragment; objects and keys are in corpus/objects.md (English: objects-en.md)
```table 学校      a sheet, read as intake reads cells
```outcomes       after the word: a day, readings (`2018-06-01 K1=合计`); as many as the page needs
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from eqrules.data.submission import Submission
from eqrules.engine.contract import Decision, Evaluation, Key, Outcome
from eqrules.language.comparisons import PRINTED
from eqrules.language.numbers import Roots, plain_text
from eqrules.plan.plan import Plan
from submissions import DAY, judge, plan_of, submission

CORPUS = Path(__file__).parent / "corpus"
PAGES = sorted(p for p in CORPUS.glob("*.md") if not p.name.startswith("objects"))
BLOCK = re.compile(r"^```(?P<kind>\w+)(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.S | re.M)


def plan_on(page: str, name: str) -> Plan:
    """The page's rules, with the objects that all pages share."""
    rules = next(b["text"] for b in BLOCK.finditer(page) if b["kind"] == "rules")
    if rules.startswith("# "):
        return plan_of(rules, name)
    english = re.search(r"[\u4e00-\u9fff]", rules) is None
    return plan_of((CORPUS / ("objects-en.md" if english else "objects.md")).read_text("utf-8") + "\n" + rules, name)


def sheets_on(page: str, plan: Plan) -> Submission:
    grains = {name: g.id for g in plan.grains for name in (g.about.zh, g.about.en)}
    tables: dict[str, list[dict[str, str]]] = {}
    for block in BLOCK.finditer(page):
        if block["kind"] == "table":
            tables.setdefault(grains[block["info"].strip()], []).extend(csv.DictReader(io.StringIO(block["text"])))
    return submission(plan, "甲县", **tables)


def runs(info: str) -> tuple[date, dict[str, str]]:
    """`2018-06-01 K1=合计` → the day and the readings."""
    words = info.split()
    days = [date.fromisoformat(w) for w in words if "=" not in w]
    return (days[0] if days else DAY), dict(w.split("=") for w in words if "=" in w)


# ── what came out, as people would jot it down ───────────────────
class Jotter:
    """One line per outcome, decision, county and finding; the county is named where there are several."""

    def __init__(self, made: Evaluation) -> None:
        self.made = made
        self.skip = 1 if len(made.submission.tables["county"].keys) == 1 else 0

    def lines(self) -> Iterator[str]:
        for outcomes in self.made.outcomes.values():
            yield from (self.outcome(o) for o in outcomes)
        groups = {group.id for group in self.made.plan.groups}
        for name, decisions in self.made.decisions.items():
            if name not in groups:
                yield from (self.decision(d) for d in decisions)
        for county in self.made.counties:
            vetoed = f"一票否决 {'、'.join(county.vetoes)}; 其余" if county.vetoes else ""
            yield f"{county.county[0]}: {vetoed}{county.verdict.zh}"
        for found in self.made.report.findings:
            words = (found.code, found.level, found.facts.get("check", ""), "、".join(found.cells))
            yield " ".join(filter(None, words))

    def outcome(self, found: Outcome) -> str:
        parts = [found.verdict.zh, shown(found.value)]
        if found.limit is not None and found.limit_value is not None:
            parts.append(f"{PRINTED[found.limit.sign]}{shown(found.limit_value)}")
        if found.relaxations:
            parts.append(f"放宽{'、'.join(found.relaxations)}")
        if found.note not in ("", "missing"):
            parts.append(f"({found.note})")
        if found.missing:
            parts.append(f"缺 {'、'.join(found.missing)}")
        if found.gap:
            sign = "+" if found.gap.direction == "more" else "-"
            parts.append(f"差 {found.gap.item} {sign}{shown(found.gap.amount)}")
        if not found.decides:
            parts.append("不作判定")
        return f"{found.rule} {self.at(found.key)}: {' '.join(filter(None, parts))}"

    def decision(self, made: Decision) -> str:
        parts = [made.verdict.zh]
        if made.missing:
            parts.append(f"缺 {'、'.join(made.missing)}")
        if made.failing:
            parts.append("因 " + "、".join(f"{name} {self.at(key)}" for name, key in made.failing))
        return f"{made.id} {self.at(made.key)}: {' '.join(parts)}"

    def at(self, key: Key) -> str:
        return " ".join(key[self.skip :] or key)


def shown(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int() | Fraction():
            return plain_text(value)
        case Roots(rational, ()):
            return plain_text(rational)
        case Roots():
            return f"≈{plain_text(value.decimal())}"
    return str(value)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_page(path: Path, accept: bool) -> None:
    page = path.read_text("utf-8")
    plan = plan_on(page, path.name)
    sheets = sheets_on(page, plan)

    def again(block: re.Match[str]) -> str:
        if block["kind"] != "outcomes":
            return block[0]
        day, readings = runs(block["info"])
        lines = "\n".join(Jotter(judge(plan, sheets, day, **readings)).lines())
        return f"```outcomes{block['info']}\n{lines}\n```"

    now = BLOCK.sub(again, page)
    if accept:
        path.write_text(now, "utf-8")
    else:
        assert now == page, "run pytest --accept and read the difference"


def test_every_page_says_what_comes_out() -> None:
    for path in PAGES:
        page = path.read_text("utf-8")
        assert re.match(r"# [^\n]*[\u4e00-\u9fff][^\n]* · \S", page), f"{path.name}: open with 中文 · English"
        blocks = [b for b in BLOCK.finditer(page) if b["kind"] == "outcomes"]
        assert blocks, f"{path.name}: no outcomes"
        assert all(b["text"].strip() for b in blocks), path.name
