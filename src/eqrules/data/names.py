"""名称 · What a plan calls its objects and data items, and how a heading is compared with that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain

from eqrules.language.units import lookup
from eqrules.plan.expressions import Item, Node
from eqrules.plan.plan import About, Grain, ItemSpec, Plan
from eqrules.syntax.characters import HIDDEN, fold

_NOBODY_SEES = dict.fromkeys(HIDDEN)


def listed(text: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(text.split())


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """A heading or sheet name without blanks, line breaks and width: 在校 学生数\\n → 在校学生数."""
    return "".join(fold(text).translate(_NOBODY_SEES).split())


_MEASURE = re.compile(r"(?P<name>.+)\((?P<unit>[十百千万亿]*(?:元|人|名|间|册|台|平方米|㎡|亩|公顷|平方公里|平米))\)")
"""A measure that is none of our units: the column is what it says, in a unit that has to be converted."""


def split_unit(key: str) -> tuple[str, str]:
    """在校生数(人) → 在校生数, 人; what stands in the brackets must be a known unit."""
    if key.endswith(")") and "(" in key:
        before, _, inside = key[:-1].rpartition("(")
        inside = inside.removeprefix("单位:").removeprefix("unit:")
        if before and lookup(inside):
            return before, inside
    return key, ""


def same_unit(written: str, declared: str) -> bool:
    """人 and 名, ㎡ and 平方米 are one; 元 and 万元 are not."""
    one, other = lookup(written), lookup(declared)
    return heading_key(written) == heading_key(declared) or bool(one and other and one.unit == other.unit)


def _all_names(id: str, about: About) -> tuple[str, ...]:
    return tuple(filter(None, (about.zh, about.en, id, *about.aliases)))


def _mentioned(node: object) -> Iterator[str]:
    """The ids of all items in an expression or a condition."""
    if isinstance(node, Item):
        yield node.item
    elif isinstance(node, Node):
        for name in type(node).model_fields:
            yield from _mentioned(getattr(node, name))
    elif isinstance(node, tuple):
        for part in node:
            yield from _mentioned(part)


def display(thing: Grain | ItemSpec) -> str:
    """The name for people."""
    return thing.about.zh or thing.about.en or thing.id


class Names:
    """A plan's grains and items as intake needs them: by heading, by key part, finer and coarser."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.grains = {grain.id: grain for grain in plan.grains}
        self.items = {item.id: item for item in plan.items}
        self.top = plan.grains[0].keys[0] if plan.grains else ""

    def own_part(self, grain: Grain) -> str:
        """The key part that a grain adds to those of its parent."""
        above = self.grains[grain.parent].keys if grain.parent in self.grains else ()
        return next((part for part in reversed(grain.keys) if part not in above), grain.keys[-1])

    @cached_property
    def part_items(self) -> dict[str, ItemSpec]:
        """Key part → the item that holds it; one without a row among the data items is a text."""
        found: dict[str, ItemSpec] = {}
        for grain in sorted(self.plan.grains, key=lambda g: len(g.keys)):
            spec = self.items.get(grain.key_item) or ItemSpec(id=grain.key_item, grain=grain.id, type="text")
            found.setdefault(self.own_part(grain), spec)
        return found

    @cached_property
    def items_of(self) -> dict[str, list[ItemSpec]]:
        found: dict[str, list[ItemSpec]] = {grain: [] for grain in self.grains}
        for item in self.plan.items:
            found[item.grain].append(item)
        return found

    @cached_property
    def groups(self) -> frozenset[str]:
        """Grains that are parts of others rather than things of their own, 县学段: never required."""
        return frozenset(
            g.id
            for g in self.plan.grains
            if any(o.key_item == g.key_item and set(g.keys) < set(o.keys) for o in self.plan.grains)
        )

    def covers(self, grain: Grain, item: ItemSpec) -> bool:
        """The item may stand in this grain's sheet: it is its own, of a coarser grain, or part of its key."""
        owner = self.grains.get(item.grain, grain)
        return set(owner.keys) <= set(grain.keys) or item.id in {self.part_items[p].id for p in grain.keys}

    @cached_property
    def _waited_for(self) -> frozenset[str]:
        """Items in the formulas of indicators that decide, and in those of the derived items they use."""
        derived: dict[str, list[object]] = {
            d.id: [v.value or v.holds for v in d.variants if not v.relaxation] for d in self.plan.derived
        }
        todo: list[object] = [c.value or c.item for rule in self.plan.rules for c in rule.cases if c.decides]
        found: set[str] = set()
        while todo:
            for id in _mentioned(todo.pop()):
                if id not in found:
                    found.add(id)
                    todo.extend(derived.get(id, ()))
        return frozenset(found)

    def needed(self, item: str) -> bool:
        """Verdicts wait for this item."""
        return item in self._waited_for

    @cached_property
    def _by_heading(self) -> dict[str, list[ItemSpec]]:
        found: dict[str, list[ItemSpec]] = {}
        parts = (spec for spec in self.part_items.values() if spec.id not in self.items)
        named = [(name, item) for item in chain(self.plan.items, parts) for name in _all_names(item.id, item.about)]
        judged = [(name, item) for item in self.plan.items if item.judged for name in self._judged_names(item)]
        for name, item in named:
            entry = found.setdefault(heading_key(name), [])
            if item not in entry:
                entry.append(item)
        for name, item in judged:
            found.setdefault(heading_key(name), [item])
        return found

    def _judged_names(self, item: ItemSpec) -> tuple[str, ...]:
        ruled = self._ruled.get(item.judged)
        return _all_names(item.judged, ruled) if ruled else (item.judged,)

    @cached_property
    def _ruled(self) -> dict[str, About]:
        """Indicators and vetoes that people judge, by code."""
        vetoes = {veto.id: veto.about for veto in self.plan.vetoes}
        return vetoes | {rule.id: rule.about for rule in self.plan.rules}

    def heading(self, text: str) -> tuple[list[ItemSpec], str]:
        """The items a heading can mean, and the unit written behind it."""
        key = heading_key(text)
        if key in self._by_heading:
            return self._by_heading[key], ""
        bare, unit = split_unit(key)
        if not unit and (measure := _MEASURE.fullmatch(key)):
            bare, unit = measure["name"], measure["unit"]
        return (self._by_heading.get(bare, []), unit) if unit else ([], "")

    @cached_property
    def _grain_names(self) -> dict[str, Grain]:
        return {
            heading_key(name): grain
            for grain in reversed(self.plan.grains)
            for name in _all_names(grain.id, grain.about)
        }

    def sheet(self, text: str) -> Grain | None:
        """The grain a sheet or file is named after; 学段校表 is 学段校."""
        key = heading_key(text)
        return self._grain_names.get(key) or self._grain_names.get(key.removesuffix("表"))

    @cached_property
    def all_headings(self) -> tuple[str, ...]:
        """Every name of every item, for the closest ones."""
        return tuple(name for item in self.plan.items for name in _all_names(item.id, item.about))
