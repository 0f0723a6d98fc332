"""透镜 · 「运行示例」 above each chapter of examples; when run, how many agree."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from eqrules.lsp.places import Lines
from eqrules.lsp.session import Open, Session
from eqrules.source import Span
from eqrules.workspace.editing import Paper

RUN = "eqrules.runExamples"


def lenses(document_uri: str, session: Session) -> list[types.CodeLens]:
    """One for each chapter of examples in this file."""
    found = session.of(document_uri)
    if found is None:
        return []
    opened, paper = found
    lines = Lines(paper.text)
    made = []
    for heading, where in _examples(opened, paper, lines):
        results = opened.tested.get(heading)
        title = session.say("▶ 运行示例", "▶ Run examples")
        if results is not None:
            right, total = sum(result.ok for _, result in results), len(results)
            mark = "✓" if right == total else "✗"
            title = session.say(
                f"{mark} {total} 条，{right} 条相符 · 再运行", f"{mark} {right} of {total} agree · again"
            )
        made.append(types.CodeLens(where, types.Command(title, RUN, None, [document_uri, where.start.line])))
    return made


def run_examples(document_uri: str, line: int, session: Session) -> str:
    """Run the examples of the chapter headed at this line; one sentence on how it went."""
    from eqrules.engine.examples import run_example
    from eqrules.workspace.examples import examples_day

    found = session.of(document_uri)
    if found is None:
        return session.say("这个文件不是规则集。", "This file is no ruleset.")
    opened, paper = found
    compilation = opened.compilation
    if compilation.plan is None or compilation.ruleset is None:
        return session.say("示例没有运行：先改正标出的错误。", "No example was run: correct what is marked first.")
    heading = _heading(opened, paper, line)
    if heading is None:
        return session.say("这一行没有示例。", "There are no examples at this line.")
    chapter = heading.source
    day = examples_day(compilation.plan)
    results = [
        (example.span, result)
        for example in compilation.ruleset.examples
        if opened.edited.in_chapter(example.span).source is chapter
        for result in run_example(compilation.plan, example, day)
    ]
    opened.tested[heading] = results
    right, total = sum(result.ok for _, result in results), len(results)
    return session.say(f"{total} 条示例，{right} 条相符", f"{right} of {total} examples agree")


def _heading(opened: Open, paper: Paper, line: int) -> Span | None:
    """The heading of the chapter of examples at this line of a file."""
    found = _examples(opened, paper, Lines(paper.text))
    return next((heading for heading, where in found if where.start.line == line), None)


def _examples(opened: Open, paper: Paper, lines: Lines) -> Iterator[tuple[Span, types.Range]]:
    """The headings of the chapters of examples in a file."""
    for section, begins, ends in opened.chapters(paper):
        if section.token == "EXAMPLES":
            yield section.span, lines.range(begins, ends)
