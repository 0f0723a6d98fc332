"""备料 · Before judging: checks that strike figures out, and what is left to the reference engine, county by county."""

from __future__ import annotations

from eqrules.engine.sql.terms import NEVER
from eqrules.engine.sql.writer import Writer, asking
from eqrules.plan.plan import Check


def check(one: Check, w: Writer) -> None:
    """A failed logical check makes its items unusable at that object."""
    from eqrules.engine.sql.conditions import truth

    holds = truth(one.holds, one.grain, w)
    own = [item for item in one.items if w.grain_of(item) == one.grain]
    flag = w.add(one.grain, f"COALESCE(NOT {holds.text}, FALSE)", f"{one.id}.fails")
    if one.level == "logical":
        for item in own:
            if flag not in w.blocked.setdefault(item, []):
                w.blocked[item].append(flag)


def merges(w: Writer) -> None:
    """Campuses that may be counted with another school."""
    from eqrules.engine.sql.conditions import truth

    merge = w.plan.merge
    assert merge is not None
    when = truth(merge.when, merge.grain, w)
    if when.text != "FALSE":
        w.irregular(merge.grain, f"COALESCE({when.text}, TRUE)" if when.may_lack else when.text)


def sections(w: Writer) -> None:
    """Schools that must have a stage nobody handed in, or have one that their type does not know."""
    from eqrules.engine.sql.conditions import truth
    from eqrules.engine.sql.items import column
    from eqrules.engine.sql.writer import key_value

    split = w.plan.split
    assert split is not None
    school, section = split.school_grain, split.section_grain
    stage = key_value(w.grains[section].keys[-1]).word
    with asking() as ask:
        must = ask(lambda: truth(split.must_have, school, w) if split.must_have is not None else NEVER)
        kind = ask(lambda: column(split.type_item, w))
        count = ask(lambda: w.total(school, section, "count(*)"))
        known = ask(lambda: w.looked_up(column(split.type_item, w), school, section))
    for row in split.rows:
        types = ", ".join(map(w.d.word, row.types))
        stages = [name for name, _ in row.stages]
        listed = ", ".join(map(w.d.word, stages)) or "''"
        if must.text != "FALSE":
            w.irregular(school, f"({kind.word} IN ({types}) AND {must.text} AND COALESCE({count}, 0) < {len(stages)})")
        w.irregular(section, f"({known.word} IN ({types}) AND {stage} NOT IN ({listed}))")
