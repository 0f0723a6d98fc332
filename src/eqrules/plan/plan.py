"""计划 · The evaluation plan of one ruleset with its layers: everything an engine needs, nothing else.

`About` and `Origin` are for people (names, papers, notes); they are not part of the plan's identity.
Dates are inclusive; "" means open. Limits, relaxations and the ruleset itself carry their dates, so one plan
serves every date; `plan.in_force(day)` keeps what holds on one day.
"""

from typing import Literal

from pydantic import ConfigDict, Field

from eqrules.plan.about import About as About
from eqrules.plan.about import Ancestor as Ancestor
from eqrules.plan.about import Interval as Interval
from eqrules.plan.about import Paper as Paper
from eqrules.plan.about import Retired as Retired
from eqrules.plan.about import Status as Status
from eqrules.plan.about import Touch as Touch
from eqrules.plan.expressions import Condition, Expression, Item, Node
from eqrules.plan.limits import Limit as Limit
from eqrules.plan.targets import Due as Due
from eqrules.plan.targets import Target as Target

ItemType = Literal["integer", "decimal", "text", "yes_no", "date", "year", "list"]


class Grain(Node):
    """A kind of object. `keys`: names of its key parts from the top (county, school, stage).

    `key_item` holds its own key; `parent` is the grain it belongs to, "" for the top.
    """

    id: str
    keys: tuple[str, ...]
    key_item: str
    parent: str = ""
    may_lack: bool = False
    """A county may hand in none of these: then there is nothing to judge, instead of nothing known."""
    about: About = Field(default_factory=About)


class ItemSpec(Node):
    """One data item that a submission hands in."""

    id: str
    grain: str
    type: ItemType
    unit: str = ""
    """The unit word as declared, 万元."""
    whole: bool = False
    """Counts of indivisible things: fractions are an error."""
    additive: bool = False
    """Amounts that two campuses can add up."""
    values: tuple[str, ...] = ()
    """The closed list, in rank order when `ranked`."""
    values_en: tuple[str, ...] = ()
    ranked: bool = False
    minimum: str = ""
    maximum: str = ""
    may_be_none: bool = False
    """`/` (无此项, 不适用) is a proper answer."""
    judged: str = ""
    """The indicator or veto that a person judges with this item, "" for ordinary items."""
    about: About = Field(default_factory=About)


class Variant(Node):
    """One way to compute a derived item: the first whose `when` holds; relaxations stand before the rule."""

    when: Condition | None = None
    value: Expression | None = None
    holds: Condition | None = None
    """For yes/no items, the condition instead of a value."""
    relaxation: str = ""
    interval: Interval = Field(default_factory=Interval)


class Derived(Node):
    id: str
    grain: str
    type: Literal["integer", "decimal", "yes_no"] = "decimal"
    unit: str = ""
    whole: bool = False
    variants: tuple[Variant, ...]
    about: About = Field(default_factory=About)


class Relaxation(Node):
    """A limit that replaces another when its condition holds within its dates."""

    id: str
    when: Condition
    replaces: Limit
    """The old limit: only objects whose limit it is are reached."""
    limit: Limit
    interval: Interval = Field(default_factory=Interval)
    about: About = Field(default_factory=About)


class DatedLimit(Node):
    limit: Limit
    interval: Interval = Field(default_factory=Interval)


class Case(Node):
    """One row of an indicator for one part of the objects: `when` holds for them (None: for all)."""

    when: Condition | None = None
    value: Expression | None = None
    item: Item | None = None
    """For limits on words and marks, the item that is looked at instead of a computed value."""
    limits: tuple[DatedLimit, ...]
    """Exactly one covers any day that the ruleset covers."""
    decides: bool = True
    """False for 原则上 and 参考: reported, and never decides."""
    about: About = Field(default_factory=About)


