"""变化 · What a comparison finds, as records: lines of change, judgements, counterexamples, impact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from eqrules.plan.expressions import Node
from eqrules.plan.plan import About, Plan

Aspect = Literal[
    "limit", "operator", "formula", "scope", "aggregation", "statistic", "rounding", "dates", "status",
    "determination", "relaxation", "name", "added", "retired",
    "force", "reading", "check", "data", "split", "merge",
]  # fmt: skip
"""The last six are for what is no part of one indicator's limit or formula."""
Kind = Literal[
    "ruleset",
    "rule",
    "group",
    "conclusion",
    "veto",
    "reading",
    "item",
    "derived",
    "check",
    "split",
    "merge",
    "grain",
    "target",
    "schedule",
]
Effect = Literal["equal", "stricter", "looser", "incomparable", "unproven"]
"""Of the new ruleset, as the old one sees it."""
Proof = Literal["", "same", "monotone", "solver", "composed", "witness"]
"""Nothing changed · by order of the limits · by the solver · from the parts · shown by counterexamples."""
Side = Literal["old", "new"]
Part = Node | tuple[Node, ...] | tuple[str, ...] | str | None
"""What stood there: limits, expressions, conditions, clauses, names, or a word; None where there was nothing."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One line. `where`: (part of the key, value), the objects it holds for; empty for all.

    `part`: "numerator" or "denominator" of a formula. `related`: codes that use the same data, for a rule
    that is new or gone.
    """

    kind: Kind
    rule: str
    aspect: Aspect
    old: Part
    new: Part
    about: About = field(default_factory=About)
    part: Literal["", "numerator", "denominator"] = ""
    where: tuple[tuple[str, str], ...] = ()
    basis: tuple[str, str] = ("", "")
    related: tuple[str, ...] = ()
    effect: Effect = "equal"


Assumed = Literal["", "checks", "determined"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How new compares with old for one rule, conclusion or the whole.

    "stricter": what passes new passes old, and not the other way round. `assumes` "checks": proved for data
    that keep the experience checks too; otherwise logical checks are enough. "determined": and that both can judge.
    """

    effect: Effect
    proof: Proof = ""
    assumes: Assumed = ""
    holds: Literal["", "both", "new in old", "old in new"] = ""
    """The theorem that is proved, whatever else is not: what passes new passes old, or the other way round."""
    passes: Literal["", "old", "new"] = ""
    """Unproven, and a counterexample goes one way: what passes only this side. The other way nobody knows."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Made-up data on which the two differ, as both were judged by the reference engine.

    `rule`: a rule, veto or conclusion. `key`: the object where they differ. `tables`: grain → rows (item →
    exact value), all that has to be handed in.
    """

    passes: Side
    fails: Side
    rule: str
    grain: str
    key: tuple[str, ...]
    verdicts: tuple[str, str]
    tables: Mapping[str, tuple[Row, ...]]
    values: tuple[Any, Any] = (None, None)


@dataclass(frozen=True, slots=True)
class Switch:
    """One object under one rule, with its verdict and value (as printed, in the rule's unit) under both."""

    rule: str
    grain: str
    key: tuple[str, ...]
    name: str
    old: str
    new: str
    values: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Reach:
    """One rule over all its objects.

    `turned`: (verdict under old, under new) → objects. `near`: objects whose verdict stays and whose value is
    within 1 % of the new limit; `nearest`: the first few of them, closest first.
    """

    rule: str
    grain: str
    objects: int
    turned: Mapping[tuple[str, str], int]
    near: int = 0
    nearest: tuple[Switch, ...] = ()


@dataclass(slots=True)
class Impact:
    """What the change does to the counties and schools of one submission. `cut`: switches counted and not listed."""

    files: tuple[str, ...] = ()
    engine: str = ""
    reaches: list[Reach] = field(default_factory=list)
    switches: list[Switch] = field(default_factory=list)
    counties: list[Switch] = field(default_factory=list)
    county_count: int = 0
    cut: int = 0


@dataclass(slots=True)
class Comparison:
    """Everything about two rulesets. `rules`: id → judgement, of rules, vetoes and conclusions that differ.

    `asked`: what the two were asked for by, to tell two files with one id apart.
    """

    old: Plan
    new: Plan
    hashes: tuple[str, str]
    days: tuple[date, date]
    changes: list[Change] = field(default_factory=list)
    rules: dict[str, Judgement] = field(default_factory=dict)
    overall: Judgement = field(default_factory=lambda: Judgement("equal", "same"))
    counterexamples: list[Counterexample] = field(default_factory=list)
    impact: Impact | None = None
    asked: tuple[str, str] = ("", "")
