"""判定 · An indicator in SQL: which case applies, its value, its limit, its relaxations, the verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from eqrules.engine.sql import roots
from eqrules.engine.sql.arithmetic import absent, nothing
from eqrules.engine.sql.calls import chosen
from eqrules.engine.sql.choices import merged
from eqrules.engine.sql.conditions import among, decided, truth
from eqrules.engine.sql.expressions import value
from eqrules.engine.sql.items import item
from eqrules.engine.sql.ratio import Ratio, fixed, multiply
from eqrules.engine.sql.ratio import compare as compare_ratios
from eqrules.engine.sql.relaxed import Relaxed, relax, relaxation
from eqrules.engine.sql.terms import ALWAYS, Root, Value
from eqrules.engine.sql.verdict_codes import MET, NOT_APPLICABLE, NOT_MET, UNDETERMINED
from eqrules.engine.sql.which_case import EXCLUDED, NO_CASE, decides, exhaustive, state_of
from eqrules.engine.sql.whole import Refused
from eqrules.engine.sql.writer import Writer, asking, each
from eqrules.plan.plan import Case, Rule


@dataclass(slots=True)
class Judged:
    """Columns at the rule's grain. `state`: the case, or why there is none; `limit`: what the value was held
    against in the end, with its sign by case."""

    rule: Rule
    state: str
    value: Value
    limit: Ratio | None
    signs: dict[int, str]
    verdict: str
    decides: str
    sure: bool = False
    """The verdict is 达标 or 不达标 at every object."""
    printed: str = ""
    """A root, rounded for print."""


def judged(rule: str, w: Writer) -> Judged:
    if rule in w.refused:
        raise Refused(rule)
    return w.once(("judged", rule), lambda: _judged(w.rules[rule], w))


def _judged(rule: Rule, w: Writer) -> Judged:
    grain = rule.grain
    cases = [case for case in rule.cases if case.limits]
    with asking() as ask:
        excluded = ask(lambda: each(lambda c: truth(c, grain, w), rule.excluded))
        whens = ask(lambda: each(lambda c: truth(c.when, grain, w) if c.when is not None else ALWAYS, cases))
        values = ask(lambda: each(lambda c: _read(c, grain, w), cases))
        amounts = ask(lambda: each(lambda c: _amount(c, grain, w), cases))
        relaxations = ask(lambda: each(lambda r: relaxation(r, grain, w), rule.relaxations))
    always = not excluded and not any(t.may_lack for t in whens) and exhaustive(cases, w)
    state = state_of(rule, cases, excluded, whens, always, w)
    tests = [f"{state} = {k}" for k in range(len(cases))]
    if always:
        tests[-1] = "TRUE"
    of = _value(rule, state, tests, values, always, w)
    limit = _limit(rule, tests, amounts, w)
    compared, printed = "", ""
    if of.root is not None:
        found = {case.limits[0].limit.sign for case in cases if case.limits[0].limit.kind == "compare"}
        amount = limit.number if limit is not None and len(found) == 1 else None
        sign = next(iter(found)) if amount is not None else None
        compared, printed = roots.settled(sign, of.root, amount, 100 if rule.percent else 1, grain, w)
    verdict, final, signs = _verdict(rule, cases, state, values, of, limit, relaxations, always, compared, w)
    settled = of.kind == "number" and not of.may_lack and limit is not None and not limit.may_lack and not relaxations
    sure = always and settled and len(signs) == len(cases)
    return Judged(rule, state, of, final, signs, verdict, decides(cases, state, whens, w), sure, printed)


def _read(case: Case, grain: str, w: Writer) -> Value:
    if case.limits[0].limit.kind == "one_of" or case.value is None:
        assert case.item is not None
        return item(case.item, grain, w)
    return value(case.value, grain, w)


def _amount(case: Case, grain: str, w: Writer) -> Value | None:
    limit = case.limits[0].limit
    return value(limit.amount, grain, w) if limit.amount is not None else None


# ── value and limit ──────────────────────────────────────────────
def _value(rule: Rule, state: str, tests: list[str], values: list[Value], always: bool, w: Writer) -> Value:
    """The value of the case that applies, as formulas of other rules see it."""
    none = "" if always else f"{state} IN ({EXCLUDED}, {NO_CASE})"
    numbered = list(zip(tests, values, strict=True))
    numbers = [(test, v) for test, v in numbered if v.number is not None]
    found = [(test, v) for test, v in numbered if v.root is not None]
    if found and numbers:
        raise Refused("roots and numbers")
    if found:
        return _root(rule, state, found, none, w)
    if not numbers:
        return Value(nothing(w), kind="word", may_lack=True, none=none)
    if len({(v.number, v.none, v.low, v.high) for _, v in numbers}) == 1 and len(numbers) == len(values):
        (_, only), *_ = numbers
        assert only.number is not None
        if always:
            return only
        kept = [
            replace(r, guards=(*r.guards, f"{state} >= 0")) if r else None for r in (only.number, only.low, only.high)
        ]
        none = f"({none} OR ({state} >= 0 AND {only.none}))" if only.none else f"({none})"
        return Value(kept[0], None, "", "number", True, none, kept[1], kept[2])
    return merged(numbers, f"{rule.id}.value", rule.grain, w, none, not always)


def _root(rule: Rule, state: str, found: list[tuple[str, Value]], none: str, w: Writer) -> Value:
    if len({v for _, v in found}) == 1:
        if not none:
            return found[0][1]
        found = [(f"{state} >= 0", found[0][1])]
    ends = [
        w.add(
            rule.grain,
            "CASE " + " ".join(f"WHEN {test} THEN {getattr(v.root, end)}" for test, v in found) + " END",
            f"{rule.id}.{end}",
        )
        for end in ("value", "off")
    ]
    nones = [none] * bool(none) + [f"({test} AND {v.none})" for test, v in found if v.none]
    lones = [f"({test} AND {v.lone})" for test, v in found if v.lone]
    sources = {v.root.source for _, v in found if v.root is not None}
    source = next(iter(sources)) if len(sources) == 1 else ""
    return Value(
        root=Root(ends[0], ends[1], source),
        kind="root",
        may_lack=True,
        none=f"({' OR '.join(nones)})" if nones else "",
        lone=f"({' OR '.join(lones)})" if lones else "",
    )


def _limit(rule: Rule, tests: list[str], amounts: list[Value | None], w: Writer) -> Value | None:
    """The limit of the case that applies."""
    known = [(test, a) for test, a in zip(tests, amounts, strict=True) if a is not None]
    if not known:
        return None
    if any(a.number is None for _, a in known):
        raise Refused("a limit that is a root")
    if len({a for _, a in known}) == 1:
        return known[0][1]
    return merged(known, f"{rule.id}.limit", rule.grain, w, "", known[-1][0] != "TRUE")


# ── verdict ──────────────────────────────────────────────────────
def _verdict(
    rule: Rule, cases: list[Case], state: str, values: list[Value], of: Value, limit: Value | None,
    relaxations: list[Relaxed], always: bool, compared_root: str, w: Writer,
) -> tuple[str, Ratio | None, dict[int, str]]:  # fmt: skip
    parts = (
        []
        if always
        else [
            f"WHEN {state} IN ({EXCLUDED}, {NO_CASE}) THEN {NOT_APPLICABLE}",
            f"WHEN {state} < {NO_CASE} THEN {UNDETERMINED}",
        ]
    )
    compared: dict[str, list[int]] = {}
    signs: dict[int, str] = {}
    for k, case in enumerate(cases):
        held, read = case.limits[0].limit, values[k]
        if held.kind == "compare":
            compared.setdefault(held.sign, []).append(k)
            signs[k] = held.sign
            continue
        lacking = f"WHEN {absent(read, w)} THEN {_excused(read)}" if read.may_lack else ""
        if held.kind == "one_of":
            met = among(read, held.values, w).text
            inner = f"CASE {lacking} WHEN {met} THEN {MET} ELSE {NOT_MET} END"
        else:
            verdict = NOT_APPLICABLE if held.kind == "none" else UNDETERMINED
            inner = f"CASE {lacking} ELSE {verdict} END" if lacking else str(verdict)
        parts.append(f"WHEN {state} = {k} THEN {inner}")
    final = limit.number if limit is not None else None
    for sign, ks in compared.items():
        if limit is None or limit.number is None:
            raise Refused("no limit")
        groups: dict[tuple[str, ...], list[int]] = {}
        for k in ks:
            own = cases[k].limits[0].limit
            fitting = [r for r in relaxations if (r[0].replaces.sign, r[0].replaces.amount) == (own.sign, own.amount)]
            groups.setdefault(tuple(r[0].id for r in fitting), []).append(k)
        for ids, members in groups.items():
            fitting = [r for r in relaxations if r[0].id in ids]
            inner, relaxed = _compared(rule, sign, of, limit, fitting, bool(relaxations), compared_root, w)
            test = f"{state} IN ({', '.join(map(str, members))})"
            parts.append(f"WHEN {test} THEN {inner}")
            if relaxed is not None and final is not None:
                applies, amount = relaxed
                final = w.held(
                    rule.grain, chosen(f"COALESCE({test} AND {applies}, FALSE)", amount, final, w), f"{rule.id}.final"
                )
    text = parts[0].partition(" THEN ")[2] if len(parts) == 1 and always else f"CASE {' '.join(parts)} END"
    return w.add(rule.grain, w.d.cast(text, w.d.small), rule.id), final, signs


def _excused(read: Value) -> str:
    return f"CASE WHEN {read.none} THEN {NOT_APPLICABLE} ELSE {UNDETERMINED} END" if read.none else str(UNDETERMINED)


def _compared(
    rule: Rule, sign: str, of: Value, limit: Value, fitting: list[Relaxed], any_relaxed: bool, settled: str, w: Writer
) -> tuple[str, tuple[str, Ratio] | None]:
    assert limit.number is not None
    if of.root is not None:
        holds = settled or roots.compare(sign, of.root, limit.number, rule.grain, w)
    elif of.number is not None:
        holds = compare_ratios(sign, of.number, limit.number, w.d)
    else:
        raise Refused("a limit on a word")
    holds = w.add(rule.grain, holds, f"{rule.id}.holds")
    missed, relaxed = str(NOT_MET), None
    if fitting:
        missed, relaxed = relax(rule, of, holds, fitting, w)
    parts = []
    if of.lone:
        known = f" AND NOT {absent(limit, w)}" if limit.may_lack else ""
        parts.append(f"WHEN {of.lone}{known} THEN {NOT_APPLICABLE}")
    if not (of.may_lack or limit.may_lack or of.lone):
        return f"CASE WHEN {holds} THEN {MET} ELSE {missed} END", relaxed
    parts += [f"WHEN {holds} THEN {MET}", f"WHEN NOT {holds} THEN {missed}"]
    certain = f"CASE WHEN {absent(of, w)} THEN CASE {{}} ELSE {UNDETERMINED} END ELSE {UNDETERMINED} END"
    inner = [f"WHEN {of.none} THEN {NOT_APPLICABLE}"] if of.none else []
    if of.number is not None and any((of.low, of.high)):
        sure = decided(sign, of, limit, w)
        inner.append(f"WHEN {sure} THEN {MET}")
        if not any_relaxed:
            inner.append(f"WHEN NOT ({sure}) THEN {NOT_MET}")
    tail = certain.format(" ".join(inner)) if inner else str(UNDETERMINED)
    return f"CASE {' '.join(parts)} ELSE {tail} END", relaxed


def reach(made: Judged, floor: Fraction, w: Writer) -> str:
    """Whether a value that misses its limit has at least that share of it; NULL if nobody can know."""
    of, limit = made.value, made.limit
    rising = [k for k, sign in made.signs.items() if sign in (">=", ">")]
    if of.number is None or limit is None or not rising:
        return "FALSE"
    share = multiply(limit, fixed(floor))
    enough = compare_ratios(">=", of.number, share, w.d)
    lacks = absent(of, w)
    open_ = "NULL"
    if of.high is not None:
        open_ = f"CASE WHEN {compare_ratios('<', of.high, share, w.d)} THEN FALSE END"
    parts = (
        []
        if len(rising) == len(made.signs)
        else [f"WHEN {made.state} NOT IN ({', '.join(map(str, rising))}) THEN FALSE"]
    )
    parts += [f"WHEN {lacks} THEN {open_}"] if of.may_lack else []
    return f"CASE {' '.join(parts)} ELSE {enough} END" if parts else enough
