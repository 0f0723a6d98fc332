"""算式 · What is computed, as data: values and conditions."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Sign = Literal[">=", "<=", ">", "<", "="]


class Node(BaseModel):
    """Frozen, and nothing unknown gets in."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Number(Node):
    """An exact literal, `"21/5"` or `"42"`."""

    kind: Literal["number"] = "number"
    value: str


class Item(Node):
    """The value of a data item or derived item at this object.

    `via`: "own" (same grain) · "lookup" (of the object this one belongs to) · "share" (this section's part
    of a split item of its school) · "key" (part of the object's own key: 学段).
    """

    kind: Literal["item"] = "item"
    item: str
    via: Literal["own", "lookup", "share", "key"] = "own"


class Result(Node):
    """The value of an indicator at this object, or at the one it belongs to."""

    kind: Literal["result"] = "result"
    rule: str


class Rank(Node):
    """The place of an item's value in its ranked list, from 0."""

    kind: Literal["rank"] = "rank"
    of: Item
    order: tuple[str, ...]


class Binary(Node):
    kind: Literal["binary"] = "binary"
    operator: Literal["+", "-", "*", "/"]
    left: "Expression"
    right: "Expression"


class Call(Node):
    """A builtin on values of the same object."""

    kind: Literal["call"] = "call"
    function: str
    arguments: tuple["Expression", ...]


class Aggregate(Node):
    """A builtin over the objects of `grain` below this one, where `where` holds.

    `of` and `by` (the weight) are computed at `grain`; `of` is None for counts.
    """

    kind: Literal["aggregate"] = "aggregate"
    function: str
    grain: str
    of: "Expression | None" = None
    where: "Condition | None" = None
    weighting: Literal["none", "weighted", "unweighted", "sample"] = "none"
    by: "Expression | None" = None


class Several(Node):
    """A builtin over several values of the same object: the mean of B1 to B7."""

    kind: Literal["several"] = "several"
    function: str
    values: tuple["Expression", ...]


class Compare(Node):
    kind: Literal["compare"] = "compare"
    sign: Sign
    left: "Expression"
    right: "Expression"


class Among(Node):
    """The item's value is one of these words."""

    kind: Literal["among"] = "among"
    item: Item
    values: tuple[str, ...]


class ReadingIs(Node):
    """The reading (口径) in force is one of these."""

    kind: Literal["reading_is"] = "reading_is"
    reading: str
    values: tuple[str, ...]


class HasVerdict(Node):
    kind: Literal["has_verdict"] = "has_verdict"
    rule: str
    met: bool


class All(Node):
    kind: Literal["all"] = "all"
    parts: tuple["Condition", ...]


class Any(Node):
    kind: Literal["any"] = "any"
    parts: tuple["Condition", ...]


class Not(Node):
    kind: Literal["not"] = "not"
    part: "Condition"


Expression = Annotated[Number | Item | Result | Rank | Binary | Call | Aggregate | Several, Field(discriminator="kind")]
Condition = Annotated[Compare | Among | ReadingIs | HasVerdict | All | Any | Not, Field(discriminator="kind")]
