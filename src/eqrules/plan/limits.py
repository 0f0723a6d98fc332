"""标准 · What a value must meet."""

from typing import Literal

from eqrules.plan.expressions import Expression, Node, Sign


class Limit(Node):
    """What a value must meet. `kind` "compare": sign and amount · "one_of": one of `values` · "none": report
    only · "unknown": there is a limit, and nobody knows it (未知)."""

    kind: Literal["compare", "one_of", "none", "unknown"]
    sign: Sign = ">="
    amount: Expression | None = None
    values: tuple[str, ...] = ()
    text: str = ""
    """As the ruleset writes it, 4.2以上."""
