"""拆分 · Each section's part of what its school hands in for all: weight × pupils over the school's sum."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import lcm

from eqrules.engine.sql.profile import MOST_ROWS
from eqrules.engine.sql.ratio import Ratio
from eqrules.engine.sql.terms import Value
from eqrules.engine.sql.whole import Refused, Whole, alike, constant, plus, product, summed, times, whole
from eqrules.engine.sql.writer import Writer, asking, key_value


def share(w: Writer) -> Value:
    """The part as a ratio at the section's grain; no value where pupils, type or weight are unknown."""
    return w.once("share", lambda: _share(w))


def _share(w: Writer) -> Value:
    from eqrules.engine.sql.items import column

    split = w.plan.split
    assert split is not None
    section, school = split.section_grain, split.school_grain
    with asking() as ask:
        kind = ask(lambda: w.looked_up(column(split.type_item, w), school, section))
        weighted = ask(lambda: _weighted(w))
    with asking() as ask:
        single = ask(lambda: w.looked_up(_single(w), school, section))
        total = ask(lambda: w.looked_up(_sum(w, weighted), school, section))
    there = f"({kind.word} IS NOT NULL AND ({single} OR ({total.text} > 0 AND {weighted.text} IS NOT NULL)))"
    over, under = (_unless_single(single, part, f"share.{end}", w) for part, end in ((weighted, "n"), (total, "d")))
    return Value(Ratio(Fraction(1), (over,), (under,), (w.add(section, there, "share.ok"),), 1), may_lack=True)


def _unless_single(single: str, part: Whole, name: str, w: Writer) -> Whole:
    assert w.plan.split is not None
    (one, other), both = alike([constant(1, w.d), part], w.d)
    text = f"CASE WHEN {single} THEN {one} ELSE {other} END"
    return replace(both, text=w.add(w.plan.split.section_grain, text, name))


def _scale(w: Writer) -> int:
    """What makes all weights whole."""
    assert w.plan.split is not None
    weights = (text for row in w.plan.split.rows for _, text in (*row.stages, *row.school_items))
    return lcm(*(Fraction(text).denominator for text in weights))


def _weighted(w: Writer) -> Whole:
    """Pupils × weight of a section, as a column; NULL where its type has no such stage."""
    from eqrules.engine.sql.items import column

    split = w.plan.split
    assert split is not None
    section, school = split.section_grain, split.school_grain
    kind = w.looked_up(column(split.type_item, w), school, section)
    count = column(split.by, w)
    if count.number is None or count.number.under or any(part.low < 0 for part in count.number.over):
        raise Refused("split")
    if count.none or kind.none:
        w.irregular(section, " OR ".join(part.none for part in (count, kind) if part.none))
    stage, scale = key_value(w.grains[section].keys[-1]).word, _scale(w)
    pairs: dict[tuple[str, int], list[str]] = {}
    for row in w.plan.split.rows if w.plan.split else ():
        for name, text in row.stages:
            pairs.setdefault((name, int(Fraction(text) * scale)), []).extend(row.types)
    cases = " ".join(
        f"WHEN {stage} = {w.d.word(name)} AND {kind.word} IN ({', '.join(map(w.d.word, types))}) "
        f"THEN {w.d.literal(weight)}"
        for (name, weight), types in pairs.items()
    )
    weight = Whole(f"CASE {cases} END", 1, max(weight for _, weight in pairs))
    made = times(product(1, count.number.over, w.d), weight, w.d)
    return replace(made, text=w.add(section, made.text, "share.weighted"), low=0)


def _single(w: Writer) -> str:
    """A school with one section and nobody else to share with."""
    split = w.plan.split
    assert split is not None
    others = [kind for row in split.rows if row.school_items for kind in row.types]
    count = w.total(split.school_grain, split.section_grain, "count(*)")
    alone = f"(COALESCE({count}, 0) = 1)"
    if others:
        alone = f"({alone} AND «{split.type_item}» NOT IN ({', '.join(map(w.d.word, others))}))"
    return w.add(split.school_grain, alone, "share.single")


def _sum(w: Writer, weighted: Whole) -> Whole:
    """Σ pupils × weight of a school, other pupils included; NULL where a part of it is unknown."""
    from eqrules.engine.sql.items import column

    split = w.plan.split
    assert split is not None
    school, section, scale = split.school_grain, split.section_grain, _scale(w)
    high = max(1, weighted.high) * w.profile.rows.get(section, MOST_ROWS)
    with asking() as ask:
        total = ask(lambda: w.total(school, section, summed(weighted, high, w.d)))
        unknown = ask(lambda: w.total(school, section, f"sum(CASE WHEN {weighted.text} IS NULL THEN 1 ELSE 0 END)"))
    made = whole(total, 0, high, w.d, weighted.usual)
    for row in split.rows:
        for name, text in row.school_items:
            other = column(name, w)
            if other.number is None or other.number.under or other.number.factor != 1:
                raise Refused("split")
            if other.none:
                w.irregular(school, other.none)
            part = product(int(Fraction(text) * scale), other.number.over, w.d)
            (some, nobody), both = alike([part, constant(0, w.d)], w.d)
            types = ", ".join(map(w.d.word, row.types))
            chosen = f"CASE WHEN «{split.type_item}» IN ({types}) THEN {some} ELSE {nobody} END"
            made = plus(made, replace(both, text=chosen), w.d)
    column_ = w.add(school, f"CASE WHEN {unknown} = 0 THEN {made.text} END", "share.total")
    return replace(made, text=column_)