class Rule(Node):
    """An indicator. `excluded`: objects for which any of these holds are 不适用."""

    id: str
    grain: str
    group: str
    determination: Literal["computed", "reported", "judged", "national"] = "computed"
    unit: str = ""
    whole: bool = False
    percent: bool = False
    digits: int = 2
    excluded: tuple[Condition, ...] = ()
    cases: tuple[Case, ...]
    relaxations: tuple[Relaxation, ...] = ()
    several: Literal["error", "widest", "strictest"] = "error"
    about: About = Field(default_factory=About)


class Group(Node):
    """A chapter of indicators; met when every deciding indicator in it is."""

    id: str
    rules: tuple[str, ...]
    about: About = Field(default_factory=About)


class Veto(Node):
    """`when` None: judged by a person through `item`."""

    id: str
    grain: str
    item: str = ""
    when: Condition | None = None
    interval: Interval = Field(default_factory=Interval)
    about: About = Field(default_factory=About)


class Clause(Node):
    """One part of a conclusion.

    "all": every named thing is met · "at_least": at least `count` of the rules are met and the rest reach
    `floor` × their limit (if given) · "at_most_not": at most `count` are not met · "no_veto".
    `names` are ids of rules, groups or conclusions.
    """

    kind: Literal["all", "at_least", "at_most_not", "no_veto"]
    names: tuple[str, ...] = ()
    count: int = 0
    floor: str = ""


class Conclusion(Node):
    id: str
    grain: str
    clauses: tuple[Clause, ...]
    final: bool = False
    about: About = Field(default_factory=About)


class Check(Node):
    """A relation that handed-in data must keep. "logical" blocks the items named; "experience" warns."""

    id: str
    grain: str
    level: Literal["logical", "experience"]
    holds: Condition
    items: tuple[str, ...]
    about: About = Field(default_factory=About)


class Reading(Node):
    """A named choice where the text leaves something open."""

    id: str
    default: str
    options: tuple[str, ...]
    about: About = Field(default_factory=About)


class SplitRow(Node):
    """Weights of one school type; a stage that is not listed does not exist in that type."""

    types: tuple[str, ...]
    stages: tuple[tuple[str, str], ...]
    """(stage value, weight) for the sections of the submission."""
    school_items: tuple[tuple[str, str], ...] = ()
    """(school item that counts other pupils, weight): senior pupils, who get a share too."""


class Split(Node):
    """How items of a school are shared among its sections: weight × pupils (拆分)."""

    school_grain: str
    section_grain: str
    type_item: str
    by: str
    items: tuple[str, ...]
    rows: tuple[SplitRow, ...]
    must_have: Condition | None = None
    """Schools that must hand in every stage their type has."""


class Merge(Node):
    """Campuses that are counted with their main school (归并)."""

    grain: str
    when: Condition
    into: str


class Plan(Node):
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    schema_: Literal["eqrules/plan/1"] = Field(default="eqrules/plan/1", alias="schema")
    id: str
    layers: tuple[str, ...] = ()
    lineage: tuple[Ancestor, ...] = ()
    """What it inherits, the oldest first; for people, the plan is complete without them."""
    about: About = Field(default_factory=About)
    paper: Paper = Field(default_factory=Paper)
    interval: Interval = Field(default_factory=Interval)
    rounding: Literal["half_up", "half_even"] = "half_up"
    grains: tuple[Grain, ...]
    items: tuple[ItemSpec, ...]
    derived: tuple[Derived, ...] = ()
    readings: tuple[Reading, ...] = ()
    split: Split | None = None
    merge: Merge | None = None
    checks: tuple[Check, ...] = ()
    groups: tuple[Group, ...] = ()
    rules: tuple[Rule, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    targets: tuple[Target, ...] = ()
    schedule: tuple[Due, ...] = ()
    retired: tuple[Retired, ...] = ()
    """For people: what is waived, and by whom."""
    notes: tuple[str, ...] = ()

    @property
    def top(self) -> Grain:
        """The grain that belongs to no other: the county."""
        return next(grain for grain in self.grains if not grain.parent)
