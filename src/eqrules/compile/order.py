"""次序 · No definition may need itself: circles among derived items and indicators are errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eqrules.diagnostics.report import Report
from eqrules.model.ruleset import Ruleset
from eqrules.plan import expressions as run
from eqrules.plan.plan import Derived, Rule


def refuse_circles(derived: Mapping[str, Derived], rules: Mapping[str, Rule], ruleset: Ruleset, report: Report) -> None:
    """Report each circle once, at the definition that closes it (EQ316)."""
    needs = {name: sorted(set(_names(node)) & {*derived, *rules} - ({name} & set(rules)))
             for name, node in (*derived.items(), *rules.items())}  # fmt: skip
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            circle = path[path.index(name) :]
            shown = " → ".join(ruleset.symbols[n].names.shown for n in (*circle, name))
            report.error("EQ316", ruleset.symbols[name].span, names=shown)
            done.update(circle)
        elif name not in done:
            for other in needs[name]:
                visit(other, (*path, name))
            done.add(name)

    for name in needs:
        visit(name, ())


def _names(node: object) -> Iterator[str]:
    match node:
        case run.Item(item=item):
            yield item
        case run.Result(rule=rule) | run.HasVerdict(rule=rule):
            yield rule
        case run.Node():
            for field in type(node).model_fields:
                yield from _names(getattr(node, field))
        case tuple():
            for part in node:
                yield from _names(part)
