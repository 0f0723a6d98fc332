"""改范围 · Whom a rule reaches: the condition of its objects (对象范围), and who is left out (除外)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eqrules.compile.amend.limits import about_of, refuse_old
from eqrules.compile.amendments import Change
from eqrules.compile.conditions import elaborate_condition
from eqrules.compile.effects import of_scopes
from eqrules.compile.formulas import Scope
from eqrules.compile.parts import Parts
from eqrules.diagnostics.report import Report
from eqrules.language.effects import Effect
from eqrules.model.symbols import Grain, Indicator
from eqrules.plan import expressions as run
from eqrules.plan.plan import Case, Rule
from eqrules.syntax import tree
from eqrules.syntax.characters import FOLD

_CONDITIONS = run.Compare | run.Among | run.ReadingIs | run.HasVerdict | run.All | run.Any | run.Not


def amend_scope(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """The old condition replaced wherever the rule has it: in 适用, and in the filters of its formulas."""
    rule, effects, found = parts.rules[change.code], set[Effect](), False
    symbol = scope.vocabulary.ruleset.symbols[change.code]
    assert isinstance(symbol, Indicator)
    made = rule
    for old, new in _pairs(change, symbol.grain, scope):
        if old is None:
            continue
        if _swapped(made, old, None) != made.cases:
            found = True
            effects.add(of_scopes(old, new))
            made = made.model_copy(update={"cases": _swapped(made, old, new)})
    if not found:
        known = [text for text in parts.scopes.get(rule.id, ()) if text]
        within_formula = [text for text in parts.formulas.get(rule.id, ()) if ":" in text.translate(FOLD)]
        refuse_old(change, known, parts, scope, "、".join(dict.fromkeys([*known, *within_formula])) or "全部")
        return None
    if change.action == "RESTATE":
        return "equal"
    told = tuple(c.model_copy(update={"about": about_of(c.about, change)}) for c in made.cases)
    parts.rules[rule.id] = made.model_copy(update={"cases": told})
    return effects.pop() if len(effects) == 1 else "undecided"


def _swapped(rule: Rule, old: run.Condition, new: run.Condition | None) -> tuple[Case, ...]:
    swap = _Swap(old, new)
    return tuple(c.model_copy(update={"when": swap.condition(c.when), "value": swap.node(c.value)}) for c in rule.cases)


def _pairs(change: Change, grain: Grain, scope: Scope) -> Iterator[tuple[run.Condition | None, run.Condition | None]]:
    """Both conditions as they are at each kind of object that has what they speak of."""
    grains = [g for g in scope.vocabulary.all(Grain) if _quietly(change.old, g, scope) is not None]
    if not grains:
        condition_at(change.old, grain, scope)  # says why
    for one in grains:
        if isinstance(change.new, tree.Extent):
            yield _quietly(change.old, one, scope), None
        elif (new := _quietly(change.new, one, scope)) is not None:
            yield _quietly(change.old, one, scope), new


def _quietly(content: object, grain: Grain, scope: Scope) -> run.Condition | None:
    aside = Scope(scope.vocabulary, Report(), scope.split)
    return condition_at(content, grain, aside)


def condition_at(content: object, grain: Grain, scope: Scope) -> run.Condition | None:
    if isinstance(content, tree.Comparison | tree.Among | tree.HasVerdict | tree.Junction | tree.Negation):
        return elaborate_condition(content, grain, scope)
    return None


@dataclass(frozen=True, slots=True)
class _Swap:
    """`new` None: the condition falls away, and everything is within."""

    old: run.Condition
    new: run.Condition | None

    def condition(self, node: run.Condition | None) -> run.Condition | None:
        if node == self.old:
            return self.new
        match node:
            case run.All(parts=parts):
                kept = tuple(p for part in parts if (p := self.condition(part)) is not None)
                return kept[0] if len(kept) == 1 else node.model_copy(update={"parts": kept}) if kept else None
            case run.Any(parts=parts):
                made = [self.condition(part) for part in parts]
                return None if None in made else node.model_copy(update={"parts": tuple(made)})
            case None:
                return None
            case _:
                return self.node(node)  # type: ignore[return-value]

    def node(self, node: object) -> object:
        """The same node with the condition replaced in the filters inside it."""
        if isinstance(node, run.Aggregate):
            update: dict[str, object] = {"where": self.condition(node.where), "of": self.node(node.of)}
            return node.model_copy(update=update)
        if isinstance(node, tuple):
            return tuple(self.node(part) for part in node)
        if isinstance(node, run.Node):
            fields = {name: getattr(node, name) for name in type(node).model_fields}
            changed = {name: self.node(value) for name, value in fields.items() if isinstance(value, run.Node | tuple)}
            return node.model_copy(update=changed)
        return node


# ── 除外 ─────────────────────────────────────────────────────────
def amend_exception(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """One exception replaced, added (原标准 无) or taken away (新标准 无), for a rule or all of a chapter."""
    rules = [r for r in parts.rules.values() if change.code in (r.id, r.group)]
    effects = set[Effect]()
    found = isinstance(change.old, tree.Extent)
    made: list[Rule] = []
    for rule in rules:
        symbol = scope.vocabulary.ruleset.symbols[rule.id]
        assert isinstance(symbol, Indicator)
        old, new = (_quietly(c, symbol.grain, scope) for c in (change.old, change.new))
        if isinstance(change.old, tree.Extent):
            if new is None:
                continue
            excluded = (*rule.excluded, new)
        elif old is not None and old in rule.excluded:
            found = True
            excluded = tuple(x for e in rule.excluded if (x := new if e == old else e) is not None)
        else:
            continue
        gone = run.Any(parts=(old,)) if old is not None else None
        kept = run.Any(parts=(new,)) if new is not None else None
        effects.add(_out(gone, kept))
        made.append(rule.model_copy(update={"excluded": excluded}))
    if not found or not made:
        for content in (change.old, change.new):
            for rule in rules[:1]:
                symbol = scope.vocabulary.ruleset.symbols[rule.id]
                assert isinstance(symbol, Indicator)
                condition_at(content, symbol.grain, scope)
        if not scope.report.has_errors:
            refuse_old(change, parts.excepts.get(change.code, ()), parts, scope)
        return None
    if change.action != "RESTATE":
        parts.rules |= {rule.id: rule for rule in made}
    return effects.pop() if len(effects) == 1 else "undecided"


def _out(old: run.Condition | None, new: run.Condition | None) -> Effect:
    """More are left out: narrower. None leaves nobody out."""
    if old == new:
        return "equal"
    if old is None or new is None:
        return "narrower" if old is None else "wider"
    turned: dict[Effect, Effect] = {"wider": "narrower", "narrower": "wider"}
    found = of_scopes(old, new)
    return turned.get(found, found)
