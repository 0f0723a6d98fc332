"""案例 · Whole counties as test pages: sheets as tables, and what must come out.

A page of `cases/`: header lines (规则集, 采用, 口径, 日期, 基于), a `##` section per sheet whose table is the
sheet, and `## 应得` with 编号, 对象 and 结论. A page 基于 another has all its rows; a row with the same key
replaces the cells it fills (`未填` empties one), `删去` in the last column takes the row out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from eqrules.compile.dates import day as read_day
from eqrules.compile.fixed import fixed
from eqrules.data.intake import read_sheets
from eqrules.data.raw import Raw, Sheet
from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Report
from eqrules.engine.contract import Decision, Evaluation, Outcome
from eqrules.engine.examples import ExampleResult
from eqrules.engine.reference import Reference
from eqrules.plan.plan import Plan
from eqrules.source import Source, Span
from eqrules.syntax.blocks import RawLine, RawTable, read_blocks
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import split_list

_VERDICTS = ("MET", "NOT_MET", "UNDETERMINED", "NOT_APPLICABLE")
_SLIPS = ("EQ610", "EQ637")
"""What intake says of a misspelt sheet or value: on a page it is the author's slip."""
_EMPTY, _OUT = "未填", "删去"


@dataclass(slots=True)
class Expected:
    rule: str
    object: str
    verdict: str
    place: Span


@dataclass(slots=True)
class Case:
    """`sheets`: name → header and rows, keyed by the row's first cells."""

    title: str
    ruleset: str = ""
    layers: list[str] = field(default_factory=list)
    readings: dict[str, str] = field(default_factory=dict)
    day: date | None = None
    sheets: dict[str, tuple[list[str], list[dict[str, str]]]] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)


def read_case(page: Source, sibling: Callable[[str], Source], report: Report) -> Case:
    """The case on a page, with everything of the page it is based on."""
    title, sections = read_blocks(page, report)
    lines = {name_key(p.key.text): p.value for p in sections[0].parts if isinstance(p, RawLine)}
    known = {"规则集", "采用", "口径", "日期", "基于"}
    for key in lines.keys() - known:
        report.error("EQ105", lines[key], key=key, near="、".join(sorted(known)))
    text = {key: value.text for key, value in lines.items()}
    case = read_case(sibling(text["基于"]), sibling, report) if text.get("基于") else Case("")
    case.title = title.text.removeprefix("案例").strip() if title else page.name
    case.ruleset = text.get("规则集", case.ruleset)
    case.layers = split_list(text.get("采用", "")) or case.layers
    case.day = read_day(text["日期"]) if text.get("日期") else case.day
    for reading in split_list(text.get("口径", "")):
        name, _, value = reading.partition("=")
        case.readings[name.strip()] = value.strip()
    case.expected = []
    for section in sections[1:]:
        name = section.heading.text if section.heading else ""
        for table in (p for p in section.parts if isinstance(p, RawTable)):
            if name == "应得":
                case.expected += _expected(table, report)
            else:
                _lay_over(case, name, table)
    return case


def _expected(table: RawTable, report: Report) -> list[Expected]:
    made = []
    for row in table.rows:
        rule, thing, verdict = (cell.text for cell in row[:3])
        token = fixed(verdict, _VERDICTS, row[2], report)
        made.append(Expected(rule, thing, (token or "").lower(), row[0]))
    return made


def _lay_over(case: Case, name: str, table: RawTable) -> None:
    """Rows of a table over the rows that are there: same first cells, same row."""
    header = [cell.text for cell in table.header]
    columns, rows = case.sheets.setdefault(name, ([], []))
    columns += [column for column in header if column not in columns and column != _OUT]
    keys = [c for c in header if c in ("行政区划代码", "学校标识码", "学段", "班级名称", "教室序号", "科目", "群体")]
    for line in table.rows:
        new = {head: cell.text for head, cell in zip(header, line, strict=True)}
        old = next((r for r in rows if keys and all(r.get(k) == new[k] for k in keys)), None)
        if new.pop(_OUT, "") and old is not None:
            rows.remove(old)
        elif old is None:
            rows.append(new)
        else:
            old.update({head: text for head, text in new.items() if text})


def run_case(case: Case, plan: Plan, day: date, report: Report) -> list[ExampleResult]:
    """Judge the county of a case; one result per line of 应得."""
    submission = submission_of(case, plan)
    report.findings += [f for f in submission.report.findings if f.code in _SLIPS]
    for name, value in case.readings.items():
        options = next((r.options for r in plan.readings if r.id == name), ())
        if value not in options:
            near = "、".join(options) or "、".join(r.id for r in plan.readings)
            report.error("EQ406", None, name=name, value=value, near=near)
            return []
    readings = {r.id: r.default for r in plan.readings} | case.readings
    evaluation = Reference().run(plan, submission, case.day or day, readings)
    return [
        ExampleResult(case.title, str(e.place), f"{e.rule} {e.object}".strip(), e.verdict, verdict_of(evaluation, e))
        for e in case.expected
    ]


def submission_of(case: Case, plan: Plan) -> Submission:
    """The sheets of a case, read as a submission's are."""
    sheets = []
    for name, (columns, rows) in case.sheets.items():
        cells: list[list[Raw]] = [list(columns)]
        cells += [[_raw(row.get(column, "")) for column in columns] for row in rows]
        sheets.append(Sheet(name, case.title, cells))
    return read_sheets(plan, sheets, Report())


def _raw(text: str) -> Raw:
    return None if text in ("", _EMPTY) else text


def verdict_of(evaluation: Evaluation, expected: Expected) -> str:
    """The verdict of a rule, conclusion, group or veto at the object whose key ends in these parts."""
    found = {entry.verdict for entry in entries_at(evaluation, expected)}
    return str(found.pop()) if len(found) == 1 else "—"


def entries_at(evaluation: Evaluation, expected: Expected) -> list[Outcome | Decision]:
    """Everything that one line of 应得 speaks of."""
    wanted = tuple(part for part in expected.object.split("/") if part)
    code = code_of(evaluation.plan, expected.rule)
    entries = (*evaluation.outcomes.get(code, ()), *evaluation.decisions.get(code, ()))
    return [entry for entry in entries if not wanted or entry.key[-len(wanted) :] == wanted]


def code_of(plan: Plan, name: str) -> str:
    """The code of a rule, conclusion, group or veto that is called by its name."""
    named: dict[str, str] = {}
    for entries in (plan.rules, plan.vetoes, plan.groups, plan.conclusions):
        named |= {word: entry.id for entry in entries for word in (entry.about.zh, entry.about.en) if word}
    return named.get(name, name)
