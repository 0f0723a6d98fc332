"""核验 · eqrules validate: what was handed in, read and checked by grade; nothing is judged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option, say, spoken
from eqrules.cli.subject import data_options, plan_of
from eqrules.cli.values import Choice, Existing
from eqrules.diagnostics.report import Report

if TYPE_CHECKING:
    from eqrules.data.submission import File, Submission
    from eqrules.diagnostics.report import Finding


@make(
    zh="核对填报数据：读得对不对，逻辑校验、经验校验；不评估。有错误时退出码为 1。",
    en="Check the data: how they were read, logical and experience checks; nothing is judged. Exits with 1 on errors.",
)
@data_options
@option("--last-year", "last", multiple=True, type=Existing(), metavar="DATA",
        zh="上年的填报：新增、消失的学校和相差十倍的数；可写多次。",
        en="Last year's files: schools new and gone, figures ten times as large; may be repeated.")  # fmt: skip
@option("-o", "--output", "files", multiple=True, metavar="FILE",
        zh="写出 .xlsx：工作簿的副本，问题标在格上；或 answers.md：待确认的问题，填好后与填报放在一起；可写多次。",
        en="Write an .xlsx: a copy of the workbook with every problem marked at its cell; or answers.md: open"
        " questions, to be answered and kept beside the data. May be repeated.")  # fmt: skip
@option("--format", "form", type=Choice(("text", "json")), default="text",
        zh="屏幕上给人看的文字，或给程序的 JSON。", en="Text for people, or JSON for programs.")  # fmt: skip
def command(
    ruleset_name: str, data: tuple[Path, ...], day: date | None, layers: tuple[str, ...],
    readings: tuple[tuple[str, str], ...], mapping: Path | None, county: str | None,
    last: tuple[Path, ...], files: tuple[str, ...], form: str,
) -> int:  # fmt: skip
    from eqrules import workspace

    paths = [outputs.beside(file, (".xlsx", ".md"), data) for file in files]
    plan, ruleset_hash, own_day = plan_of(ruleset_name, layers)
    submission = workspace.read(plan, list(data), mapping, county)
    if last:
        from eqrules.data.answers import explained
        from eqrules.data.last_year import compare

        report = Report()
        compare(plan, submission, workspace.read(plan, list(last), mapping, county), report)
        submission.report.findings += explained(report.findings, submission.answers)
    found = workspace.examine(plan, submission, day or own_day or date.today(), dict(readings))
    if form == "json":
        outputs.data(_as_json(plan.id, ruleset_hash, submission.files, found))
    else:
        click.echo("\n".join(_text(found)))
    for path in paths:
        _write(path, submission, found, data)
    return int(any(finding.level == "error" for finding in found))


def _write(path: Path, submission: Submission, found: list[Finding], data: tuple[Path, ...]) -> None:
    if path.suffix.lower() == ".xlsx":
        from eqrules.report.annotated.marks import Seen

        outputs.annotated(path, Seen(submission, found), data)
    else:
        from eqrules.data.asking import answers_page

        outputs.write(path, answers_page(found, submission.answers, spoken()).encode())


def _text(found: Sequence[Finding]) -> list[str]:
    """Every finding under the heading of its grade, the gravest first; the counts last."""
    from eqrules.diagnostics.grades import GRADES, grade
    from eqrules.diagnostics.render import render

    lines: list[str] = []
    counts: list[str] = []
    for letter, words in GRADES.items():
        own = [finding for finding in found if grade(finding) == letter]
        if own:
            name = say(words.zh, words.en)
            counts.append(f"{name} {len(own)}")
            lines += [say(f"【{name}】{words.effect_zh}", f"[{name}] {words.effect_en}")]
            lines += [render(finding, spoken()) for finding in own]
            lines += [""]
    total = say("、", ", ").join(counts)
    return [
        *lines,
        say(f"核验：{total}", f"Checks: {total}") if total else say("核验：没有问题", "Checks: nothing seen"),
    ]


def _as_json(ruleset: str, ruleset_hash: str, files: Sequence[File], found: Sequence[Finding]) -> str:
    from eqrules.diagnostics.grades import grade
    from eqrules.diagnostics.render import as_json

    body = {
        "schema": "eqrules/validate/1",
        "ruleset": {"id": ruleset, "hash": ruleset_hash},
        "submission": {"files": [{"name": file.name, "sha256": file.sha256} for file in files]},
        "findings": [{**as_json(finding), "grade": grade(finding)} for finding in found],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"
