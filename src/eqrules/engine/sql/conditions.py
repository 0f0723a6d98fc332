"""判条件 · Conditions as three-valued SQL: true, false, or NULL where what is known does not decide."""

from __future__ import annotations

from typing import assert_never

from eqrules.engine.sql import roots
from eqrules.engine.sql.arithmetic import bound
from eqrules.engine.sql.expressions import value
from eqrules.engine.sql.items import item
from eqrules.engine.sql.ratio import Ratio
from eqrules.engine.sql.ratio import compare as compare_ratios
from eqrules.engine.sql.terms import ALWAYS, NEVER, Truth, Value, any_of, both, opposite
from eqrules.engine.sql.verdict_codes import MET, NOT_MET, UNDETERMINED
from eqrules.engine.sql.whole import Refused
from eqrules.engine.sql.writer import Writer, each
from eqrules.plan import expressions as run


def truth(condition: run.Condition, grain: str, w: Writer) -> Truth:
    match condition:
        case run.Compare(sign=sign, left=left, right=right):
            a, b = each(lambda part: value(part, grain, w), (left, right))
            return comparison(sign, a, b, grain, w)
        case run.Among(item=of, values=values):
            return among(item(of, grain, w), values, w)
        case run.ReadingIs(reading=name, values=values):
            return ALWAYS if w.readings[name] in values else NEVER
        case run.HasVerdict(rule=rule, met=met):
            from eqrules.engine.sql.judge import judged

            verdict = w.looked_up(judged(rule, w).verdict, w.rules[rule].grain, grain)
            return Truth(f"(NULLIF({verdict}, {UNDETERMINED}) = {MET if met else NOT_MET})", True)
        case run.All(parts=parts):
            return both(*each(lambda p: truth(p, grain, w), parts))
        case run.Any(parts=parts):
            return any_of(*each(lambda p: truth(p, grain, w), parts))
        case run.Not(part=part):
            return opposite(truth(part, grain, w))
        case _:
            assert_never(condition)


def among(of: Value, values: tuple[str, ...], w: Writer) -> Truth:
    """The word is one of these; 是 and 否 for marks."""
    if of.kind == "flag":
        wanted = {"是", "否"} & set(values)
        if len(wanted) == 2:
            text = f"({of.word} IS NOT NULL OR NULL)"
        elif wanted:
            text = of.word if "是" in wanted else f"(NOT {of.word})"
        else:
            text = f"({of.word} AND NOT {of.word})"
        return Truth(text, of.may_lack, bool(of.none))
    if of.kind != "text":
        raise Refused("among")
    if len(values) == 1:
        return Truth(f"({of.word} = {w.d.word(values[0])})", of.may_lack, bool(of.none))
    return Truth(f"({of.word} IN ({', '.join(map(w.d.word, values))}))", of.may_lack, bool(of.none))


def comparison(sign: str, a: Value, b: Value, grain: str, w: Writer) -> Truth:
    """By the values; where one is absent, by what is certain of it."""
    may_lack, none = a.may_lack or b.may_lack, bool(a.none or b.none)
    if a.root is not None and b.number is not None:
        return Truth(roots.compare(sign, a.root, b.number, grain, w), True, none)
    if a.number is None or b.number is None:
        raise Refused("a comparison of roots")
    text = compare_ratios(sign, a.number, b.number, w.d)
    if not any((a.low, a.high, b.low, b.high)):
        return Truth(text, may_lack, none)
    return Truth(w.add(grain, f"COALESCE({text}, {decided(sign, a, b, w)})", "certain"), may_lack, none)


def decided(sign: str, a: Value, b: Value, w: Writer) -> str:
    """Whether the comparison is certain to hold or to fail, as engine/reference/bounds.py `decided`."""
    al, ah, bl, bh = (bound(part, end, w) for part in (a, b) for end in ("low", "high"))
    if sign in ("<", "<="):
        al, ah, bl, bh, sign = bl, bh, al, ah, sign.replace("<", ">")
    if sign == "=":
        surely, not_ = [], [_sure("<", ah, bl, w), _sure(">", al, bh, w)]
    else:
        strict = sign == ">"
        surely = [_sure(">" if strict else ">=", al, bh, w)]
        not_ = [_sure("<=" if strict else "<", ah, bl, w)]
    cases = [f"WHEN {t} THEN TRUE" for t in surely if t] + [f"WHEN {t} THEN FALSE" for t in not_ if t]
    return f"CASE {' '.join(cases)} END" if cases else "NULL"


def _sure(sign: str, a: Ratio | None, b: Ratio | None, w: Writer) -> str:
    return compare_ratios(sign, a, b, w.d) if a is not None and b is not None else ""
