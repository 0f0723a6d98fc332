"""部件 · The parts of a plan while documents are still changing them, by code."""

from __future__ import annotations

from dataclasses import dataclass, field

from eqrules.plan.plan import Check, Conclusion, Derived, ItemSpec, Rule, Target, Veto

Part = Rule | Derived | ItemSpec | Conclusion | Veto | Check | Target


@dataclass(slots=True)
class Parts:
    """`formulas`: code → its formulas as written, for messages."""

    items: dict[str, ItemSpec] = field(default_factory=dict)
    derived: dict[str, Derived] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    conclusions: dict[str, Conclusion] = field(default_factory=dict)
    vetoes: dict[str, Veto] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    retired: list[Part] = field(default_factory=list)
    formulas: dict[str, list[str]] = field(default_factory=dict)
    scopes: dict[str, list[str]] = field(default_factory=dict)
    excepts: dict[str, list[str]] = field(default_factory=dict)
    """Likewise 适用 of rules, and 除外 of chapters and of their rules."""

    def get(self, code: str) -> Part | None:
        return next((family[code] for family in self._families if code in family), None)

    def put(self, part: Part) -> None:
        next(family for family in self._families if part.id in family)[part.id] = part

    def drop(self, code: str) -> None:
        for family in self._families:
            family.pop(code, None)

    @property
    def _families(self) -> tuple[dict[str, Part], ...]:
        return (self.rules, self.derived, self.items, self.conclusions, self.vetoes, self.checks, self.targets)  # type: ignore[return-value]

    def all(self) -> list[Part]:
        return [part for family in self._families for part in family.values()]
