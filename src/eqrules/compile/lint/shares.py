"""比值 · A share compared with 85, where 85% is meant: the one is a hundred times the other."""

from __future__ import annotations

from eqrules.compile import Compilation
from eqrules.compile.lint.walk import contents
from eqrules.diagnostics.fixes import change
from eqrules.diagnostics.report import Report
from eqrules.language.units import PURE
from eqrules.model.symbols import Indicator, Item, Symbol
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key
from eqrules.syntax.walk import nodes


def bare_shares(document: tree.Document, compilation: Compilation, report: Report) -> None:
    """EQ127: a bare number above 1 beside a quotient of like things, or beside what is printed in %."""
    assert compilation.ruleset
    named: dict[str, Symbol] = {}
    for symbol in compilation.ruleset.symbols.values():
        named |= {name_key(word): symbol for word in (symbol.names.code, symbol.names.zh, symbol.names.en) if word}
    for content in contents(document):
        for node in nodes(content):
            if isinstance(node, tree.Comparison) and _is_share(node.left, named):
                value = node.bound.value
                if isinstance(value, tree.Number) and not value.unit and value.value > 1:
                    fixes = [change(value.span, f"{value.span.text}%")]
                    report.warn("EQ127", node.span, text=value.span.text, name=node.left.span.text, fixes=fixes)


def _is_share(left: tree.Formula, named: dict[str, Symbol]) -> bool:
    match left:
        case tree.Name(text):
            symbol = named.get(name_key(text))
            return isinstance(symbol, Item | Indicator) and symbol.unit_word == "%"
        case tree.Binary("÷", tree.Name(above), tree.Name(below)):
            one, other = named.get(name_key(above)), named.get(name_key(below))
            if isinstance(one, Item) and isinstance(other, Item):
                return one.unit is not None and one.unit == other.unit != PURE
    return False
