"""自相矛盾 · What a sound ruleset says that it cannot mean: rows that overlap, leave holes, are never reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor

from eqrules.compare.changed import nodes_in
from eqrules.compare.same import Form, conjuncts, form
from eqrules.compare.screen import Span, apart, numeric, possible, span_of
from eqrules.plan import expressions as e
from eqrules.plan.plan import Case, Limit, Plan, Rule


@dataclass(frozen=True, slots=True)
class Doubt:
    """`code`: of its page. `example`: an object that shows it, (item, value); what has no item goes by name."""

    code: str
    rule: str
    rows: tuple[int, ...]
    """Which of the rule's rows, from 0."""
    other: str = ""
    example: tuple[tuple[e.Expression | str, str], ...] = ()


def doubts(plan: Plan) -> list[Doubt]:
    """Everything doubtful in the rules of a plan, as far as it can be proved."""
    found: list[Doubt] = []
    for rule in plan.rules:
        found += [*_unreachable(rule, plan), *_overlaps(rule, plan), *_holes(rule, plan), *_never_met(rule, plan)]
    return [*found, *_contradictions(plan)]


# ── rows that both hold, or never do ─────────────────────────────
def _overlaps(rule: Rule, plan: Plan) -> Iterator[Doubt]:
    """Two rows that can hold at one object: then its verdict is 无法判定."""
    from_excluded = [e.Not(part=c) for c in rule.excluded]
    for at, one in enumerate(rule.cases):
        for before, other in enumerate(rule.cases[:at]):
            if apart(conjuncts(one.when), conjuncts(other.when)):
                continue
            example = _both(rule, (before, at), from_excluded, plan)
            if example is not None:
                yield Doubt("EQ322", rule.id, (before, at), example=example)


def _both(rule: Rule, rows: tuple[int, ...], also: list[e.Not], plan: Plan) -> tuple[tuple[str, str], ...] | None:
    """An object at which all these rows hold, from the solver; None if there is none, or nobody knows."""
    from eqrules.compare.solver.together import together

    whens = [c for at in rows for c in conjuncts(rule.cases[at].when)]
    return together(plan, rule.grain, [*whens, *also])


def _unreachable(rule: Rule, plan: Plan) -> Iterator[Doubt]:
    """A row that holds for no object at all."""
    for at, case in enumerate(rule.cases):
        conditions = conjuncts(case.when)
        if apart(conditions, ()) or (_entangled(conditions, rule, plan) and _nowhere(rule, at, plan)):
            yield Doubt("EQ324", rule.id, (at,))


def _entangled(conditions: tuple[e.Condition, ...], rule: Rule, plan: Plan) -> bool:
    """Whether several conditions speak of the same numbers: lists and readings were seen at first sight."""
    excepted = {item for condition in rule.excluded for item in _numbers(condition, plan)}
    seen: set[str] = set()
    for condition in conditions:
        own = _numbers(condition, plan)
        if own & (seen | excepted):
            return True
        seen |= own
    return False


def _numbers(condition: e.Condition, plan: Plan) -> set[str]:
    numbers = {i.id for i in plan.items if i.type in ("integer", "decimal")} | {d.id for d in plan.derived}
    return numbers & {node.item for node in nodes_in(condition) if isinstance(node, e.Item)}


def _nowhere(rule: Rule, at: int, plan: Plan) -> bool:
    from eqrules.compare.solver.together import never

    return never(plan, rule.grain, [*conjuncts(rule.cases[at].when), *(e.Not(part=c) for c in rule.excluded)])


