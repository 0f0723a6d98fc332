"""差多远 · How near a county of a batch is to the standard, counted from its verdict tables whoever made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from eqrules.language.numbers import parse
from eqrules.plan import expressions as e
from eqrules.plan.plan import Case, Grain, Plan, Rule

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(slots=True)
class Standing:
    """Counts of outcomes that decide: an indicator at an object. `unmet`: indicator → objects that miss it.

    `worst`: the least share of its limit that a missed value reaches, in thousandths rounded down (an outcome that
    falls short never says 1000), and its indicator; -1 where no missed limit is a plain number.
    """

    met: int = 0
    not_met: int = 0
    undetermined: int = 0
    unmet: dict[str, int] = field(default_factory=dict)
    worst: int = -1
    worst_rule: str = ""


def standing(plan: Plan, own: Mapping[str, pa.Table]) -> dict[str, Any]:
    """Of one county; `plan` as in force, `own`: grain → its rows."""
    grains = {grain.id: grain for grain in plan.grains}
    made = Standing()
    for rule in plan.rules:
        if rule.grain not in own or not any(case.decides for case in rule.cases):
            continue
        words = own[rule.grain][rule.id].to_pylist()
        made.met += words.count("met")
        made.undetermined += words.count("undetermined")
        if missed := words.count("not_met"):
            made.not_met += missed
            made.unmet[rule.id] = missed
            for reached in _reached(rule, grains[rule.grain], own[rule.grain], words):
                if made.worst < 0 or reached < made.worst:
                    made.worst, made.worst_rule = reached, rule.id
    return asdict(made)


def _reached(rule: Rule, grain: Grain, table: pa.Table, words: list[str]) -> Iterator[int]:
    """Value ÷ limit, or limit ÷ value where less is better, of every missed outcome whose limit is plain."""
    values = table[f"{rule.id}.value"].to_pylist()
    keys = {part: table[part].to_pylist() for part in grain.keys}
    for at, word in enumerate(words):
        if word == "not_met" and values[at] is not None:
            limit = _limit(rule, {part: column[at] for part, column in keys.items()})
            value = Fraction(values[at])
            if limit is not None:
                sign, amount = limit
                over, under = (value, amount) if sign in (">=", ">") else (amount, value)
                if under > 0 and over >= 0:
                    yield min(999, int(over * 1000 / under))


def _limit(rule: Rule, key: Mapping[str, str]) -> tuple[str, Fraction] | None:
    """Sign and amount in the unit that tables show, where the key alone tells which limit it is."""
    for case in rule.cases:
        fits = _fits(case, key)
        if fits is None:
            return None
        if fits:
            (dated, *others) = case.limits
            limit = dated.limit
            plain = not others and limit.kind == "compare" and isinstance(limit.amount, e.Number)
            if not plain or not case.decides or limit.sign not in (">=", ">", "<=", "<"):
                return None
            assert isinstance(limit.amount, e.Number)
            return limit.sign, Fraction(parse(limit.amount.value)) * (100 if rule.percent else 1)
    return None


def _fits(case: Case, key: Mapping[str, str]) -> bool | None:
    """None where more than the key decides it."""
    match case.when:
        case None:
            return True
        case e.Among(item=e.Item(item=item, via="key"), values=values) if item in key:
            return key[item] in values
        case _:
            return None
