"""措辞 · The nodes of a cell back to words, in either language."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, assert_never

from eqrules.language import units
from eqrules.language.comparisons import TOKENS
from eqrules.syntax import tree
from eqrules.syntax.characters import FULL, fold
from eqrules.syntax.glossary import Glossary
from eqrules.syntax.punctuation import canonical
from eqrules.syntax.words import spelled_by, words


@dataclass(slots=True)
class Writer:
    """`lang` is the language written, `own` the one the tree was written in; `unnamed`: names with no twin."""

    glossary: Glossary
    own: str
    lang: str
    unnamed: dict[str, None] = field(default_factory=dict)

    @property
    def translating(self) -> bool:
        return self.own != self.lang

    def mark(self, sign: str) -> str:
        """Punctuation in the canonical form of the language."""
        return sign.translate(FULL) if self.lang == "zh" else sign if sign in "()" else f"{sign} "

    def word(self, token: str) -> str:
        return words("keywords")[token].spelled(self.lang)

    def named(self, text: str, kind: str) -> str:
        if not self.translating:
            return canonical(text) if kind == "name" else text
        found = self.glossary.translate(text, kind, self.lang)  # type: ignore[arg-type]
        if found is None:
            self.unnamed[text] = None
        return canonical(found or text) if kind == "name" else found or text

    def spaced(self, *parts: str) -> str:
        """Words side by side: Chinese needs no spaces, English does."""
        return ("" if self.lang == "zh" else " ").join(part for part in parts if part)

    def listed(self, parts: list[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(parts)


# ── formulas, conditions, limits, sentences ──────────────────────
def written(node: Any, writer: Writer) -> str:
    """Any node of a cell as text."""
    match node:
        case tree.Name(text):
            return writer.named(text, "name")
        case tree.Value(text):
            return writer.named(text, "value")
        case tree.Number():
            return _number(node, writer)
        case tree.Binary():
            return _binary(node, writer)
        case tree.Range(first, last):
            return writer.spaced(written(first, writer), writer.word("TO"), written(last, writer))
        case tree.Call():
            return _call(node, writer)
        case tree.Filtered(of, where):
            return f"{written(of, writer)}{writer.mark(':')}{written(where, writer)}"
        case tree.Weighting(kind, by):
            if kind == "weighted":
                ending = writer.word("WEIGHTED") if writer.lang == "zh" else ""
                return writer.spaced(writer.word("BY"), written(by, writer), ending)
            return writer.word("UNWEIGHTED" if kind == "unweighted" else "SAMPLE")
        case tree.Bound():
            return _bound(node, writer)
        case tree.Comparison(left, bound):
            return writer.spaced(written(left, writer), written(bound, writer))
        case tree.YesNo(yes):
            return writer.word("YES" if yes else "NO")
        case tree.Among(left, values, negated):
            word = writer.word("IS_NOT" if negated else "IS")
            return writer.spaced(written(left, writer), word, _alternatives(values, writer))
        case tree.HasVerdict(name, met):
            return writer.spaced(written(name, writer), writer.word("MET" if met else "NOT_MET"))
        case tree.Junction(word, parts):
            joint = writer.word("AND" if word == "and" else "OR")
            return writer.spaced(*_between([_operand(part, word, writer) for part in parts], joint))
        case tree.Negation(part):
            return f"{writer.word('NOT')}{writer.mark('(')}{written(part, writer)}{writer.mark(')')}"
        case tree.PerValue(parts):
            return writer.mark(";").join(writer.spaced(written(v, writer), written(b, writer)) for v, b in parts)
        case tree.OneOf(values):
            return writer.spaced(writer.word("IS"), _alternatives(values, writer))
        case tree.Special(kind):
            return writer.word({"fits": "FITS", "report_only": "REPORT_ONLY", "unknown": "UNKNOWN"}[kind])
        case tree.Stages(values):
            return writer.listed([written(value, writer) for value in values])
        case tree.Extent(kind):
            return writer.word({"everything": "EVERYTHING", "nothing": "NONE"}[kind])
        case tree.Clause():
            return _clause(node, writer)
        case tree.Exceptions(parts) | tree.Clauses(parts):
            return writer.mark(";").join(written(part, writer) for part in parts)
        case tree.Codes(parts):
            return writer.listed([written(part, writer) for part in parts])
        case tree.Given(parts):
            return writer.mark(";").join(
                writer.spaced(written(p.name, writer), writer.word("IS"), written(p.value, writer)) for p in parts
            )
        case tree.Between(low, high):
            return f"{_decimal(low)}~{_decimal(high)}"
        case tree.MayBeNone():
            return writer.word("MAY_BE_NONE")
        case tree.Allowed(parts):
            return writer.listed([written(part, writer) for part in parts])
        case _:
            assert_never(node)


def _between(parts: list[str], joint: str) -> list[str]:
    return [piece for part in parts for piece in (joint, part)][1:]


def _operand(part: tree.Condition, within: str, writer: Writer) -> str:
    text = written(part, writer)
    needs = isinstance(part, tree.Junction) and (within == "and" or part.word == within)
    return f"{writer.mark('(')}{text}{writer.mark(')')}" if needs else text


def _alternatives(values: tuple[Any, ...], writer: Writer) -> str:
    return writer.spaced(*_between([written(v, writer) for v in values], writer.word("OR")))


def _number(number: tree.Number, writer: Writer) -> str:
    if number.unit == ":":
        return number.typed or f"{number.value.numerator}:{number.value.denominator}"
    digits = number.typed or _decimal(number.value * 100 if number.unit == "%" else number.value)
    if number.unit == "%":
        return f"{digits}%"
    unit = units.translate(number.unit, writer.lang) if writer.translating else number.unit
    return f"{digits}{unit}" if writer.lang == "zh" else writer.spaced(digits, unit)


def _decimal(value: Fraction) -> str:
    """A literal's decimals as they must have been typed: its denominator has only twos and fives."""
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    whole = str(abs(int(value * 10**digits))).zfill(digits + 1)
    return f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole


