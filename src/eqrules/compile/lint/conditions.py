"""永不成立 · Conditions that contradict themselves, where a look at the words is enough."""

from __future__ import annotations

from fractions import Fraction

from eqrules.compile.lint.walk import contents
from eqrules.diagnostics.report import Report
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.walk import nodes


def never_true(document: tree.Document, report: Report) -> None:
    """EQ337: 学段为小学且学段为初中; 在校生数超过100且在校生数不足50."""
    rows = {id(cell.content) for section in document.sections if section.token == "INDICATORS"
            for row in section.rows for cell in row.cells if cell.column.token == "APPLIES"}  # fmt: skip
    for content in contents(document):
        for node in nodes(content) if id(content) not in rows else ():  # those rows are looked at with a proof
            if isinstance(node, tree.Junction) and node.word == "and" and _contradicts(node):
                report.warn("EQ337", node.span, text=node.span.text)


def _contradicts(junction: tree.Junction) -> bool:
    words: dict[str, set[str]] = {}
    spans: dict[str, tuple[Fraction | None, bool, Fraction | None, bool]] = {}
    for part in junction.parts:
        match part:
            case tree.Among(left, values, False):
                key, said = name_key(left.span.text), {name_key(value.span.text) for value in values}
                words[key] = words[key] & said if key in words else said
                if not words[key]:
                    return True
            case tree.Comparison(left, tree.Bound(sign, _, tree.Number(value, unit))):
                key = f"{name_key(left.span.text)} {unit}"
                low, open_low, high, open_high = spans.get(key, (None, False, None, False))
                if sign in (">", ">=", "=") and (low is None or value > low or (value == low and sign == ">")):
                    low, open_low = value, sign == ">"
                if sign in ("<", "<=", "=") and (high is None or value < high or (value == high and sign == "<")):
                    high, open_high = value, sign == "<"
                spans[key] = low, open_low, high, open_high
                if low is not None and high is not None and (low > high or (low == high and (open_low or open_high))):
                    return True
    return False
