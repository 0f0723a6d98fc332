"""收表 · The files of a county to one submission, in the order things happen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eqrules.data.answers import Answers, explained, read_answers, say_unused
from eqrules.data.conform import conform
from eqrules.data.copies import choose_copies
from eqrules.data.files import read_files
from eqrules.data.keys import key_rows
from eqrules.data.mapping import Mapping, read_mapping
from eqrules.data.names import Names
from eqrules.data.raw import Sheet, Unreadable
from eqrules.data.recognise import recognise
from eqrules.data.rows import tidy
from eqrules.data.settle import put_corrections, settle
from eqrules.data.shading import shaded
from eqrules.data.stage_columns import apart
from eqrules.data.submission import File, Submission, Table
from eqrules.data.turned import ask_once, tell_where_they_stand
from eqrules.data.unknown_columns import ask_of_old_templates
from eqrules.diagnostics.report import Report
from eqrules.plan.plan import Plan
from eqrules.undisturbed import undisturbed

__all__ = ["Unreadable", "read_sheets", "read_submission"]


def read_submission(
    plan: Plan,
    paths: Sequence[Path],
    mapping: Path | None = None,
    county: str | None = None,
    stages_apart: bool = False,
) -> Submission:
    """What was handed in, as exact values with their cells; every problem is in its report.

    `county`: the county of rows that name none; rows of other counties are left out. `stages_apart`: rows that
    hold two stages become two, for a template to be checked and completed; nobody is judged by these. A file that
    cannot be opened raises `Unreadable`.
    """
    report = Report()
    answers = read_answers(paths)
    sheets, files = read_files(paths, report)
    if stages_apart:
        names = Names(plan)
        sheets = [apart(sheet, names) for sheet in sheets]
    submission = read_sheets(plan, sheets, report, tuple(files), mapping, county, answers)
    say_unused(answers, report)
    return submission


def read_sheets(
    plan: Plan,
    sheets: Sequence[Sheet],
    report: Report,
    files: tuple[File, ...] = (),
    mapping: Path | None = None,
    county: str | None = None,
    answers: Answers | None = None,
) -> Submission:
    """The same for sheets that are already in memory."""
    with undisturbed():
        return _read_sheets(plan, sheets, report, files, mapping, county, answers or Answers())


def _read_sheets(
    plan: Plan,
    sheets: Sequence[Sheet],
    report: Report,
    files: tuple[File, ...],
    mapping: Path | None,
    county: str | None,
    answers: Answers,
) -> Submission:
    names = Names(plan)
    known = read_mapping(mapping, names, report) if mapping else Mapping()
    put_corrections(sheets, answers, report)
    forms = [form for sheet in sheets if (form := recognise(sheet, names, known, answers, report))]
    ask_once(report)
    ask_of_old_templates(report)
    for form in forms:
        tidy(form, names, answers, report)
    settle(forms, answers, report)
    keyed = choose_copies(key_rows(forms, names, county, report), files, answers, report)
    tables = conform(keyed, names, known, report)
    tell_where_they_stand((form.label for form in forms if form.sheet.turned), tables, report)
    report.findings[:] = explained(report.findings, answers)
    return Submission(tables, files, report, _people_say(tables, names), answers, shaded(forms))


def _people_say(tables: dict[str, Table], names: Names) -> dict[tuple[str, ...], str]:
    """Full key → the name on the school's sign, from the text item of its grain called …名称."""
    said: dict[tuple[str, ...], str] = {}
    for grain, items in names.items_of.items():
        item = next((i for i in items if i.type == "text" and i.about.zh.endswith("名称")), None)
        if item is not None:
            table = tables[grain]
            for key, value in zip(table.keys, table.columns[item.id].values, strict=True):
                if isinstance(value, str):
                    said[key] = value
    return said
