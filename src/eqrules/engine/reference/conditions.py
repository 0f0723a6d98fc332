"""判条件 · Conditions as functions of one object: true, false, or unknown with the cells that would tell."""

from __future__ import annotations

from typing import Any, assert_never

from eqrules.data.submission import Absent, State
from eqrules.engine.reference.absence import Lone, join
from eqrules.engine.reference.bounds import decided
from eqrules.engine.reference.values import item_reader, reader
from eqrules.engine.reference.world import Reader, World
from eqrules.language.comparisons import TESTS, Sign
from eqrules.language.numbers import Roots
from eqrules.language.verdicts import Verdict
from eqrules.plan import expressions as run


def test(condition: run.Condition, grain: str, world: World) -> Reader:
    """Whether the condition holds at objects of `grain`: True, False or `Absent` (unknown)."""
    match condition:
        case run.Compare(sign=sign, left=left, right=right):
            return _compare(sign, reader(left, grain, world), reader(right, grain, world))
        case run.Among(item=item, values=values):
            return _among(item_reader(item, grain, world), frozenset(values))
        case run.ReadingIs(reading=name, values=values):
            holds = world.readings[name] in values
            return lambda _: holds
        case run.HasVerdict(rule=rule, met=met):
            return _has_verdict(rule, met, grain, world)
        case run.All(parts=parts):
            return _kleene([test(part, grain, world) for part in parts], decisive=False)
        case run.Any(parts=parts):
            return _kleene([test(part, grain, world) for part in parts], decisive=True)
        case run.Not(part=part):
            inner = test(part, grain, world)
            return lambda i: v if type(v := inner(i)) is Absent else not v
        case _:
            assert_never(condition)


def compare(sign: Sign, left: Any, right: Any) -> bool:
    """An exact comparison; roots are compared by squares, never taken."""
    if isinstance(left, Roots):
        return TESTS[sign](left.compare(right), 0)
    return TESTS[sign](left, right)


def _compare(sign: Sign, left: Reader, right: Reader) -> Reader:
    def holds(i: int) -> Any:
        a, b = left(i), right(i)
        if type(a) is Absent or type(b) is Absent:
            certain = decided(sign, a, b)
            return join(p for p in (a, b) if type(p) is Absent) if certain is None else certain
        return compare(sign, a.value if isinstance(a, Lone) else a, b)

    return holds


def _among(read: Reader, words: frozenset[str]) -> Reader:
    def holds(i: int) -> Any:
        value = read(i)
        if type(value) is Absent:
            return value
        if isinstance(value, bool):
            return ("是" if value else "否") in words
        return value in words

    return holds


def _has_verdict(rule: str, met: bool, grain: str, world: World) -> Reader:
    outcomes = world.outcomes(rule)
    own = world.rules[rule].grain
    up = world.objects.up(grain, own) if own != grain else range(len(outcomes))
    wanted = Verdict.MET if met else Verdict.NOT_MET

    def holds(i: int) -> Any:
        if up[i] < 0:
            return Absent(State.BLANK)
        outcome = outcomes[up[i]]
        if outcome.verdict is Verdict.UNDETERMINED:
            return Absent(State.BLANK, outcome.missing)
        return outcome.verdict is wanted

    return holds


def _kleene(parts: list[Reader], decisive: bool) -> Reader:
    """And (`decisive` False) or or (True): one decisive part settles it, whatever is unknown."""

    def holds(i: int) -> Any:
        unknown: list[Absent] = []
        for part in parts:
            value = part(i)
            if type(value) is Absent:
                unknown.append(value)
            elif value is decisive:
                return decisive
        return join(unknown) if unknown else not decisive

    return holds
