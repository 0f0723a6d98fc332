"""所指 · A heading that is not known: which chapter, line or column was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Fix, Report
from eqrules.diagnostics.suggest import closest
from eqrules.source import Span
from eqrules.syntax.blocks import RawLine, RawSection, RawTable
from eqrules.syntax.characters import FOLD, name_key
from eqrules.syntax.declare import TYPES
from eqrules.syntax.layout import LAYOUTS, Layout
from eqrules.syntax.words import language_of, spelled_by, words

if TYPE_CHECKING:
    from eqrules.syntax.glossary import Glossary

_OTHERWISE: dict[str, tuple[str, ...]] = {
    "备注": ("NOTE", "NOTE_LINE"), "注": ("NOTE", "NOTE_LINE"), "remarks": ("NOTE", "NOTE_LINE"),
    "序号": ("CODE",), "名字": ("NAME",), "上级": ("PARENT", "INHERITS"), "隶属": ("PARENT",),
    "公式": ("FORMULA",), "算法": ("FORMULA",), "部门": ("RESPONSIBLE",), "主管部门": ("RESPONSIBLE",),
    "取值范围": ("RANGE",), "值域": ("RANGE",), "allowed": ("RANGE",), "改为": ("NEW",), "现标准": ("NEW",),
    "旧标准": ("OLD_LIMIT",), "现行标准": ("OLD_LIMIT",), "发文单位": ("ISSUED",), "发文机关": ("ISSUED",),
    "类别": ("KIND",), "文件名": ("DOCUMENT",), "文件名称": ("DOCUMENT",), "根据": ("BASIS",), "出处": ("BASIS",),
    "实施": ("EFFECTIVE",), "生效": ("EFFECTIVE",), "起": ("FROM",), "止": ("UNTIL",), "例外": ("EXCEPT",),
    "进度表": ("SCHEDULE",), "衍生项": ("DERIVED",), "合并": ("MERGE",), "分摊": ("SPLIT",),
}  # fmt: skip
"""What else people write over a chapter, a line or a column, of which likeness in writing knows nothing."""


def report_chapter(section: RawSection, heading: Span, report: Report) -> None:
    """EQ109, with the chapters whose columns these are first, then those that are written alike."""
    lang = language_of(heading.source.text)
    own, _, title = heading.text.translate(FOLD).replace(":", " ", 1).strip().partition(" ")
    alike = _tokens(name_key(own), LAYOUTS, lang) or _tokens(name_key(heading.text), LAYOUTS, lang)
    fits = {token: _fit(section, layout) for token, layout in LAYOUTS.items()}
    best = max(fits.values())
    ranked = sorted({*alike, *(t for t in fits if best > Fraction(1, 2) and fits[t] == best)},
                    key=lambda t: (-fits[t], alike.index(t) if t in alike else len(alike)))[:3]  # fmt: skip
    near = [words("headings")[token].spelled(lang) for token in ranked]
    texts = [f"{word} {title}".strip() if LAYOUTS[t].titled else word for t, word in zip(ranked, near, strict=True)]
    report.error("EQ109", heading, name=heading.text, near="、".join(near) or "—", fixes=changes(heading, texts))


def _fit(section: RawSection, layout: Layout) -> Fraction:
    """Which share of the headings below the chapter's own are those of this layout."""
    found = [
        not {*layout.columns, *layout.lines}.isdisjoint(spelled_by("headings").get(name_key(cell.text), ()))
        for part in section.parts
        for cell in (part.header if isinstance(part, RawTable) else [part.key] if isinstance(part, RawLine) else [])
    ]
    return Fraction(sum(found), len(found) or 1)


def report_line(key: Span, allowed: Sequence[str], known: Collection[str], report: Report) -> None:
    """EQ105. `allowed`: the lines there may be; `known`: those that are there already."""
    lang = language_of(key.source.text)
    free = [token for token in allowed if token not in known]
    near = [words("headings")[token].spelled(lang) for token in _tokens(name_key(key.text), free, lang)]
    table = words("headings")
    zh, en = "、".join(table[t].zh for t in free), ", ".join(table[t].en for t in free)
    report.error("EQ105", key, key=key.text, near="、".join(near) or "—", allowed=zh, allowed_en=en,
                 fixes=changes(key, near))  # fmt: skip


def report_column(cell: Span, layout: Layout, header: Iterable[Span], glossary: Glossary, report: Report) -> None:
    """EQ106: first a column like it that the table lacks, then one that it must have, then declared names."""
    lang = language_of(cell.source.text)
    there = {token for other in header for token in spelled_by("headings").get(name_key(other.text), ())}
    free = [token for token in layout.columns if token not in there]
    alike = _tokens(name_key(cell.text), free, lang)
    must = [token for token in layout.required if token in free][: 0 if alike else 1]
    names: list[str] = []
    if layout.names != "none":
        names += list(glossary.spellings("value"))
    if layout.names == "any":
        names += list(glossary.spellings("name"))
    declared = closest(cell.text, names)
    spelled, wanted = ([words("headings")[token].spelled(lang) for token in tokens] for tokens in (alike, must))
    first = [*declared, *spelled] if layout.names == "any" else [*spelled, *declared]
    near = list(dict.fromkeys([*first, *wanted]))[:3]
    report.error("EQ106", cell, name=cell.text, near="、".join(near) or "—", fixes=changes(cell, near))


def _tokens(text: str, among: Iterable[str], lang: str) -> list[str]:
    """The heading words that may have been meant: what is commonly said for one, then what looks like one."""
    table, among = words("headings"), list(among)
    said = [token for token in _OTHERWISE.get(text, ()) if token in among]
    spelled = {name_key(s): token for token in reversed(among) for s in table[token].spellings}
    return list(dict.fromkeys([*said, *(spelled[near] for near in closest(text, spelled))]))


_TYPES = {
    "数字": "DECIMAL", "数值": "DECIMAL", "number": "DECIMAL", "integer": "INTEGER", "int": "INTEGER", "文字": "TEXT",
    "字符": "TEXT", "string": "TEXT", "日子": "DATE", "时间": "DATE", "boolean": "YES_NO", "年度": "YEAR",
}  # fmt: skip


def types_like(typed: str, place: Span) -> list[str]:
    """The types that may have been meant; where none is like it, those that most items have."""
    lang, table = language_of(place.source.text), words("values")
    if meant := _TYPES.get(name_key(typed)):
        return [table[meant].spelled(lang)]
    near = closest(typed, [table[token].spelled(lang) for token in TYPES])
    return near or [table[token].spelled(lang) for token in ("INTEGER", "DECIMAL", "TEXT")]


def with_columns(raw: RawTable, missing: Sequence[str]) -> Fix:
    """The table with empty columns of these names at its right."""
    source, first = raw.span.source, raw.span.line
    titles = [words("headings")[token].spelled(language_of(source.text)) for token in missing]
    made: list[str] = []
    for line in source.text[raw.span.start :].split("\n"):
        if not line.translate(FOLD).lstrip().startswith("|"):
            break
        added = [f" {title} |" for title in titles] if not made else ["---|" if len(made) == 1 else " |"] * len(titles)
        made.append(line.rstrip() + "".join(added))
    last = source.line_start(first + len(made) - 1) + len(source.line_text(first + len(made) - 1))
    named = "、".join(titles)
    return Fix(
        Span(source, raw.span.start, last), "\n".join(made), f"在右边加上「{named}」栏", f"add “{named}” at the right"
    )
