"""条件 · Conditions and bounds as written to conditions as run."""

from __future__ import annotations

from fractions import Fraction

from eqrules.compile.formulas import Scope, Typed, elaborate
from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Fix
from eqrules.diagnostics.suggest import closest
from eqrules.language.comparisons import TOKENS, Sign
from eqrules.language.units import Unit
from eqrules.model.symbols import Grain, Indicator, Item, Reading, between
from eqrules.plan import expressions as run
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.characters import fold, name_key
from eqrules.syntax.words import language_of, spelled_by, words

YES, NO = "是", "否"


def elaborate_condition(condition: tree.Condition, grain: Grain, scope: Scope) -> run.Condition | None:
    """The condition at objects of `grain`, or None after an error."""
    match condition:
        case tree.Comparison():
            return _comparison(condition, grain, scope)
        case tree.Among(left, values, negated):
            found = _among(left, values, grain, scope)
            return run.Not(part=found) if found is not None and negated else found
        case tree.HasVerdict(name, met):
            rule = scope.vocabulary.find(name.text, Indicator, name.span, scope.report, "指标")
            if rule is None:
                return None
            if not grain.within(rule.grain):
                scope.report.error("EQ304", name.span, rule.span, name=name.text,
                                   **between(rule.grain.names, grain.names))  # fmt: skip
                return None
            return run.HasVerdict(rule=rule.names.code, met=met)
        case tree.Junction(word, parts):
            made = [elaborate_condition(part, grain, scope) for part in parts]
            if any(part is None for part in made):
                return None
            kept = tuple(part for part in made if part is not None)
            return run.All(parts=kept) if word == "and" else run.Any(parts=kept)
        case tree.Negation(part):
            inner = elaborate_condition(part, grain, scope)
            return run.Not(part=inner) if inner is not None else None


def _comparison(comparison: tree.Comparison, grain: Grain, scope: Scope) -> run.Condition | None:
    left = elaborate(comparison.left, grain, scope)
    if left is None:
        return None
    bound = elaborate_bound(comparison.bound, left, grain, scope, comparison.left.span)
    if bound is None:
        return None
    sign, value, right = bound
    return run.Compare(sign=sign, left=value, right=right)


def elaborate_bound(
    bound: tree.Bound, left: Typed, grain: Grain, scope: Scope, place: Span, shown: str = ""
) -> tuple[Sign, run.Expression, run.Expression] | None:
    """Sign, left and right side of a comparison of `left` with the bound, or None after an error."""
    sign = sign_of(bound, scope)
    if sign is None:
        return None
    if isinstance(bound.value, tree.Value):
        return _ranked(sign, bound.value, left, scope)
    right = elaborate(bound.value, grain, scope)
    if right is None:
        return None
    if left.kind != right.kind or left.kind not in ("number", "date"):
        scope.report.error("EQ306", place if left.kind not in ("number", "date") else bound.span,
                           name=(place if left.kind not in ("number", "date") else bound.value.span).text)  # fmt: skip
        return None
    if left.unit is not None and right.unit is not None and left.unit != right.unit:
        fixes = _without_unit(bound, left.unit, right.unit) if shown else ()
        scope.report.error("EQ301", bound.span, left=shown or place.text, right=bound.value.span.text, fixes=fixes)
        return None
    return sign, left.run, right.run


def _without_unit(bound: tree.Bound, own: Unit, other: Unit) -> tuple[Fix, ...]:
    """`4.2人以上` on 人/百名学生 → 4.2以上; nothing where the same figure would mean another one (万元 on 元)."""
    number = bound.value
    if not isinstance(number, tree.Number) or number.unit in ("", "%", ":") or own.dimension == other.dimension:
        return ()
    source, span = number.span.source, number.span
    front, back = Span(source, bound.span.start, span.start).text, Span(source, span.end, bound.span.end).text
    return changes(bound.span, (f"{front}{number.typed}{back}",))


def sign_of(bound: tree.Bound, scope: Scope) -> Sign | None:
    """The sign of the words, as the 用语 line or the default table has it."""
    table = spelled_by("keywords")
    overrides = scope.vocabulary.signs
    signs = set()
    for word in map(fold, bound.words):
        signs.add(overrides[word] if word in overrides else next(TOKENS[t] for t in table[word] if t in TOKENS))
    if len(signs) == 2:
        scope.report.error("EQ115", bound.span, text=bound.span.text, fixes=one_word_of(bound))
        return None
    return signs.pop()


