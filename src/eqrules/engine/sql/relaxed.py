"""放宽 · A value that misses its limit may meet one that a relaxation puts in its place."""

from __future__ import annotations

from eqrules.engine.sql import roots
from eqrules.engine.sql.arithmetic import absent
from eqrules.engine.sql.calls import chosen
from eqrules.engine.sql.ratio import Ratio, fixed
from eqrules.engine.sql.ratio import compare as compare_ratios
from eqrules.engine.sql.terms import Truth, Value
from eqrules.engine.sql.verdict_codes import MET, NOT_MET, UNDETERMINED
from eqrules.engine.sql.whole import Refused
from eqrules.engine.sql.writer import Writer, asking
from eqrules.plan.plan import Relaxation, Rule

Relaxed = tuple[Relaxation, Truth, Value]


def relaxation(one: Relaxation, grain: str, w: Writer) -> Relaxed:
    from eqrules.engine.sql.conditions import truth
    from eqrules.engine.sql.expressions import value

    amount = one.limit.amount
    if amount is None:
        raise Refused("a relaxation without an amount")
    with asking() as ask:
        holds = ask(lambda: truth(one.when, grain, w))
        read = ask(lambda: value(amount, grain, w))
    return one, holds, read


def relax(rule: Rule, of: Value, holds: str, fitting: list[Relaxed], w: Writer) -> tuple[str, tuple[str, Ratio]]:
    """The verdict of a value that misses its limit, where relaxations may put another in its place."""
    signs = {one.limit.sign for one, _, _ in fitting}
    if len(signs) > 1:
        raise Refused("relaxations of two kinds")
    (sign,) = signs
    best = ">" if (sign in (">=", ">")) == (rule.several == "strictest") else "<"
    applies, amount, conflict = "", fixed(0), []
    seen: list[tuple[str, Ratio]] = []
    for _, when, read in fitting:
        if read.number is None:
            raise Refused("a limit that is a root")
        if when.may_lack:
            w.irregular(rule.grain, f"(NOT {holds} AND {when.text} IS NULL)")
        if read.may_lack:
            w.irregular(rule.grain, f"(NOT {holds} AND {absent(read, w)})")
        own = f"COALESCE({when.text}, FALSE)" if when.may_lack else when.text
        conflict += [
            f"({before} AND {own} AND {compare_ratios('<>', other, read.number, w.d)})" for before, other in seen
        ]
        seen.append((own, read.number))
        if not applies:
            applies, amount = own, read.number
        else:
            better = f"({own} AND (NOT {applies} OR {compare_ratios(best, read.number, amount, w.d)}))"
            amount = w.held(rule.grain, chosen(better, read.number, amount, w), f"{rule.id}.relaxed")
            applies = f"({applies} OR {own})"
    if of.root is not None:
        met = roots.compare(sign, of.root, amount, rule.grain, w)
    else:
        assert of.number is not None
        met = compare_ratios(sign, of.number, amount, w.d)
    parts = [f"WHEN {' OR '.join(conflict)} THEN {UNDETERMINED}"] if conflict and rule.several == "error" else []
    text = f"CASE {' '.join(parts)} WHEN {applies} AND {met} THEN {MET} ELSE {NOT_MET} END"
    return text, (f"(NOT {holds} AND {applies})", amount)
