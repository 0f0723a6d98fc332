"""哪一个 · The object and the rule that a few typed words mean: code, name, 编号/学段, or full key."""

from __future__ import annotations

from eqrules.diagnostics.suggest import closest
from eqrules.engine.contract import Key
from eqrules.report import words
from eqrules.report.objects import Objects

Place = tuple[str, Key]
"""(grain, key) of one object."""


class NotOne(LookupError):
    """Nothing answers to the words, or more than one does. `what` is "object" or "rule"."""

    def __init__(self, what: str, text: str, candidates: list[str], many: bool = False) -> None:
        super().__init__(text)
        self.what, self.text, self.candidates, self.many = what, text, candidates, many


def places(objects: Objects) -> list[Place]:
    """Every object of the run, the coarsest first."""
    found: dict[Place, None] = {}
    for grain, table in objects.tables.items():
        found |= dict.fromkeys((grain, key) for key in table.keys)
    for outcomes in objects.evaluation.outcomes.values():
        found |= dict.fromkeys((o.grain, o.key) for o in outcomes)
    for decisions in objects.evaluation.decisions.values():
        found |= dict.fromkeys((d.grain, d.key) for d in decisions)
    return sorted(found, key=lambda place: len(place[1]))


def find_object(objects: Objects, text: str, grain: str | None = None) -> Place:
    """The one object of that name; of several at different levels the coarsest, unless `grain` says which."""
    whole, parts = (text.strip(),), tuple(part.strip() for part in text.strip().split("/"))
    everywhere = places(objects)
    found = [p for p in everywhere if any(_answers(objects, p[1], typed) for typed in {whole, parts})]
    own = [place for place in found if place[0] == grain]
    found = own or [place for place in found if len(place[1]) == len(found[0][1])]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotOne("object", text, ["/".join(key) for _, key in found], many=True)
    names: dict[str, str] = {}
    for _, key in everywhere:
        full = f"{'/'.join(key)} {objects.label(key)}"
        names |= {objects.label(key): full, key[-1]: full, "/".join(key): full}
    raise NotOne("object", text, list(dict.fromkeys(names[near] for near in closest(text, names))))


def _answers(objects: Objects, key: Key, typed: tuple[str, ...]) -> bool:
    """Each typed part names the same level of the key, counted from the end."""
    if len(typed) > len(key):
        return False
    names = objects.evaluation.submission.names
    first = len(key) - len(typed)
    if " ".join(typed) == objects.label(key):
        return True
    return all(part in (key[first + i], names.get(key[: first + i + 1])) for i, part in enumerate(typed))


def find_rule(objects: Objects, text: str) -> str:
    """The code of an indicator, conclusion, group or veto, by code or by either name."""
    wanted = text.strip()
    for code, about in objects.rulings.items():
        if wanted.lower() in (code.lower(), about.zh.lower(), about.en.lower(), *about.aliases):
            return code
    names = {code: code for code in objects.rulings}
    names |= {about.zh: code for code, about in objects.rulings.items() if about.zh}
    names |= {about.en: code for code, about in objects.rulings.items() if about.en}
    near = dict.fromkeys(names[name] for name in closest(wanted, names))
    raise NotOne("rule", text, [words.coded(objects.rulings[code], code, "zh") for code in near])


def at_grain(objects: Objects, place: Place, grain: str) -> list[Key]:
    """The objects of `grain` that a place means: itself, what it belongs to, or what is below it."""
    own, key = place
    if own == grain:
        return [key]
    above = objects.above(own, key, grain)
    if above is not None:
        return [above]
    listed = objects.below(own, key, grain)
    found = [k for g, k in places(objects) if g == grain and objects.above(g, k, own) == key]
    return listed or found
