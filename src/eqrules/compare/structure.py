"""结构 · What changed in meaning between two plans, line by line; wording, order and language are no change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from eqrules.compare.basis import retired, with_bases
from eqrules.compare.changes import Aspect, Change, Kind, Part
from eqrules.compare.rules import rule_changes
from eqrules.compare.same import only_in, same
from eqrules.plan.plan import About, Conclusion, Derived, Plan, Rule
from eqrules.plan.walk import items_in
from eqrules.syntax.characters import name_key

Plans = tuple[Plan, Plan]
_MOST_RELATED = 3
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("rule", "rules"), ("veto", "vetoes"), ("conclusion", "conclusions"), ("reading", "readings"),
    ("derived", "derived"), ("item", "items"), ("check", "checks"), ("group", "groups"), ("grain", "grains"),
    ("target", "targets"),
)  # fmt: skip
_FIELDS: dict[Kind, tuple[tuple[str, Aspect], ...]] = {
    "veto": (("grain", "scope"), ("when", "formula"), ("item", "formula"), ("interval", "dates")),
    "reading": (("default", "reading"), ("options", "reading")),
    "item": (
        ("grain", "scope"), ("type", "data"), ("whole", "data"), ("additive", "data"), ("values", "data"),
        ("ranked", "data"), ("minimum", "data"), ("maximum", "data"), ("may_be_none", "data"),
    ),
    "derived": (("grain", "scope"), ("type", "data"), ("whole", "data")),
    "check": (("grain", "scope"), ("level", "check"), ("holds", "formula")),
    "target": (("year", "dates"), ("within", "scope"), ("counties", "data"), ("conclusion", "aggregation"),
               ("limit", "limit"), ("decides", "force")),
    "grain": (("keys", "data"), ("key_item", "data"), ("parent", "data"), ("may_lack", "data")),
}  # fmt: skip
"""Kind → its fields, and what a difference in one is called. Conclusions and derived items say more."""


def changes(old: Plan, new: Plan) -> list[Change]:
    """Indicators first, in the order of the new ruleset; then what they rest on."""
    plans, found = (old, new), list[Change]()
    for kind, field in _KINDS:
        before, after = ({one.id: one for one in getattr(plan, field)} for plan in plans)
        for code in dict.fromkeys([*after, *before]):
            a, b = before.get(code), after.get(code)
            if a is None or b is None:
                if not _follows(kind, a or b, plans):
                    found.append(_gone_or_new(kind, a, b, plans))
            else:
                found += (with_bases(line, a.about, b.about) for line in _both(kind, a, b, plans))
    return _named_once([*found, *_plan(old, new)])


def _both(kind: Kind, old: Any, new: Any, plans: Plans) -> Iterator[Change]:
    if isinstance(old, Rule):
        yield from rule_changes(plans, (old, new))
    elif isinstance(old, Conclusion):
        yield from _conclusion(old, new)
    else:
        for name, aspect in _FIELDS.get(kind, ()):
            a, b = getattr(old, name), getattr(new, name)
            if not same(a, b):
                yield _change(kind, aspect, old, new, _part(name, a), _part(name, b))
        if isinstance(old, Derived) and not same(old.variants, new.variants):
            gone, come = only_in(old.variants, new.variants), only_in(new.variants, old.variants)  # type: ignore[arg-type]
            yield _change(kind, "formula", old, new, gone or old.variants, come or new.variants)
    # what changed has the status of its new text: only a parameter that stays can be surer than before
    if kind not in ("rule", "conclusion") and old.about.status != new.about.status:
        yield _change(kind, "status", old, new, old.about.status, new.about.status)
    if _renamed(old.about, new.about):
        yield _change(kind, "name", old, new, _names(old.about), _names(new.about))


def _conclusion(old: Conclusion, new: Conclusion) -> Iterator[Change]:
    if old.grain != new.grain:
        yield _change("conclusion", "scope", old, new, old.grain, new.grain)
    gone, come = (only_in(a, b) for a, b in ((old.clauses, new.clauses), (new.clauses, old.clauses)))  # type: ignore[arg-type]
    if gone or come:
        yield _change("conclusion", "aggregation", old, new, gone, come)
    if not gone and not come and old.about.status != new.about.status:
        yield _change("conclusion", "status", old, new, old.about.status, new.about.status)
    if old.final != new.final:
        yield _change("conclusion", "aggregation", old, new, _final(old), _final(new))


def _final(conclusion: Conclusion) -> str:
    return "final" if conclusion.final else "not final"


def _plan(old: Plan, new: Plan) -> Iterator[Change]:
    """The ruleset itself. Two rulesets have papers and dates of their own; two versions of one can change them."""
    if old.rounding != new.rounding:
        yield _change("ruleset", "rounding", old, new, old.rounding, new.rounding)
    if old.id == new.id and not same(old.interval, new.interval):
        yield _change("ruleset", "dates", old, new, old.interval, new.interval)
    if old.id == new.id and old.paper.state != new.paper.state:
        yield _change("ruleset", "status", old, new, old.paper.state, new.paper.state)
    if not same(old.schedule, new.schedule):
        before, after = (tuple(f"{due.name} {due.year}" for due in plan.schedule) for plan in (old, new))
        gone, come = (tuple(d for d in one if d not in other) for one, other in ((before, after), (after, before)))
        yield Change("schedule", "", "dates", gone, come)
    if not same(old.split, new.split):
        yield Change("split", "", "split", old.split, new.split)
    if not same(old.merge, new.merge):
        yield Change("merge", "", "merge", old.merge, new.merge)


# ── new and gone ─────────────────────────────────────────────────
def _gone_or_new(kind: Kind, old: Any, new: Any, plans: Plans) -> Change:
    aspect: Aspect = "added" if old is None else "retired"
    made = _change(kind, aspect, old or new, new or old, old, new)
    ended = next((one.about for one in plans[1].retired if new is None and one.id == old.id), None)
    after = new.about.basis if new else retired(ended) if ended else ""
    made = replace(made, basis=(old.about.basis if old else "", after))
    return replace(made, related=_related(old or new, plans)) if kind == "rule" else made


def _follows(kind: Kind, one: Any, plans: Plans) -> bool:
    """An item that a judged indicator or veto brings along, and an empty chapter, are no news of their own."""
    if kind == "item" and one.judged:
        return True
    codes = {rule.id for rule in plans[0].rules} & {rule.id for rule in plans[1].rules}
    return kind == "group" and not codes & set(one.rules)


def _related(rule: Rule, plans: Plans) -> tuple[str, ...]:
    """Rules of the other ruleset, and not of this one, that use mostly the same data: one indicator split in two."""
    codes = [{r.id for r in plan.rules} for plan in plans]
    there = plans[1] if rule.id in codes[0] else plans[0]
    cells = {i.id for plan in plans for i in plan.items if i.type in ("integer", "decimal") and not i.judged}
    cells |= {d.id for plan in plans for d in plan.derived}
    own = _amounts(rule, cells)
    alike = []
    for other in there.rules:
        theirs = _amounts(other, cells) if other.id in codes[0] ^ codes[1] else set()
        if (
            own & theirs
            and 2 * len(own & theirs) >= min(len(own), len(theirs))
            and len(own ^ theirs) <= len(own & theirs) * 2
        ):
            alike.append(other.id)
    return tuple(alike) if len(alike) <= _MOST_RELATED else ()


def _amounts(rule: Rule, cells: set[str]) -> set[str]:
    """The data of its values, without what only says whom it is for."""
    return cells & {item for case in rule.cases for item in items_in(case.value)}


# ── names ────────────────────────────────────────────────────────
def _renamed(old: About, new: About) -> bool:
    return any(a and b and name_key(a) != name_key(b) for a, b in ((old.zh, new.zh), (old.en, new.en)))


def _names(about: About) -> tuple[str, str]:
    return about.zh, about.en


def _named_once(found: Sequence[Change]) -> list[Change]:
    """A name made from a renamed one (R2的差异系数) is not renamed once more."""
    rules = [c for c in found if c.aspect == "name" and c.kind == "rule"]

    def made_from(one: Change, other: Change) -> bool:
        pairs: Any = zip(one.old, one.new, other.old, other.new, strict=True)  # type: ignore[arg-type]
        return (one.old, one.new) != (other.old, other.new) and all(_made_from(*four) for four in pairs)

    def follows(change: Change) -> bool:
        """A coefficient's name follows its indicator's; of an item and its indicator the indicator is told."""
        if change.aspect != "name":
            return False
        if change.kind == "rule":
            return any(made_from(other, change) for other in rules)
        return change.kind in ("item", "derived") and any(made_from(change, other) for other in rules)

    return [change for change in found if not follows(change)]


def _made_from(old: str, new: str, longer_old: str, longer_new: str) -> bool:
    return longer_old == longer_new or (old in longer_old and longer_old.replace(old, new) == longer_new)


def _part(name: str, value: Any) -> Part:
    """A field of a record as it is told: conditions and dates as they are, the rest by name."""
    if value is None or name in ("when", "holds", "interval"):
        return value  # type: ignore[no-any-return]
    if isinstance(value, tuple):
        value = "、".join(value)
    return f"{name}={value}" if name not in ("grain", "default", "item", "level") else value


def _change(kind: Kind, aspect: Aspect, old: Any, new: Any, before: Part, after: Part) -> Change:
    bases = (old.about.basis, new.about.basis)
    return Change(kind, new.id, aspect, before, after, new.about, basis=bases)
