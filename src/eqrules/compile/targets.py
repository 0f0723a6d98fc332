"""阶段目标 · What a set of counties shall reach by a year (阶段目标), and when each is due (时间表)."""

from __future__ import annotations

from eqrules.compile.about import about
from eqrules.compile.fixed import fixed
from eqrules.compile.formulas import Scope, Typed
from eqrules.compile.limits import Owner, limits_of
from eqrules.language.units import PURE
from eqrules.model.symbols import Conclusion, Grain, Names, between
from eqrules.plan import expressions as run
from eqrules.plan import plan
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key


def target(row: tree.Row, origin: str, section: tree.Section, scope: Scope) -> plan.Target | None:
    """One row of 阶段目标: a share of counties by a year."""
    year, conclusion, top = _year(row, scope), _conclusion(row, scope), _top(scope)
    content = row.get("LIMIT")
    if year is None or conclusion is None or top is None or content is None:
        return None
    owner = Owner(top, PURE, "%", Typed(run.Number(value="0"), "number", PURE))
    limits = limits_of(content, owner, scope)  # type: ignore[arg-type]
    count = name_key(row.text("COUNT"))
    if count and not count.isdigit():
        scope.report.error("EQ117", row.place("COUNT"), text=count)
        return None
    if len(limits) != 1:
        return None
    force = fixed(row.text("MODALITY"), ("DECIDES", "REFERENCE"), row.place("MODALITY"), scope.report)
    limit = limits[0][1]
    return plan.Target(
        id=row.text("CODE"), year=year, within=row.text("WITHIN"), counties=int(count or 0),
        conclusion=conclusion.names.code, limit=limit, decides=force != "REFERENCE" and limit.kind != "none",
        about=about(Names(row.text("CODE")), row, origin, scope.report, section.lines),
    )  # fmt: skip


def due(row: tree.Row, origin: str, section: tree.Section, scope: Scope) -> plan.Due | None:
    """One row of 时间表: a county and its year."""
    year, conclusion = _year(row, scope), _conclusion(row, scope)
    if year is None or conclusion is None:
        return None
    return plan.Due(
        county=row.text("COUNTY_CODE"), name=row.text("COUNTY_NAME"), year=year, conclusion=conclusion.names.code,
        about=about(Names(""), row, origin, scope.report, section.lines),
    )  # fmt: skip


def _year(row: tree.Row, scope: Scope) -> int | None:
    text = name_key(row.text("YEAR")).removesuffix("年")
    if len(text) == 4 and text.isdigit():
        return int(text)
    scope.report.error("EQ114", row.place("YEAR"), text=row.text("YEAR"))
    return None


def _top(scope: Scope) -> Grain | None:
    return next((g for g in scope.vocabulary.all(Grain) if not g.parent), None)


def _conclusion(row: tree.Row, scope: Scope) -> Conclusion | None:
    """The conclusion of the county that is counted."""
    name, top = row.get("NAME"), _top(scope)
    place = row.place("NAME")
    found = scope.vocabulary.find(place.text, Conclusion, place, scope.report, "结论")
    if found is None or top is None or not isinstance(name, tree.Name):
        return None
    if found.grain.keys != top.keys:
        scope.report.error("EQ305", place, found.span, name=place.text,
                           **between(found.grain.names, top.names))  # fmt: skip
        return None
    return found
