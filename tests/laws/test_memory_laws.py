"""记性的定律 · A text that is edited reads, after every change, as if it were read for the first time."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from eqrules.compile import compile_ruleset
from eqrules.plan.identity import identity
from eqrules.source import Source
from eqrules.workspace.editing import Edited, Paper
from rulesets import rulesets

SLIPS = (
    ("甲数", "甲书"), ("丙数 |", "丙数量 |"), ("第一数", "甲数第一"), ("## 口径", "<!--\n## 口径"),
    ("小学=primary", "小学=first"),
    ("分学段的指标", "分段指标"), ("| Q2 |", "| Q3 |"), ("- 依据:试", "- 依据:"), ("不足", "少于"),
    ("红=red、", ""),
    ("## 示例", "## 是例"), ("> 说明文字", "说明文字"),
    ("一票否决", "否决"), ("5.5以上", "5.5元以上"), ("", "\n\U00020bb7"),
)  # fmt: skip
"""What may happen to a text, and be undone again."""


Seen = tuple[set[tuple[object, ...]], str, object, object]


def seen_afresh(text: str) -> Seen:
    made = compile_ruleset([Source("made.md", text)])
    found = {
        (f.code, f.span and (f.span.start, f.span.end), str(sorted(f.facts.items()))) for f in made.report.findings
    }
    return found, identity(made.plan) if made.plan else "", made.plan, made.ruleset and made.ruleset.examples


def seen_in(edited: Edited) -> Seen:
    made = edited.compile()
    found = set()
    for finding in made.report.findings:
        home = edited.home(finding.span) if finding.span else None
        assert (home is None) == (finding.span is None)
        found.add((finding.code, home and home[1:], str(sorted(finding.facts.items()))))
    for row in (row for section in made.documents[-1].sections for row in section.rows):
        for span in (row.span, *(cell.span for cell in row.cells), *(cell.column.span for cell in row.cells)):
            home = edited.home(span)
            assert home is not None
            assert home[0].text[home[1] : home[2]] == span.text
    return found, identity(made.plan) if made.plan else "", made.plan, made.ruleset and made.ruleset.examples


def written(text: str) -> tuple[Paper, Edited]:
    paper = Paper(Path("made.md"))
    paper.write(text)
    return paper, Edited({paper.path: paper})


@settings(max_examples=12)
@given(text=rulesets(), slips=st.lists(st.sampled_from(SLIPS), min_size=1, max_size=5))
def test_an_edited_text_reads_as_if_new(text: str, slips: list[tuple[str, str]]) -> None:
    paper, edited = written(text)
    assert seen_in(edited) == seen_afresh(text)
    for old, new in slips:
        for change in (text.replace(old, new, 1), text):
            paper.write(change)
            assert seen_in(edited) == seen_afresh(change)


@settings(max_examples=20)
@given(text=rulesets(), data=st.data())
def test_lines_that_come_go_and_move_read_as_if_new(text: str, data: st.DataObject) -> None:
    paper, edited = written(text)
    edited.compile()
    lines = text.split("\n")
    for _ in range(4):
        at, other = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        what = data.draw(st.sampled_from(("gone", "twice", "moved", "exchanged")))
        if what == "exchanged":
            lines[at], lines[other] = lines[other], lines[at]
        elif what == "twice":
            lines.insert(at, lines[other])
        elif len(lines) > 1:
            line = lines.pop(at)
            if what == "moved":
                lines.insert(min(other, len(lines)), line)
        paper.write("\n".join(lines))
        if data.draw(st.booleans()):  # several changes may come before anybody looks
            assert seen_in(edited) == seen_afresh(paper.text)


@given(st.text("#\n <!->|\u4e00a", max_size=60))
def test_chapters_put_together_are_the_text(text: str) -> None:
    paper = Paper(Path("made.md"))
    paper.write(text)
    assert "".join(chapter.text for chapter in paper.chapters) == text
