"""对照 · eqrules diff: what changed between two rulesets, which is stricter, and whom it reaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option, say, spoken
from eqrules.cli.subject import plan_of, ruleset_argument
from eqrules.cli.trouble import Trouble
from eqrules.cli.values import Choice, Day, Existing, Mapped

if TYPE_CHECKING:
    from eqrules.compare.changes import Comparison

FORMS = ("text", "json", "html", "docx", "xlsx")
_SEEN = ("text", "json", "html")
"""What can go to standard output."""


@make(zh="对照两份规则集：变了什么，谁更严，有证明或反例。",
      en="Two rulesets side by side: what changed, which is stricter, with a proof or a counterexample.")  # fmt: skip
@ruleset_argument("old_name", metavar="OLD")
@ruleset_argument("new_name", metavar="NEW")
@option("--data", multiple=True, type=Existing(), metavar="DATA",
        zh="一份填报：哪些学校和县的结论改变，其余的离标准多远；可写多次。",
        en="A submission: whose verdict changes, and how near the others are; may be repeated.")  # fmt: skip
@option("-o", "--output", "files", multiple=True, metavar="FILE",
        zh="写出：.html .docx .xlsx（新旧条文对照表）.json .txt；可写多次。",
        en="Write .html .docx .xlsx (old and new side by side), .json or .txt; may be repeated.")  # fmt: skip
@option("--format", "form", type=Choice(FORMS), default="text",
        zh="屏幕上的样子：文字、JSON 或页面；docx、xlsx 须有 -o。",
        en="What goes to the screen: text, JSON or a page; docx and xlsx need -o.")  # fmt: skip
@option("--examples", metavar="FOLDER", zh="把反例写成可以直接评估的填报，每个一个文件夹。",
        en="Write the counterexamples as submissions that can be run, a folder each.")  # fmt: skip
@option("--as-of", "day", type=Day(), metavar="DATE", zh="按哪一天的规定比宽严；不写就是今天。",
        en="Judge the rules of this day; today if not given.")  # fmt: skip
@option("--with", "layers", multiple=True, metavar="LAYER", zh="新规则采用一个附加层；可写多次。",
        en="The new ruleset takes a layer; may be repeated.")  # fmt: skip
@option("--mapping", type=Mapped(), metavar="FILE", zh="填报的表头对照表。", en="A header mapping for the submission.")
@option("--exit-code", is_flag=True, zh="有变化时退出码为 1。", en="Exit with 1 if anything changed.")
def command(
    old_name: str, new_name: str, data: tuple[Path, ...], files: tuple[str, ...], form: str, examples: str | None,
    day: date | None, layers: tuple[str, ...], mapping: Path | None, exit_code: bool,
) -> int:  # fmt: skip
    from eqrules.workspace.compare import diff

    wanted = [_fit(text, data) for text in files]
    if form not in _SEEN and not wanted:
        raise Trouble("EQ770", name=form)
    found = diff(plan_of(old_name), plan_of(new_name, layers), day)
    found.asked = (old_name, new_name)
    if data:
        from eqrules.workspace.impact import reached

        found = reached(found, data, mapping)
    if form in _SEEN:
        made = _MADE[form](found)
        outputs.data(made.decode()) if form != "text" else click.echo(made.decode(), nl=False)
    for path in wanted:
        outputs.write(path, _MADE[path.suffix.lower()[1:]](found))
    if examples is not None:
        _write_examples(found, Path(examples))
    return int(exit_code and bool(found.changes))


def _fit(text: str, data: tuple[Path, ...]) -> Path:
    path = outputs.fit(text, (".html", ".docx", ".xlsx", ".json", ".txt"))
    if any(path.exists() and path.samefile(one) for one in data):
        raise Trouble("EQ744", name=text)
    return path


def _write_examples(found: Comparison, folder: Path) -> None:
    from eqrules.report.diff.examples import files

    if folder.is_file():
        raise Trouble("EQ709", name=str(folder), reason=say("这是一个文件", "it is a file"))
    if not found.counterexamples:
        click.echo(say("没有反例可写。", "There are no counterexamples to write."), err=True)
    for name, content in files(found):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if found.counterexamples:
        from eqrules.report.diff.sentences import counted

        many = len(found.counterexamples)
        click.echo(say(f"已写出 {many} 个反例到 {folder}",
                       f"Wrote {counted(many, 'counterexample')} to {folder}"), err=True)  # fmt: skip


# ── what is made of it ───────────────────────────────────────────
def _text(found: Comparison) -> bytes:
    from eqrules.report.diff.text import text

    return text(found, spoken()).encode()


def _json(found: Comparison) -> bytes:
    from eqrules.report.diff.data import dump

    return dump(found).encode()


def _html(found: Comparison) -> bytes:
    from eqrules.report.diff.page import page

    return page(found, spoken()).encode()


def _docx(found: Comparison) -> bytes:
    from eqrules.report.diff.document import document

    return document(found, spoken())


def _xlsx(found: Comparison) -> bytes:
    from eqrules.report.diff.workbook import workbook

    return workbook(found, spoken())


_MADE: dict[str, Callable[[Comparison], bytes]] = {
    "text": _text, "txt": _text, "json": _json, "html": _html, "docx": _docx, "xlsx": _xlsx,
}  # fmt: skip
