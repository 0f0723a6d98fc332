"""哪一款 · Which case of an indicator applies to an object, or why none does, as one small number."""

from __future__ import annotations

from eqrules.engine.sql.terms import Truth, any_of
from eqrules.engine.sql.writer import Writer
from eqrules.plan import expressions as run
from eqrules.plan.plan import Case, Rule

EXCLUDED, NO_CASE, OVERLAP, OPEN = -1, -2, -3, -4


def state_of(
    rule: Rule, cases: list[Case], excluded: list[Truth], whens: list[Truth], always: bool, w: Writer
) -> str:  # fmt: skip
    out = any_of(*excluded)
    choice = " ".join(f"WHEN {when.text} THEN {k}" for k, when in enumerate(whens))
    parts = [f"WHEN {out.text} THEN {EXCLUDED}"] if out.text != "FALSE" else []
    pairs = [
        f"({whens[i].text} AND {whens[j].text})"
        for i in range(len(cases)) for j in range(i + 1, len(cases)) if not exclusive(cases[i].when, cases[j].when)
    ]  # fmt: skip
    if pairs:
        parts.append(f"WHEN {' OR '.join(pairs)} THEN {OVERLAP}")
    vague = [f"{t.text} IS NULL" for t in (out, *whens) if t.may_lack]
    if vague:
        parts.append(f"WHEN {' OR '.join(dict.fromkeys(vague))} THEN {OPEN}")
    if always and not parts:
        choice = " ".join(f"WHEN {when.text} THEN {k}" for k, when in enumerate(whens[:-1]))
        text = f"CASE {choice} ELSE {len(whens) - 1} END" if choice else "0"
        return w.add(rule.grain, text, f"{rule.id}.case")
    text = f"CASE {' '.join(parts)} {choice} ELSE {NO_CASE} END" if parts or choice else str(NO_CASE)
    return w.add(rule.grain, text, f"{rule.id}.case")


def exclusive(a: run.Condition | None, b: run.Condition | None) -> bool:
    """True if it is plain to see that both cannot hold: one item among words that are not the other's."""
    if a is None or b is None:
        return False
    if isinstance(a, run.All) or isinstance(b, run.All):
        rights = b.parts if isinstance(b, run.All) else (b,)
        return any(exclusive(x, y) for x in (a.parts if isinstance(a, run.All) else (a,)) for y in rights)
    both = isinstance(a, run.Among) and isinstance(b, run.Among) and a.item == b.item
    return both and not set(a.values) & set(b.values)  # type: ignore[union-attr]


def exhaustive(cases: list[Case], w: Writer) -> bool:
    """True if it is plain to see that one case always applies: no condition, or all the words an item can have."""
    if len(cases) == 1 and cases[0].when is None:
        return True
    items = {case.when.item if isinstance(case.when, run.Among) else None for case in cases}
    if len(items) != 1 or None in items:
        return False
    (item,) = items
    assert item is not None
    spec = w.items.get(w.key_items.get(item.item, "") if item.via == "key" else item.item)
    said = {word for case in cases for word in case.when.values}  # type: ignore[union-attr]
    return spec is not None and spec.type == "list" and said >= set(spec.values)


def decides(cases: list[Case], state: str, whens: list[Truth], w: Writer) -> str:
    """Whether the outcome counts in conclusions; where the case is unknown, if any possible one does."""
    if all(case.decides for case in cases):
        return "TRUE"
    if not any(case.decides for case in cases):
        return f"({state} = {OVERLAP})"
    possible = " OR ".join(
        f"({when.text} OR {when.text} IS NULL)" for case, when in zip(cases, whens, strict=True) if case.decides
    )
    reported = ", ".join(str(k) for k, case in enumerate(cases) if not case.decides)
    return f"CASE WHEN {state} = {OPEN} THEN ({possible}) ELSE {state} NOT IN ({reported}) END"