# ── holes between rows ───────────────────────────────────────────
def _holes(rule: Rule, plan: Plan) -> Iterator[Doubt]:
    """Rows by size that leave sizes out in between: 1000以下 and 超过1200. What no row names at all is meant so."""
    groups: dict[tuple[Form, Form], list[tuple[int, Span, e.Compare]]] = {}
    for at, case in enumerate(rule.cases):
        for condition in conjuncts(case.when):
            span = numeric(condition)
            if span is not None and isinstance(condition, e.Compare):
                rest = form(tuple(sorted((form(c) for c in conjuncts(case.when) if numeric(c) is None), key=repr)))
                groups.setdefault((span[0], rest), []).append((at, _whole_span(case, span[0]), condition))
    for members in groups.values():
        ordered = sorted({at: (at, held, c) for at, held, c in members}.values(), key=lambda m: _low(m[1]))
        for (at, before, _), (after, above, condition) in pairwise(ordered):
            value = _between(before, above, _whole(condition.left, plan))
            if value is not None and not any(_within(value, other) for _, other, _ in ordered):
                yield Doubt("EQ323", rule.id, (at, after), example=((condition.left, _shown(value)),))


def _whole_span(case: Case, what: Form) -> Span:
    """All that a row says of one number."""
    whole = Span()
    for condition in conjuncts(case.when):
        span = numeric(condition)
        if span is not None and span[0] == what:
            whole = whole.both(span[1])
    return whole


def _low(span: Span) -> tuple[bool, Fraction]:
    return span.low is not None, span.low or Fraction(0)


def _between(before: Span, after: Span, whole: bool) -> Fraction | None:
    """A number after the one and before the other, a whole one where it has to be."""
    if before.high is None or after.low is None:
        return None
    if not whole:
        gap = before.high < after.low
        touching = before.high == after.low and not before.closed[1] and not after.closed[0]
        return (before.high + after.low) / 2 if gap else before.high if touching else None
    first = Fraction(floor(before.high) + (1 if before.closed[1] or before.high.denominator > 1 else 0))
    inside = first < after.low or (first == after.low and not after.closed[0])
    return first if inside else None


def _within(value: Fraction, span: Span) -> bool:
    return span.meets(Span(value, value))


def _whole(value: e.Expression, plan: Plan) -> bool:
    if not isinstance(value, e.Item):
        return isinstance(value, e.Aggregate) and value.function == "count"
    wholes = {i.id for i in plan.items if i.whole} | {d.id for d in plan.derived if d.whole}
    return value.item in wholes


def _shown(value: Fraction) -> str:
    from eqrules.language.numbers import plain_text

    return plain_text(value)


# ── limits that nobody can meet ──────────────────────────────────
def _never_met(rule: Rule, plan: Plan) -> Iterator[Doubt]:
    """A limit beyond the declared range, or a share above one whose parts cannot be."""
    for at, case in enumerate(rule.cases):
        limit = _plain(case)
        if limit is None or case.value is None:
            continue
        assert isinstance(limit.amount, e.Number)
        span, amount = span_of(case.value, plan), Fraction(limit.amount.value)
        if not possible(limit.sign, span, amount):
            end = span.high if limit.sign in (">=", ">") else span.low
            yield Doubt("EQ325", rule.id, (at,), example=((case.value, _shown((end or Fraction(0)) * _times(rule))),))


def _times(rule: Rule) -> int:
    return 100 if rule.percent else 1


def _plain(case: Case) -> Limit | None:
    """The one limit of a row that decides, if it is a plain number."""
    if not case.decides or len(case.limits) != 1:
        return None
    limit = case.limits[0].limit
    return limit if limit.kind == "compare" and isinstance(limit.amount, e.Number) else None


def _contradictions(plan: Plan) -> Iterator[Doubt]:
    """Two rules on the same value of the same objects that cannot both be met."""
    known: dict[Form, list[tuple[Rule, int, Span]]] = {}
    for rule in plan.rules:
        for at, case in enumerate(rule.cases):
            limit = _plain(case)
            if limit is None or case.value is None or limit.amount is None or rule.relaxations:
                continue
            compare = e.Compare(sign=limit.sign, left=case.value, right=limit.amount)
            span = numeric(compare)
            assert span is not None
            key = (rule.grain, form(case.value), form(case.when), form(rule.excluded))
            for other, row, theirs in known.get(key, ()):
                if other.id != rule.id and not theirs.meets(span[1]):
                    yield Doubt("EQ326", rule.id, (at, row), other.id, ((case.value, ""),))
            known.setdefault(key, []).append((rule, at, span[1]))
