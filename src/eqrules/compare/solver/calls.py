"""函数成项 · Ranks of a list and functions of values, as terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import z3

from eqrules.compare.solver.terms import Value, absences, both, chosen, compared, either, number, plus
from eqrules.plan import expressions as e

if TYPE_CHECKING:
    from eqrules.compare.solver.encode import Encoder


def ranked(encoder: Encoder, item: e.Item, order: Sequence[str]) -> Value:
    inner = encoder.item(item)
    rank = number(len(order))
    for at, word in enumerate(order):
        rank = z3.If(inner.over == encoder.symbols.code(encoder.word_item(item), word), number(at), rank)
    return Value(rank, none=inner.none, error=inner.error)


def called(encoder: Encoder, function: str, values: list[Value]) -> Value | None:
    """None: the function is not looked into."""
    gone = absences(*values)
    match function, values:
        case "years", [first, last] if encoder.single:
            return plus(last, first, -1)
        case (("ceiling" | "floor"), [value]):
            whole = encoder.symbols.fresh(whole=True)
            under, over = (Value(whole + d) for d in ((-1, 0) if function == "ceiling" else (0, 1)))
            signs = ("<", "<=") if function == "ceiling" else ("<=", "<")
            held = both(compared(signs[0], under, value), compared(signs[1], value, over))
            encoder.symbols.facts.append(either(value.absent, held))
            return Value(whole, **gone)
        case (("larger" | "smaller"), [left, right]):
            more = compared(">=" if function == "larger" else "<=", left, right)
            return chosen(more, Value(left.over, left.under, left.positive, **gone),
                          Value(right.over, right.under, right.positive, **gone))  # fmt: skip
    return None
