"""差异系数的底数 · The figures under a coefficient of variation, school by school, as far as formulas can go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from eqrules.engine.contract import Key, Outcome
from eqrules.language.numbers import Exact, Roots, parse, plain_text
from eqrules.plan import expressions as e
from eqrules.plan.plan import Rule
from eqrules.report import figures
from eqrules.report.county import County, dispersion
from eqrules.report.explain_cv import Spread, spread
from eqrules.report.explain_figures import Writer


@dataclass(frozen=True, slots=True)
class Resource:
    """What a school has: `value`, and how it was shared where it is a share; the ratio is value ÷ n × factor."""

    value: Exact
    factor: Exact
    name: str
    shared: str = ""
    """`9000*1*900/(1*900+1.1*450)`."""


@dataclass(frozen=True, slots=True)
class Working:
    """One coefficient at one stage. `spread` is None while a figure is missing; then `lacking` says whose."""

    rule: Rule
    of: e.Aggregate
    outcome: Outcome
    members: tuple[Key, ...]
    spread: Spread | None
    resources: tuple[Resource, ...] = ()
    """One for each school, or none where the value is no quotient by the weight."""
    lacking: tuple[Key, ...] = ()

    @property
    def correction(self) -> Fraction:
        """n ÷ (n − 1) for the sample form, else 1."""
        size = len(self.members)
        return Fraction(size, size - 1) if self.of.weighting == "sample" and size > 1 else Fraction(1)


def workings(county: County, writer: Writer) -> list[Working]:
    """Every coefficient of a county, in the order of the ruleset, the stages of one beside each other."""
    known = county.worked.setdefault(("coefficients", writer.lang), [])
    if not known:
        known.extend(_workings(county, writer))
    return list(known)


def _workings(county: County, writer: Writer) -> Iterator[Working]:
    for rule in county.dispersions:
        if dispersion(rule) is not None:
            for outcome in county.outcomes[rule.id]:
                case = outcome.case
                of = case.value if case is not None and isinstance(case.value, e.Aggregate) else dispersion(rule)
                assert of is not None
                yield _working(writer, rule, of, outcome)


def _working(writer: Writer, rule: Rule, of: e.Aggregate, outcome: Outcome) -> Working:
    members = tuple(writer.workings.members(of, outcome.grain, outcome.key) or ())
    found = spread(writer, of, outcome)
    if found is None:
        return Working(rule, of, outcome, members, None, (), tuple(k for k in members if not _known(writer, of, k)))
    made = [_resource(writer, of, key, x, n) for key, x, n in zip(found.keys, found.values, found.weights, strict=True)]
    resources = tuple(one for one in made if one is not None)
    factors = {one.factor for one in resources}
    whole = len(resources) == len(found.keys) and len(factors) == 1
    return Working(rule, of, outcome, members, found, resources if whole else ())


def _known(writer: Writer, of: e.Aggregate, key: Key) -> bool:
    parts = [part for part in (of.of, of.by) if part is not None]
    return all(figures.as_number(writer.workings.value(part, of.grain, key)) is not None for part in parts)


def _resource(writer: Writer, of: e.Aggregate, key: Key, x: Exact, n: Exact) -> Resource | None:
    """The numerator, if the value is numerator ÷ weight × factor and comes out exactly."""
    value: e.Expression | None = of.of
    if isinstance(value, e.Result):
        outcome = writer.objects.outcome(value.rule, key)
        value = outcome.case.value if outcome is not None and outcome.case is not None else None
    parts = None if value is None or of.by is None else _quotient(value, of.by)
    if parts is None:
        return None
    top, factor = parts
    amount = figures.as_number(writer.workings.value(top, of.grain, key))
    if amount is None or isinstance(amount, Roots) or not n or Fraction(amount) / n * factor != x:
        return None
    name = writer.formula.value(top).removesuffix("（本学段份额）")
    return Resource(amount, factor, name, _shared(writer, top, of.grain, key))


def _quotient(value: e.Expression, by: e.Expression) -> tuple[e.Expression, Exact] | None:
    """(top, factor) of `top ÷ by × factor`, however it is written."""
    match value:
        case e.Binary(operator="/", left=e.Binary(operator="*", left=top, right=e.Number(value=k)), right=below):
            return (top, parse(k)) if below == by else None
        case e.Binary(operator="*", left=e.Binary(operator="/", left=top, right=below), right=e.Number(value=k)):
            return (top, parse(k)) if below == by else None
        case e.Binary(operator="/", left=top, right=below):
            return (top, Fraction(1)) if below == by else None
        case _:
            return None


def _shared(writer: Writer, top: e.Expression, grain: str, key: Key) -> str:
    """How the school's whole was shared among its stages, as a formula."""
    if not isinstance(top, e.Item) or top.via != "share":
        return ""
    share = writer.workings.share(top.item, grain, key)
    if share is None or len(share.parts) < 2:
        return ""
    claims = [f"{plain_text(p.weight, 12)}*{plain_text(p.pupils, 12)}" for p in share.parts]
    return f"{plain_text(share.whole, 12)}*{claims[share.own]}/({'+'.join(claims)})"
