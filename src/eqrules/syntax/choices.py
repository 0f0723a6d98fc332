"""可填 · What may stand in a cell, as far as a list can say: fixed words, declared names, units, allowed values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from eqrules.language import units
from eqrules.syntax.characters import name_key
from eqrules.syntax.declare import TYPES, is_list_type, split_values, type_word
from eqrules.syntax.tree import Document, Section
from eqrules.syntax.words import words

_FIXED: dict[str, tuple[str, ...]] = {
    "DETERMINED": ("COMPUTED", "REPORTED", "JUDGED", "NATIONAL"),
    "MODALITY": ("DECIDES", "REFERENCE"),
    "SEVERAL": ("WIDEST", "STRICTEST"),
    "LEVEL": ("LOGICAL", "EXPERIENCE"),
    "STATUS": ("CONFIRMED", "SECOND_HAND", "INFERRED", "NOT_KNOWN"),
    "MAY_LACK": ("YES", "NO"),
    "TYPE": TYPES,
}
_VERDICTS = ("MET", "NOT_MET", "UNDETERMINED", "NOT_APPLICABLE")


@dataclass(slots=True)
class Choices:
    """`objects`: names of the objects. `named`: folded name of an item, reading or rule → what examples may say."""

    lang: str
    objects: list[str] = field(default_factory=list)
    named: dict[str, list[str]] = field(default_factory=dict)
    values: list[str] = field(default_factory=list)

    def of(self, token: str, name: str = "") -> list[str]:
        """For a column or line: `token` of headings.lark, or "" and the `name` that heads the column."""
        if token in _FIXED:
            return spelled(_FIXED[token], self.lang)
        if token in ("GRAIN", "PARENT"):
            return self.objects
        if token == "UNIT":
            return [(word.zh if self.lang == "zh" else word.en)[0] for word in units.WORDS]
        return self.named.get(name_key(name), []) if not token else []


def spelled(tokens: Iterable[str], lang: str) -> list[str]:
    return [words("values")[token].spelled(lang) for token in tokens]


def choices(documents: Iterable[Document], lang: str) -> Choices:
    """What the tables of these documents declare."""
    made = Choices(lang)
    for document in documents:
        for section in document.sections:
            _gather(section, made)
    made.objects = list(dict.fromkeys(made.objects))
    made.values = list(dict.fromkeys(made.values))
    return made


def _gather(section: Section, made: Choices) -> None:
    for row in section.rows:
        names = [text for text in (row.text("CODE"), row.text("NAME")) if text]
        match section.token:
            case "GRAINS":
                made.objects += [row.text("NAME")] if row.text("NAME") else []
            case "ITEMS" | "DERIVED":
                typed = row.text("TYPE")
                allowed = [own for own, _ in split_values(typed)[0]] if is_list_type(typed) else []
                made.values += allowed
                if type_word(typed) == "yes_no":
                    allowed = spelled(("YES", "NO"), made.lang)
                made.named |= {name_key(name): allowed for name in names}
            case "READINGS":
                made.named |= {name_key(n): [own for own, _ in split_values(row.text("OPTIONS"))[0]] for n in names}
            case "INDICATORS" | "CONCLUSIONS":
                made.named |= {name_key(name): spelled(_VERDICTS, made.lang) for name in names}
            case "VETOES":
                made.named |= {name_key(name): spelled(("YES", "NO"), made.lang) for name in names}
            case _:
                continue
