"""取数 · Data items and derived items as columns: handed in, computed, or struck out by a failed check."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from eqrules.engine.sql.arithmetic import binary
from eqrules.engine.sql.choices import case_text, is_open, merged, no_variant
from eqrules.engine.sql.ratio import Ratio, guarded
from eqrules.engine.sql.terms import ALWAYS, Value
from eqrules.engine.sql.whole import product, whole
from eqrules.engine.sql.writer import Writer, asking, each, key_value
from eqrules.plan import expressions as run


def item(node: run.Item, grain: str, w: Writer) -> Value:
    if node.via == "key":
        return key_value(node.item)
    own = w.grain_of(node.item)
    if node.via != "share":
        return w.looked_up(column(node.item, w), own, grain)
    from eqrules.engine.sql.shares import share

    with asking() as ask:
        total = ask(lambda: w.looked_up(column(node.item, w), own, grain))
        part = ask(lambda: share(w))
    return binary("*", total, part, w)


def column(name: str, w: Writer) -> Value:
    """A data item or derived item at its own grain; without a value where a failed check says so."""
    made = w.once((name, w.blocking), lambda: _derived(name, w) if name in w.derived else _handed_in(name, w))
    if not w.blocking or name not in w.blocked:
        return made
    return w.once((name, "blocked"), lambda: _blocked(name, made, w))


def _handed_in(name: str, w: Writer) -> Value:
    spec, known = w.items[name], w.profile.items[name]
    none = f"«{name}.none»" if known.none else ""
    if spec.type not in ("integer", "decimal"):
        kind = {"yes_no": "flag", "date": "date"}.get(spec.type, "text")
        return Value(word=f"«{name}»", kind=kind, may_lack=known.blank or known.none, none=none)
    made = whole(f"«{name}»", known.low, known.high, w.d, known.usual)
    made = replace(made, text=w.add(spec.grain, made.text, f"{name}.n"))
    number = Ratio(Fraction(1, 10**known.scale), (made,))
    if not (known.blank or known.none):
        return Value(number)
    there = (f"NOT {none}",) if none else ()
    low, high = (
        Ratio(Fraction(t), (), (), there) if t and spec.unit != "%" else None for t in (spec.minimum, spec.maximum)
    )
    return Value(number, may_lack=True, none=none, low=low, high=high)


def _blocked(name: str, made: Value, w: Writer) -> Value:
    grain = w.grain_of(name)
    fails = " OR ".join(w.blocked[name])
    keep = f"NOT ({fails})"
    none = w.add(grain, f"({made.none} AND {keep})", f"{name}.none!") if made.none else ""
    if made.number is None:
        word = w.add(grain, f"CASE WHEN {keep} THEN {made.word} END", f"{name}!")
        return Value(word=word, kind=made.kind, may_lack=True, none=none)
    number = made.number
    over_ = product(1, number.over, w.d)
    text = guarded(over_.text, (*number.guards, keep))
    kept = replace(over_, text=w.add(grain, text, f"{name}!"))
    low, high = (
        _unless(bound, fails, f"{name}.{end}", grain, w) for bound, end in ((made.low, "low"), (made.high, "high"))
    )
    return Value(Ratio(number.factor, (kept,), number.under), may_lack=True, none=none, low=low, high=high)


def _unless(bound: Ratio | None, fails: str, name: str, grain: str, w: Writer) -> Ratio | None:
    """What is certain of a blank cell is not certain of one that a check has struck out."""
    if bound is None:
        return None
    return w.held(grain, Ratio(bound.factor, bound.over, bound.under, (*bound.guards, f"NOT ({fails})")), name)


def _derived(name: str, w: Writer) -> Value:
    """The first variant whose condition holds; where a condition is unknown, the reference engine decides."""
    from eqrules.engine.sql.conditions import truth
    from eqrules.engine.sql.expressions import plain_number, value

    spec = w.derived[name]
    grain = spec.grain
    whens = each(lambda v: truth(v.when, grain, w) if v.when is not None else ALWAYS, spec.variants)
    reached: list[str] = []
    for when in whens:
        if when.may_lack:
            before = "".join(f"NOT COALESCE({r}, FALSE) AND " for r in reached)
            w.irregular(grain, f"({before}{when.text} IS NULL)")
        reached.append(when.text)
    if all(v.value is None for v in spec.variants):
        holds = each(lambda v: truth(v.holds, grain, w), spec.variants)  # type: ignore[arg-type]
        for when, held in zip(whens, holds, strict=True):
            if held.none:
                w.irregular(grain, f"({when.text} AND {held.text} IS NULL)")
        word = w.add(grain, case_text([(t.text, h.text) for t, h in zip(whens, holds, strict=True)]), name)
        return Value(
            word=word, kind="flag", may_lack=any(h.may_lack for h in holds) or is_open(whens), none=no_variant(whens)
        )
    values = each(lambda v: plain_number(value(v.value, grain, w)), spec.variants)  # type: ignore[arg-type]
    if len(values) == 1 and whens[0].text == "TRUE":
        (only,) = values
        assert only.number is not None
        return Value(
            w.held(grain, only.number, name), None, "", "number", only.may_lack, only.none, only.low, only.high
        )
    return merged(
        list(zip((t.text for t in whens), values, strict=True)), name, grain, w, no_variant(whens), is_open(whens)
    )