_RANK = {"+": 1, "-": 1, "×": 2, "÷": 2}


def _binary(node: tree.Binary, writer: Writer) -> str:
    rank = _RANK[node.operator]
    left, right = written(node.left, writer), written(node.right, writer)
    if isinstance(node.left, tree.Binary) and _RANK[node.left.operator] < rank:
        left = f"{writer.mark('(')}{left}{writer.mark(')')}"
    if isinstance(node.right, tree.Binary) and _RANK[node.right.operator] <= rank:
        right = f"{writer.mark('(')}{right}{writer.mark(')')}"
    return f"{left}{node.operator}{right}" if writer.lang == "zh" else f"{left} {node.operator} {right}"


def _call(node: tree.Call, writer: Writer) -> str:
    name = written(node.function, writer)
    if len(node.arguments) == 1 and isinstance(node.arguments[0], tree.Range):
        over, of = written(node.arguments[0], writer), writer.word("OF")
        return writer.spaced(over, of, name) if writer.lang == "zh" else writer.spaced(name, of, over)
    parts = writer.mark(",").join(written(argument, writer) for argument in node.arguments)
    return f"{name}{writer.mark('(')}{parts}{writer.mark(')')}"


_SIGNS = {">=": "≥", "<=": "≤"}


def _bound(bound: tree.Bound, writer: Writer) -> str:
    typed = [_SIGNS.get(fold(word), fold(word)) for word in bound.words]
    table = spelled_by("keywords")
    owners = [next(t for t in table[fold(word)] if t in TOKENS) for word in typed]
    if writer.translating:
        typed = [words("keywords")[o].twin(fold(w), writer.lang) for w, o in zip(typed, owners, strict=True)]
    before = [w for w, owner in zip(typed, owners, strict=True) if owner.endswith("BEFORE")]
    after = [w for w, owner in zip(typed, owners, strict=True) if owner.endswith("AFTER")]
    return writer.spaced(*before, written(bound.value, writer), *after)


def _clause(clause: tree.Clause, writer: Writer) -> str:
    names = writer.listed([written(name, writer) for name in clause.names])
    if clause.kind == "no_veto":
        return writer.word("NO_VETO")
    if clause.kind == "all":
        return writer.spaced(names, writer.word("ALL_MET"))
    least = clause.kind == "at_least"
    sign, count = writer.word("GE_BEFORE" if least else "LE_BEFORE"), str(clause.count)
    if writer.lang == "zh":
        sign = "至少" if least else "至多"
        text = f"{names}{sign}{count}{writer.word('ITEMS_MET' if least else 'ITEMS_NOT_MET')}"
    else:
        text = writer.spaced(sign, count, writer.word("OF"), names, writer.word("MET" if least else "NOT_MET"))
    if clause.floor is None:
        return text
    share = f"{_decimal(clause.floor.share * 100)}%"
    order = (writer.word("OF_STANDARD"), share) if writer.lang == "zh" else (share, writer.word("OF_STANDARD"))
    floor = writer.spaced(writer.word("REST"), writer.word("GE_BEFORE"), *order)
    return f"{text}{writer.mark(',')}{floor}"
