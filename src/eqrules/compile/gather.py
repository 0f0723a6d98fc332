"""收词 · From documents to symbols: each table that declares names, objects first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eqrules.compile.fixed import fixed
from eqrules.compile.vocabulary import Vocabulary, names_of
from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest
from eqrules.language import units
from eqrules.language.builtins import BUILTINS
from eqrules.language.units import UnitWord
from eqrules.model.ruleset import Ruleset
from eqrules.model.symbols import Conclusion, Grain, Group, Indicator, Item, Names, Reading, Veto
from eqrules.source import Span
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import expand_codes, split_values, type_word
from eqrules.syntax.tree import Call, Document, Line, Quote, Range, Row, Section, Text


def gather(documents: Sequence[Document], ruleset: Ruleset, report: Report) -> Vocabulary:
    """Every symbol of the documents, objects first, since the others stand on them."""
    vocabulary = Vocabulary(ruleset)
    sections = [(d.lang, d.text("ID"), s) for d in documents for s in d.sections]
    steps = (
        ("GRAINS", _grain), ("ITEMS", _item), ("DERIVED", _item), ("READINGS", _reading),
    )  # fmt: skip
    for token, step in steps:
        for lang, _, section in sections:
            if section.token == token:
                for row in section.rows:
                    step(row, lang, section, vocabulary, report)
        if report.has_errors:
            return vocabulary  # what follows stands on this
    keys = {row.text("CODE"): row.place("KEY") for _, _, s in sections if s.token == "GRAINS" for row in s.rows}
    settle_keys(vocabulary, keys, report)
    for lang, origin, section in sections:
        if section.token == "INDICATORS":
            _group(section, lang, origin, vocabulary, report)
    for lang, _, section in sections:
        for row in section.rows:
            if section.token == "CONCLUSIONS":
                _conclusion(row, lang, vocabulary, report)
            elif section.token == "VETOES":
                vocabulary.declare(Veto(names_of(row, lang), row.place("CODE")), report)
    return vocabulary


def _grain(row: Row, lang: str, section: Section, vocabulary: Vocabulary, report: Report) -> None:
    names = names_of(row, lang)
    text = row.text("PARENT")
    parent = vocabulary.find(text, Grain, row.place("PARENT"), report, "对象") if text else None
    # The key item is declared later, in 数据项; its id is settled when the plan is made.
    keys = (*(parent.keys if parent else ()), names.code)
    vocabulary.declare(
        Grain(
            names,
            keys,
            row.text("KEY"),
            parent.names.code if parent else "",
            _yes(row, report),
            row.place("CODE"),
        ),
        report,
    )


def _yes(row: Row, report: Report) -> bool:
    return fixed(row.text("MAY_LACK"), ("YES", "NO"), row.place("MAY_LACK"), report) == "YES"


def settle_keys(vocabulary: Vocabulary, places: dict[str, Span], report: Report) -> None:
    """Give each grain its key item, and name the key parts: a closed list (学段) names its own part."""
    own: dict[str, str] = {}
    settled: dict[str, Grain] = {}
    for grain in list(vocabulary.all(Grain)):
        code = grain.names.code
        item = vocabulary.find(grain.key_item, Item, places.get(code, grain.span), report, "数据项")
        own[code] = item.names.code if item is not None and item.type == "list" else code
        parent = settled.get(grain.parent)
        keys = (*(parent.keys if parent else ()), own[code])
        settled[code] = Grain(
            grain.names, keys, item.names.code if item else "", grain.parent, grain.may_lack, grain.span
        )
    for symbol in list(vocabulary.ruleset.symbols.values()):
        if isinstance(symbol, Item):
            grain = settled[symbol.grain.names.code]
            vocabulary.ruleset.symbols[symbol.names.code] = Item(
                symbol.names, grain, symbol.type, symbol.unit, symbol.unit_word, symbol.whole,
                symbol.values, symbol.ranked, symbol.derived, symbol.span)  # fmt: skip
    vocabulary.ruleset.symbols |= settled
    for word, known in vocabulary.by_name.items():
        vocabulary.by_name[word] = vocabulary.ruleset.symbols[known.names.code]


def unit_of(row: Row, report: Report) -> UnitWord | None:
    text = name_key(row.text("UNIT"))
    if not text:
        return None
    entry = units.lookup(text)
    if entry is None:
        near = _near_units(text)
        report.error(
            "EQ206", row.place("UNIT"), name=text, near="、".join(near) or "—", fixes=changes(row.place("UNIT"), near)
        )
    return entry


def _near_units(text: str) -> list[str]:
    """The closest units; of a quotient, each part by itself."""
    known = [word for unit in units.WORDS for word in (*unit.zh, *unit.en)]
    above, over, below = text.partition("/")
    if over and (tops := closest(above, known, 1)) and (bottoms := closest(below, known, 1)):
        return [f"{tops[0]}/{bottoms[0]}"]
    per = re.sub(r"\s+per\s+|每(?!百)", "/", text)
    if units.lookup(per) is not None:
        return [per]
    return sorted(closest(text, known), key=lambda unit: unit not in text)  # what stands in it whole comes first


def _item(row: Row, lang: str, section: Section, vocabulary: Vocabulary, report: Report) -> None:
    derived = section.token == "DERIVED"
    known = vocabulary.ruleset.symbols.get(row.text("CODE"))
    if derived and isinstance(known, Item) and known.derived:
        return  # another row of the same derived item
    grain = vocabulary.find(row.text("GRAIN"), Grain, row.place("GRAIN"), report, "对象")
    unit = unit_of(row, report)
    typed = row.text("TYPE")
    kind = "decimal" if derived and not typed else type_word(typed) or "list"
    values: list[tuple[str, str]] = []
    ranked = False
    if kind == "list":
        values, ranked = split_values(typed)
        if lang == "en":
            values = [(zh, en) for en, zh in values]
        if len(values) < 2:
            return  # reported where the cell was read
        vocabulary.declare_values(values, row.place("TYPE"), report)
    if grain is None:
        return
    numeric = kind in ("integer", "decimal", "year")
    vocabulary.declare(
        Item(
            names_of(row, lang), grain, kind,  # type: ignore[arg-type]
            units.lookup("年").unit if kind == "year" else unit.unit if unit and numeric else None,  # type: ignore[union-attr]
            name_key(row.text("UNIT")), bool(unit and unit.whole and kind == "integer"), tuple(values), ranked, derived,
            row.place("CODE"),
        ),
        report,
    )  # fmt: skip


def _reading(row: Row, lang: str, section: Section, vocabulary: Vocabulary, report: Report) -> None:
    values, _ = split_values(row.text("OPTIONS"))
    if lang == "en":
        values = [(zh, en) for en, zh in values]
    vocabulary.declare_values(values, row.place("OPTIONS"), report)
    options = tuple(values)
    default = name_key(row.text("DEFAULT"))
    if default not in {name_key(word) for pair in options for word in pair}:
        near = [(en or zh) if lang == "en" else (zh or en) for zh, en in options]
        report.error("EQ203", row.place("DEFAULT"), name=row.text("DEFAULT"), near="、".join(near),
                     fixes=changes(row.place("DEFAULT"), near))  # fmt: skip
    vocabulary.declare(Reading(names_of(row, lang), options, row.place("CODE")), report)


def _group(section: Section, lang: str, origin: str, vocabulary: Vocabulary, report: Report) -> None:
    lines = section.lines
    shared = _shared_grain(lines, vocabulary, report)
    code = section.text("ID")
    other = section.text("TITLE_EN" if lang == "zh" else "TITLE_ZH")
    if not code:
        blank = lines.get("ID")
        report.error("EQ120" if blank else "EQ110", blank.span if blank else section.span, name="编号", name_en="id")
        return
    zh, en = (section.title, other) if lang == "zh" else (other, section.title)
    gist = "".join(part.text for part in section.parts if isinstance(part, Quote))
    vocabulary.ruleset.gists[code] = gist
    known = vocabulary.ruleset.symbols.get(code)
    here = isinstance(known, Group) and known.span.source == section.span.source  # a child may call it otherwise
    named = known.names if here and known is not None else Names(code)
    if (zh and named.zh and zh != named.zh) or (en and named.en and en != named.en):
        report.error("EQ202", section.lines["ID"].span.of_word(code), known.span if known else section.span, name=code)
    elif not isinstance(known, Group):
        vocabulary.declare(Group(Names(code, zh, en), gist, section.span), report)
    for row in section.rows:
        text, unit = row.text("GRAIN"), unit_of(row, report)
        if not text and "GRAIN" not in lines:
            report.error("EQ110", row.span, name="对象", name_en="object")
            continue
        grain = vocabulary.find(text, Grain, row.place("GRAIN"), report, "对象") if text else shared
        if grain is None:
            continue
        codes = expand_codes(row.text("CODE"))
        for index, one in enumerate(codes):
            known = vocabulary.ruleset.symbols.get(one)
            names = names_of(row, lang, one)
            if isinstance(known, Indicator) and known.group == code and known.origin == origin and len(codes) == 1:
                if (names.zh or names.en) and (names.zh, names.en) != (known.names.zh, known.names.en):
                    report.error("EQ202", row.place("CODE"), known.span, name=one)
                continue  # another row of the same indicator
            if len(codes) > 1:
                names = _paired_name(row, one, index, vocabulary)
            vocabulary.declare(
                Indicator(
                    names,
                    grain,
                    code,
                    unit.unit if unit else None,
                    name_key(row.text("UNIT")),
                    origin,
                    row.place("CODE"),
                ),
                report,
            )


def _shared_grain(lines: dict[str, Line], vocabulary: Vocabulary, report: Report) -> Grain | None:
    """The 对象 line of a chapter, looked up once for all its rows."""
    line = lines.get("GRAIN")
    if line is None or not isinstance(line.content, Text):
        return None
    return vocabulary.find(line.content.text, Grain, line.content.span, report, "对象")


def _paired_name(row: Row, code: str, index: int, vocabulary: Vocabulary) -> Names:
    """The name of one code of a range: R1's name with what is done to it."""
    subject = row.get("NAME")
    if isinstance(subject, Call):
        first, last = _ends(subject)
        over = expand_codes(f"{first}至{last}")
        known = vocabulary.by_name.get(name_key(over[index])) if index < len(over) else None
        if known is not None:
            said = subject.function.text
            function = next((b.zh for b in BUILTINS if said in (b.zh, b.en, *b.aliases)), said)
            return Names(code, f"{known.names.zh}的{function}" if known.names.zh else "",
                         f"CV of {known.names.en}" if known.names.en else "")  # fmt: skip
    return Names(code)


def _ends(call: Call) -> tuple[str, str]:
    span = call.arguments[0]
    return (span.first.text, span.last.text) if isinstance(span, Range) else ("", "")


def _conclusion(row: Row, lang: str, vocabulary: Vocabulary, report: Report) -> None:
    grain = vocabulary.find(row.text("GRAIN"), Grain, row.place("GRAIN"), report, "对象")
    if grain is not None:
        vocabulary.declare(Conclusion(names_of(row, lang), grain, row.place("CODE")), report)
