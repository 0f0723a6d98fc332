"""单位 · Units and their algebra: what may be added, divided and compared.

A unit is a product of base dimensions and an exact scale: 万元 is 10000 元, 人/百名学生 is 1/100 (persons
per person), 元/生 is yuan per person. A share printed in % is a pure number; its scale is print only.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """`dimension` maps a base ("person", "yuan") to its power; `scale` is how many base units one is."""

    dimension: tuple[tuple[str, int], ...] = ()
    scale: Fraction = Fraction(1)

    def __mul__(self, other: Unit) -> Unit:
        return Unit(_merge(self.dimension, other.dimension, 1), self.scale * other.scale)

    def __truediv__(self, other: Unit) -> Unit:
        return Unit(_merge(self.dimension, other.dimension, -1), self.scale / other.scale)


def _merge(
    left: tuple[tuple[str, int], ...], right: tuple[tuple[str, int], ...], sign: int
) -> tuple[tuple[str, int], ...]:
    powers = dict(left)
    for base, power in right:
        powers[base] = powers.get(base, 0) + sign * power
    return tuple(sorted((base, power) for base, power in powers.items() if power))


PURE = Unit()


@dataclass(frozen=True, slots=True)
class UnitWord:
    """One unit as people write it. `whole`: comes in whole numbers; `additive`: two parts can be added."""

    zh: tuple[str, ...]
    en: tuple[str, ...]
    unit: Unit
    whole: bool = False
    additive: bool = True


def _base(name: str, scale: int | Fraction = 1) -> Unit:
    return Unit(((name, 1),), Fraction(scale))


WORDS: tuple[UnitWord, ...] = (
    UnitWord(
        ("人", "名", "生", "学生", "位"),
        ("persons", "people", "pupil", "pupils", "person"),
        _base("person"),
        whole=True,
    ),
    UnitWord(("百名学生",), ("100 pupils",), _base("person", 100)),
    UnitWord(("万人",), ("10000 persons",), _base("person", 10000)),
    UnitWord(("平方米", "㎡"), ("m2", "m²"), _base("area")),
    UnitWord(("元",), ("yuan",), _base("yuan")),
    UnitWord(("万元",), ("10000 yuan",), _base("yuan", 10000)),
    UnitWord(("间",), ("rooms", "room"), _base("room"), whole=True),
    UnitWord(("班", "个班"), ("classes", "class"), _base("class"), whole=True),
    UnitWord(("所",), ("schools", "school"), _base("school"), whole=True),
    UnitWord(("册", "本"), ("books", "volumes", "book"), _base("book"), whole=True),
    UnitWord(("台",), ("computers", "computer"), _base("computer"), whole=True),
    UnitWord(("份",), ("forms", "form"), _base("form"), whole=True),
    UnitWord(("个",), ("units", "unit"), _base("count"), whole=True),
    UnitWord(("套",), ("sets", "set"), _base("set"), whole=True),
    UnitWord(("次",), ("times", "time"), _base("time"), whole=True),
    UnitWord(("项",), ("items", "item"), _base("item"), whole=True),
    UnitWord(("天",), ("days", "day"), _base("day"), additive=False),
    UnitWord(("学时",), ("hours", "hour"), _base("hour"), additive=False),
    UnitWord(("米",), ("m",), _base("length")),
    UnitWord(("分",), ("points", "point"), _base("point"), additive=False),
    UnitWord(("年",), ("years", "year"), _base("year"), whole=True, additive=False),
    UnitWord(("分钟",), ("minutes", "minute"), _base("minute"), additive=False),
    UnitWord(("%",), ("%",), PURE, additive=False),
)
_BY_WORD = {word: entry for entry in WORDS for word in (*entry.zh, *entry.en)}
SPELLINGS: tuple[str, ...] = tuple(sorted(_BY_WORD, key=len, reverse=True))


def lookup(text: str) -> UnitWord | None:
    """The unit of a word or of a quotient of two (`元/生`); None if a part is unknown."""
    numerator, slash, denominator = text.strip().partition("/")
    top = _BY_WORD.get(numerator.strip().lower(), _BY_WORD.get(numerator.strip()))
    if not slash:
        return top
    bottom = _BY_WORD.get(denominator.strip().lower(), _BY_WORD.get(denominator.strip()))
    if top is None or bottom is None:
        return None
    return UnitWord((text.strip(),), (text.strip(),), top.unit / bottom.unit, additive=False)


def described(unit: Unit | None) -> str:
    """A unit in Chinese words, for messages: 平方米/人; 无单位 for a pure number."""
    if unit is None or not unit.dimension:
        return "无单位"
    names = {w.unit.dimension[0][0]: w.zh[0] for w in reversed(WORDS) if len(w.unit.dimension) == 1}
    over = "·".join(names[base] for base, power in unit.dimension if power > 0) or "1"
    under = "·".join(names[base] for base, power in unit.dimension if power < 0)
    return f"{over}/{under}" if under else over


def translate(text: str, lang: str) -> str:
    """The unit's twin in the other language, part by part; what is no unit stays as typed."""
    return "/".join(_twin(part.strip(), lang) for part in text.split("/"))


def _twin(word: str, lang: str) -> str:
    entry = _BY_WORD.get(word, _BY_WORD.get(word.lower()))
    if entry is None:
        return word
    own, other = (entry.en, entry.zh) if lang == "zh" else (entry.zh, entry.en)
    if word.lower() not in own:
        return word
    rank = own.index(word.lower())
    return other[rank] if rank < len(other) else other[0]
