"""次序 · No definition may need itself: circles among derived items and indicators are errors."""

from __future__ import annotations

from collections.abc import Mapping

from eqrules.compile.formulas import Scope
from eqrules.plan.plan import Derived, Rule


def refuse_circles(derived: Mapping[str, Derived], rules: Mapping[str, Rule], scope: Scope) -> None:
    """Report each circle once, at the definition that closes it (EQ316)."""
    symbols, needs_of = scope.vocabulary.ruleset.symbols, scope.memory.needs_of
    needs = {
        name: sorted({n for n in needs_of(node) if n in derived or n in rules} - judged_by(name, rules))
        for name, node in (*derived.items(), *rules.items())
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = path[path.index(name) :]
            shown = " → ".join(symbols[n].names.shown for n in (*circle, name))
            scope.report.error("EQ316", symbols[name].span, names=shown)
            done.update(circle)
        elif name not in done:
            for other in needs[name]:
                visit(other, (*path, name))
            done.add(name)

    for name in needs:
        visit(name, ())


def judged_by(name: str, rules: Mapping[str, Rule]) -> set[str]:
    """A judged indicator looks at the data item of its own code: no circle."""
    return {name} if name in rules and rules[name].determination == "judged" else set()
