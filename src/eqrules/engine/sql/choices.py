"""选择 · The value of the first case whose test holds, in columns of its own."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import lcm

from eqrules.engine.sql.arithmetic import nothing
from eqrules.engine.sql.ratio import Ratio, guarded
from eqrules.engine.sql.terms import Truth, Value
from eqrules.engine.sql.whole import Whole, alike
from eqrules.engine.sql.writer import Writer


def is_open(whens: list[Truth]) -> bool:
    return not any(when.text == "TRUE" for when in whens)


def no_variant(whens: list[Truth]) -> str:
    """无此项 where no variant applies."""
    if not is_open(whens):
        return ""
    return f"(NOT COALESCE({' OR '.join(when.text for when in whens)}, FALSE))"


def case_text(pairs: list[tuple[str, str]]) -> str:
    if pairs[0][0] == "TRUE":
        return pairs[0][1]
    *first, (last_test, last) = pairs
    cases = [f"WHEN {test} THEN {text}" for test, text in first]
    cases.append(f"ELSE {last}" if last_test == "TRUE" else f"WHEN {last_test} THEN {last}")
    return f"CASE {' '.join(cases)} END"


def merged(
    pairs: list[tuple[str, Value]], name: str, grain: str, w: Writer, none: str = "", open_: bool = True
) -> Value:
    """The value of the first pair whose test holds."""
    numbers = [(test, v.number) for test, v in pairs if v.number is not None]
    number = _held_case(numbers, name, grain, w)
    nones = [*(f"({test} AND {v.none})" for test, v in pairs if v.none), *([none] if none else [])]
    if len(nones) == 1:
        (none_text,) = nones
    else:
        none_text = f"COALESCE({' OR '.join(nones)}, FALSE)" if nones else ""
    lows = [(test, v.low or nothing(w)) for test, v in pairs] if any(v.low for _, v in pairs) else []
    highs = [(test, v.high or nothing(w)) for test, v in pairs] if any(v.high for _, v in pairs) else []
    return Value(
        number, None, "", "number", open_ or any(v.may_lack for _, v in pairs),
        w.add(grain, none_text, f"{name}.none") if none_text else "",
        _held_case(lows, f"{name}.low", grain, w) if lows else None,
        _held_case(highs, f"{name}.high", grain, w) if highs else None,
    )  # fmt: skip


def _held_case(pairs: list[tuple[str, Ratio]], name: str, grain: str, w: Writer) -> Ratio:
    if len({ratio for _, ratio in pairs}) == 1 and "TRUE" in (pairs[0][0], pairs[-1][0]):
        return w.held(grain, pairs[0][1], name)
    if all(ratio.fixed for _, ratio in pairs):
        scale = lcm(*(ratio.factor.denominator for _, ratio in pairs))
        numbers = [(test, int(ratio.factor * scale)) for test, ratio in pairs]
        text = case_text([(test, w.d.literal(number)) for test, number in numbers])
        ends = [number for _, number in numbers]
        return Ratio(Fraction(1, scale), (Whole(w.add(grain, text, f"{name}.n"), min(ends), max(ends)),))
    overs, made = alike([ratio.numerator(w.d) for _, ratio in pairs], w.d)
    texts = [(test, guarded(text, ratio.guards)) for (test, ratio), text in zip(pairs, overs, strict=True)]
    column = replace(made, text=w.add(grain, case_text(texts), f"{name}.n"))
    unders = [ratio.denominator(w.d) for _, ratio in pairs]
    if all(under.text == w.d.literal(1) for under in unders):
        return Ratio(Fraction(1), (column,))
    parts, made = alike(unders, w.d)
    text = case_text([(test, part) for (test, _), part in zip(pairs, parts, strict=True)])
    return Ratio(Fraction(1), (column,), (replace(made, text=w.add(grain, text, f"{name}.d")),))