def one_word_of(bound: tree.Bound) -> tuple[Fix, ...]:
    """`超过2以上` → 超过2 or 2以上."""
    source, value = bound.span.source, bound.value.span
    front, back = Span(source, bound.span.start, value.end), Span(source, value.start, bound.span.end)
    return changes(bound.span, (front.text, back.text))


def _ranked(
    sign: Sign, value: tree.Value, left: Typed, scope: Scope
) -> tuple[Sign, run.Expression, run.Expression] | None:
    item = left.item
    if item is None or not item.ranked or not isinstance(left.run, run.Item):
        scope.report.error("EQ306", value.span, name=value.text)
        return None
    index = value_index(value.text, item, value.span, scope)
    if index is None:
        return None
    return sign, run.Rank(of=left.run, order=item.canonical), run.Number(value=str(Fraction(index)))


def value_index(text: str, item: Item, place: Span, scope: Scope) -> int | None:
    """Where in the item's list the value stands; None after an error."""
    for index, pair in enumerate(item.values):
        if name_key(text) in {name_key(word) for word in pair if word}:
            return index
    shown = item.canonical if language_of(place.source.text) == "zh" else [en or zh for zh, en in item.values]
    scope.report.error("EQ203", place, item.span, name=text, near="、".join(shown[:8]),
                       fixes=changes(place, closest(text, shown)))  # fmt: skip
    return None


def _among(
    left: tree.Formula, values: tuple[tree.Value | tree.Number | tree.YesNo, ...], grain: Grain, scope: Scope
) -> run.Condition | None:
    symbol = scope.vocabulary.by_name.get(name_key(left.text)) if isinstance(left, tree.Name) else None
    if isinstance(symbol, Reading):
        return _reading(symbol, values, scope)
    typed = elaborate(left, grain, scope)
    if typed is None:
        return None
    if typed.item is None or typed.kind in ("number", "text", "date"):
        numbers = [v for v in values if isinstance(v, tree.Number)]
        if typed.kind == "number" and len(numbers) == len(values):
            parts = tuple(run.Compare(sign="=", left=typed.run, right=run.Number(value=str(n.value))) for n in numbers)
            return parts[0] if len(parts) == 1 else run.Any(parts=parts)
        scope.report.error("EQ306", left.span, name=left.span.text)
        return None
    words = words_of(values, typed.item, scope)
    if words is None or not isinstance(typed.run, run.Item):
        return None
    return run.Among(item=typed.run, values=words)


def _marks(place: Span) -> list[str]:
    """是 and 否 in the language of the file."""
    return [words("values")[token].spelled(language_of(place.source.text)) for token in ("YES", "NO")]


def words_of(
    values: tuple[tree.Value | tree.Number | tree.YesNo, ...], item: Item, scope: Scope
) -> tuple[str, ...] | None:
    """The values in the form plans know, each one of the item's own."""
    found: list[str] = []
    if item.type not in ("yes_no", "list"):
        scope.report.error("EQ306", values[0].span, item.span, name=item.names.shown)
        return None
    for value in values:
        if item.type == "yes_no":
            if not isinstance(value, tree.YesNo):
                marks = _marks(value.span)
                scope.report.error("EQ203", value.span, item.span, name=value.span.text, near="、".join(marks),
                                   fixes=changes(value.span, marks))  # fmt: skip
                return None
            found.append(YES if value.yes else NO)
        else:
            index = value_index(value.span.text, item, value.span, scope)
            if index is None:
                return None
            found.append(item.canonical[index])
    return tuple(found)


def _reading(
    reading: Reading, values: tuple[tree.Value | tree.Number | tree.YesNo, ...], scope: Scope
) -> run.Condition | None:
    words: list[str] = []
    for value in values:
        found = next((zh or en for zh, en in reading.options
                      if name_key(value.span.text) in (name_key(zh), name_key(en))), None)  # fmt: skip
        if found is None:
            near = [zh or en for zh, en in reading.options]
            scope.report.error("EQ203", value.span, reading.span, name=value.span.text, near="、".join(near),
                               fixes=changes(value.span, near))  # fmt: skip
            return None
        words.append(found)
    return run.ReadingIs(reading=reading.names.code, values=tuple(words))
