"""出处 · Where a limit comes from: ruleset, row, part of the objects; its basis and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from eqrules.engine.contract import Outcome
from eqrules.plan import expressions as e
from eqrules.plan.plan import About, Relaxation
from eqrules.report import words
from eqrules.report.formula import Formula
from eqrules.report.objects import Objects


def relaxed_by(objects: Objects, outcome: Outcome) -> Relaxation | None:
    """The relaxation whose limit was used; others only changed how the value is counted."""
    return next(
        (
            relaxation
            for relaxation in objects.rules[outcome.rule].relaxations
            if relaxation.id in outcome.relaxations and relaxation.limit == outcome.limit
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """What many outcomes of one row share."""

    basis: str
    status: str
    origin: str


def _first(field: str, abouts: list[About]) -> str:
    return next((text for about in abouts if (text := str(getattr(about, field)))), "")


def _source(objects: Objects, outcome: Outcome) -> _Source:
    place = (outcome.rule, id(outcome.case), id(outcome.limit), outcome.relaxations)
    found = objects.sources.get(place)
    if found is None:
        abouts, relaxation = _abouts(objects, outcome), relaxed_by(objects, outcome)
        status = _first("status", abouts) if relaxation is None else relaxation.about.status
        origin = _first("origin", abouts) or objects.plan.id
        found = objects.sources[place] = _Source(_first("basis", abouts), status, origin)
    assert isinstance(found, _Source)
    return found


def _abouts(objects: Objects, outcome: Outcome) -> list[About]:
    """From the nearest to the widest: relaxation, row, indicator."""
    relaxation = relaxed_by(objects, outcome)
    nearest = [] if relaxation is None else [relaxation.about]
    row = [] if outcome.case is None else [outcome.case.about]
    return [*nearest, *row, objects.rules[outcome.rule].about]


def basis(objects: Objects, outcome: Outcome) -> str:
    """第六条(一)."""
    return _source(objects, outcome).basis


def limit_status(objects: Objects, outcome: Outcome) -> str:
    """已核, 转引, 推定, 未知; empty when the ruleset does not say."""
    return _source(objects, outcome).status


def limit_source(objects: Objects, outcome: Outcome, lang: str = "zh") -> str:
    """`cn/2017 R1 小学`: who wrote the limit, and for which part of the objects."""
    relaxation = relaxed_by(objects, outcome) if outcome.relaxations else None
    parts = [_source(objects, outcome).origin, outcome.rule, case_words(objects, outcome, lang)]
    if relaxation is not None and relaxation.id != outcome.rule:
        parts.append(relaxation.id)
    return " ".join(part for part in parts if part)


def case_words(objects: Objects, outcome: Outcome, lang: str) -> str:
    """小学, or the whole condition of the row; empty for rows that hold for all."""
    when = outcome.case.when if outcome.case is not None else None
    if when is None:
        return ""
    known = objects.written.get((id(when), lang))
    if known is None:
        known = objects.written[id(when), lang] = _condition(objects, when, lang)
    return known


def _condition(objects: Objects, when: e.Condition, lang: str) -> str:
    if isinstance(when, e.Among):
        formula = Formula(objects.plan, lang)
        return words.either(lang, "、", ", ").join(formula.word(when.item.item, v) for v in when.values)
    return Formula(objects.plan, lang).condition(when)
