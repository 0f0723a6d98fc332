"""可疑 · What a ruleset that compiles still cannot mean, told at its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eqrules.compare.lint import Doubt, doubts
from eqrules.diagnostics.report import Finding
from eqrules.plan.plan import Plan
from eqrules.report import words
from eqrules.report.formula import Formula
from eqrules.report.outline import limit_words
from eqrules.source import Span
from eqrules.syntax import tree
from eqrules.syntax.declare import expand_codes


def doubtful(plan: Plan, documents: Sequence[tree.Document]) -> list[Finding]:
    """A warning for each doubt, once for each rule and code."""
    return list({(one.code, one.rule): _finding(one, plan, documents) for one in reversed(doubts(plan))}.values())[::-1]


def _finding(doubt: Doubt, plan: Plan, documents: Sequence[tree.Document]) -> Finding:
    places = list(_places(doubt.rule, documents))
    rule = next(r for r in plan.rules if r.id == doubt.rule)
    case, facts = rule.cases[doubt.rows[0]], {"code": doubt.rule}
    for lang, end in (("zh", ""), ("en", "_en")):
        formula = Formula(plan, lang)
        facts |= {
            f"name{end}": words.name(rule.about, rule.id, lang),
            f"other{end}": words.name(words.of_rulings(plan)[doubt.other], doubt.other, lang) if doubt.other else "",
            f"limit{end}": limit_words(rule, case.limits[0].limit, lang, formula),
            f"row{end}": formula.condition(case.when) if case.when is not None else limit_words(
                rule, case.limits[0].limit, lang, formula),
            f"example{end}": _example(doubt, formula, lang),
        }  # fmt: skip
    return Finding(doubt.code, "warning", places[0] if places else None, facts, tuple(places[1:2]))


def _places(code: str, documents: Sequence[tree.Document]) -> Iterator[Span]:
    for document in documents:
        for section in document.sections:
            if section.token == "INDICATORS":
                yield from (row.span for row in section.rows if code in expand_codes(row.text("CODE")))


def _example(doubt: Doubt, formula: Formula, lang: str) -> str:
    """办学类型 小学，在校生数 1100."""
    parts = []
    for what, value in doubt.example:
        name = formula.item(what) if isinstance(what, str) else formula.value(what)
        shown = formula.word(what, value) if isinstance(what, str) else value
        parts.append(f"{name} {shown}".strip())
    return words.either(lang, "，", ", ").join(parts)
