"""判过的页 · Every example and case of a shipped ruleset, judged, with what its author expects of which object.

Coverage is counted on what comes out: an expectation covers the very row of the rule that decided it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from eqrules import workspace
from eqrules.data.intake import read_sheets
from eqrules.data.raw import Sheet
from eqrules.diagnostics.report import Report
from eqrules.engine import cases
from eqrules.engine.contract import Decision, Evaluation, Outcome
from eqrules.engine.examples import example_submission
from eqrules.engine.reference import Reference
from eqrules.plan.plan import Plan
from eqrules.shipped import shipped
from eqrules.source import Source

SHIPPED = [one.id for one in workspace.rulesets()]
DAY = date(2024, 1, 1)
_EMPTY = ("", "未填")
Entry = Outcome | Decision


@dataclass
class Judged:
    """`wanted`: rule, expected verdict, and the outcomes or decisions it speaks of."""

    title: str
    evaluation: Evaluation
    wanted: list[tuple[str, str, list[Entry]]]


@cache
def plan_of(name: str, *layers: str) -> Plan:
    loaded = workspace.load(name, layers)
    assert loaded.plan is not None, name
    return loaded.plan


@cache
def judged(name: str) -> list[Judged]:
    return [*_examples(name), *_cases(name)]


def entries(evaluation: Evaluation, rule: str) -> list[Entry]:
    return [*evaluation.outcomes.get(rule, ()), *evaluation.decisions.get(rule, ())]


# ── examples ─────────────────────────────────────────────────────
def _examples(name: str) -> Iterator[Judged]:
    made, _ = workspace.compile_named(name)
    assert made.plan is not None
    assert made.ruleset is not None
    own = {source.name for source in workspace.sources(name) or ()}
    for example in made.ruleset.examples:
        if example.span.source.name not in own:
            continue
        submission, chains = example_submission(made.plan, example)
        readings = {r.id: r.default for r in made.plan.readings}
        for row, _ in example.rows:
            readings |= {k: v for k, v in row.items() if k in readings}
        evaluation = Reference().run(made.plan, submission, DAY, readings)
        keys = {grain.id: grain.keys for grain in evaluation.plan.grains}
        wanted = [
            (rule, verdict, [e for e in entries(evaluation, rule)
                             if all(chain.get(k) == v for k, v in zip(keys[e.grain], e.key, strict=True))])
            for (_, expected), chain in zip(example.rows, chains, strict=True)
            for rule, verdict in expected.items()
        ]  # fmt: skip
        yield Judged(f"{example.section} {example.title}", evaluation, wanted)


# ── cases ────────────────────────────────────────────────────────
def pages(name: str) -> list[Path]:
    return sorted((shipped("rulesets") / name / "cases").glob("*.md"))


def case_on(page: Path) -> cases.Case:
    report = Report()

    def source(file: Path) -> Source:
        return Source(file.name, file.read_text("utf-8"))

    case = cases.read_case(source(page), lambda file: source(page.parent / file), report)
    assert report.findings == [], page.name
    return case


@cache
def county_on(name: str, page: Path) -> Judged:
    """The whole county of a case page."""
    case = case_on(page)
    plan = plan_of(case.ruleset or name, *case.layers)
    sheets = []
    for title, (columns, rows) in case.sheets.items():
        cells = [[None if row.get(c, "") in _EMPTY else row[c] for c in columns] for row in rows]
        sheets.append(Sheet(title, page.name, [list(columns), *cells]))
    readings = {r.id: r.default for r in plan.readings} | case.readings
    evaluation = Reference().run(plan, read_sheets(plan, sheets, Report()), case.day or DAY, readings)
    wanted = []
    for line in case.expected:
        ending = tuple(part for part in line.object.split("/") if part)
        found = [e for e in entries(evaluation, line.rule) if not ending or e.key[-len(ending) :] == ending]
        wanted.append((line.rule, line.verdict, found))
    return Judged(page.name, evaluation, wanted)


def _cases(name: str) -> Iterator[Judged]:
    yield from (county_on(name, page) for page in pages(name))
