"""下结论 · Conclusions, groups and vetoes as columns: verdicts are numbers by weight, so "all" is the largest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from eqrules.engine.sql.judge import Judged, judged, reach
from eqrules.engine.sql.over import handed_in
from eqrules.engine.sql.verdict_codes import MET, NOT_APPLICABLE, NOT_MET, UNDETERMINED
from eqrules.engine.sql.whole import Refused
from eqrules.engine.sql.writer import Writer, asking, each
from eqrules.plan.plan import Clause, Rule, Veto


def conclusion(name: str, w: Writer) -> str:
    """The column of a conclusion, at its grain."""
    if name in w.refused:
        raise Refused(name)
    return w.once(("conclusion", name), lambda: _conclusion(name, w))


def _conclusion(name: str, w: Writer) -> str:
    made = next(c for c in w.plan.conclusions if c.id == name)
    clauses = each(lambda c: _clause(c, made.grain, w), made.clauses)
    return w.add(made.grain, _largest([part for clause in clauses for part in clause], w), name)


def group(name: str, w: Writer) -> str:
    """A chapter of indicators at the top object."""
    if name in w.refused:
        raise Refused(name)
    return w.once(("group", name), lambda: _group(name, w))


def _group(name: str, w: Writer) -> str:
    rules = next(g for g in w.plan.groups if g.id == name).rules
    return w.add(w.top, _largest(_all(rules, w.top, w), w), name)


def veto(one: Veto, w: Writer) -> str:
    """达标 where it does not hold, 不达标 where it does."""
    return w.once(("veto", one.id), lambda: _veto(one, w))


def _veto(one: Veto, w: Writer) -> str:
    from eqrules.engine.sql.conditions import truth
    from eqrules.engine.sql.items import column

    if one.grain != w.top:
        raise Refused("a veto below the county")
    holds = truth(one.when, one.grain, w).text if one.when is not None else column(one.item, w).word
    text = f"CASE WHEN {holds} IS NULL THEN {UNDETERMINED} WHEN {holds} THEN {NOT_MET} ELSE {MET} END"
    return w.add(one.grain, w.d.cast(text, w.d.small), one.id)


def _largest(parts: list[str], w: Writer) -> str:
    return w.d.cast(_greatest(parts) if parts else str(NOT_APPLICABLE), w.d.small)


def _clause(clause: Clause, grain: str, w: Writer) -> list[str]:
    if clause.kind == "no_veto":
        return each(lambda v: w.looked_up(veto(v, w), w.top, grain), w.plan.vetoes)
    if clause.kind == "all":
        return _all(clause.names, grain, w)
    return [_counted(clause, grain, w)]


def _all(names: Sequence[str], grain: str, w: Writer) -> list[str]:
    """The verdicts that 「…全部达标」 weighs at this object: of rules below, the largest of all that share a grain."""
    rules: dict[str, list[Rule]] = {}
    for name in names:
        if name in w.rules and any(case.decides for case in w.rules[name].cases):
            rules.setdefault(w.rules[name].grain, []).append(w.rules[name])
    with asking() as ask:
        found = ask(lambda: each(lambda n: _named(n, grain, w), [n for n in names if n not in w.rules]))
        ruled = ask(lambda: each(lambda own: _ruled(rules[own], own, grain, w), rules))
    return [part for several in (*found, *ruled) for part in several]


def _named(name: str, grain: str, w: Writer) -> list[str]:
    """What the name of a chapter or of another conclusion stands for."""
    made = next((c for c in w.plan.conclusions if c.id == name), None)
    if made is None and grain == w.top:
        return [group(name, w)]
    if made is None:
        return _all(next(g for g in w.plan.groups if g.id == name).rules, grain, w)
    column = conclusion(name, w)
    if w.finer(made.grain, grain):
        return [f"COALESCE({w.largest(grain, made.grain, column)}, {NOT_APPLICABLE})"]
    return _above([column], made.grain, grain, w)


def _above(columns: list[str], own: str, grain: str, w: Writer) -> list[str]:
    """Verdicts of this object, or of the one that it belongs to."""
    if own == grain:
        return columns
    return [f"COALESCE({column}, {NOT_APPLICABLE})" for column in each(lambda c: w.looked_up(c, own, grain), columns)]


def _ruled(rules: list[Rule], own: str, grain: str, w: Writer) -> list[str]:
    """Rules of one grain; where nobody is there, 不适用, or 无法判定 if somebody should have been handed in."""
    columns = each(lambda rule: _masked(judged(rule.id, w), w), rules)
    if not w.finer(own, grain):
        return _above(columns, own, grain, w)
    with asking() as ask:
        most = ask(lambda: w.largest(grain, own, _greatest(columns)))
        handed = ask(lambda: "TRUE" if w.grains[own].may_lack else handed_in(own, grain, w))
    nobody = str(NOT_APPLICABLE)
    if handed != "TRUE":
        nobody = f"CASE WHEN {handed} THEN {NOT_APPLICABLE} ELSE {UNDETERMINED} END"
    return [f"COALESCE({most}, {nobody})"]


def _greatest(parts: list[str]) -> str:
    parts = list(dict.fromkeys(parts))
    return f"greatest({', '.join(parts)})" if len(parts) > 1 else parts[0]


def _masked(made: Judged, w: Writer) -> str:
    """The verdict where it decides; where it does not, nothing that could weigh."""
    if made.decides == "TRUE":
        return made.verdict
    text = f"CASE WHEN {made.decides} THEN {made.verdict} ELSE {NOT_APPLICABLE} END"
    return w.add(made.rule.grain, w.d.cast(text, w.d.small), f"{made.rule.id}.weighs")


def _counted(clause: Clause, grain: str, w: Writer) -> str:
    """At least N met and the rest above the floor; or at most N not met."""
    floor = Fraction(clause.floor) if clause.floor else None
    rules = each(lambda n: judged(n, w), clause.names)
    if clause.kind == "at_least" and all(made.sure and made.rule.grain == grain for made in rules):
        return _counted_plainly(clause.count, floor, rules, w)
    reaches = [reach(made, floor, w) if floor is not None else "" for made in rules]
    n = clause.count
    doubtful = [made for made in rules if not made.sure]

    def count(test: Callable[[Judged, str], str], among: list[Judged] | None = None) -> str:
        pairs = [(made, r) for made, r in zip(rules, reaches, strict=True) if among is None or made in among]
        parts = each(lambda p: _number(test(*p), p[0].rule.grain, grain, w), pairs)
        return w.add(grain, f"({' + '.join(parts)})", "count") if parts else "0"

    def short(test: str) -> Callable[[Judged, str], str]:
        return lambda m, r: f"WHEN {m.verdict} = {NOT_MET} THEN CASE WHEN {test.format(r)} THEN 1 ELSE 0 END"

    with asking() as ask:
        judged_ = ask(lambda: count(lambda m, _: f"WHEN {m.verdict} <> {NOT_APPLICABLE} THEN 1"))
        met = ask(lambda: count(lambda m, _: f"WHEN {m.verdict} = {MET} THEN 1"))
        unknown = ask(lambda: count(lambda m, _: f"WHEN {m.verdict} = {UNDETERMINED} THEN 1", doubtful))
        missed = ask(lambda: count(lambda m, _: f"WHEN {m.verdict} = {NOT_MET} THEN 1"))
        below = ask(lambda: count(short("NOT ({})")) if floor is not None else "0")
        vague = ask(lambda: count(short("({}) IS NULL"), doubtful) if floor is not None else "0")
    start = f"CASE WHEN {judged_} = 0 THEN {NOT_APPLICABLE} "
    if clause.kind == "at_most_not":
        few = f"WHEN {missed} + {unknown} <= {n} THEN {MET}"
        return f"{start}WHEN {missed} > {n} THEN {NOT_MET} {few} ELSE {UNDETERMINED} END"
    few = f"WHEN {met} + {unknown} < {n} THEN {NOT_MET} "
    if floor is None:
        return f"{start}{few}WHEN {met} >= {n} THEN {MET} ELSE {UNDETERMINED} END"
    enough = f"{met} >= {n} AND {unknown} = 0 AND {vague} = 0"
    return f"{start}WHEN {below} > 0 THEN {NOT_MET} {few}WHEN {enough} THEN {MET} ELSE {UNDETERMINED} END"


def _counted_plainly(n: int, floor: Fraction | None, rules: list[Judged], w: Writer) -> str:
    """Where every rule is met or not: the sum of the verdicts tells how many are, and few rows need the floor."""
    weight = f"({' + '.join(made.verdict for made in rules)})"
    most = NOT_MET * len(rules) - (NOT_MET - MET) * n
    parts = [f"WHEN {weight} > {most} THEN {NOT_MET}"]
    if floor is not None:
        parts.insert(0, f"WHEN {weight} = {MET * len(rules)} THEN {MET}")
        enough = [f"({made.verdict} = {MET} OR {reach(made, floor, w)})" for made in rules]
        parts.append(f"WHEN NOT ({' AND '.join(enough)}) THEN {NOT_MET}")
    return f"CASE {' '.join(parts)} ELSE {MET} END"


def _number(test: str, own: str, grain: str, w: Writer) -> str:
    one = f"CASE {test} ELSE 0 END"
    if own == grain:
        return one
    if w.finer(own, grain):
        return w.d.cast(f"COALESCE({w.total(grain, own, f'sum({one})')}, 0)", w.d.long)
    return w.looked_up(one, own, grain)


def goals(w: Writer) -> Iterator[tuple[str, str]]:
    """(id, grain) of everything that is concluded."""
    for one in w.plan.vetoes:
        yield one.id, one.grain
    for chapter in w.plan.groups:
        yield chapter.id, w.top
    for made in w.plan.conclusions:
        yield made.id, made.grain
