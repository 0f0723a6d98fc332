"""雷达图 · Ratios to the standard around a ring: in the page's blocks, and all schools on one sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import cos, pi, sin

from eqrules.engine.contract import Decision, Outcome
from eqrules.plan.plan import Rule
from eqrules.report import words
from eqrules.report.charts import svg
from eqrules.report.county import CAP, County

SIDE = 200
"""One radar, in its own units."""
_RADIUS, _MIDDLE = 74, 100
_ACROSS, _WIDE, _HIGH, _TOP = 5, 210, 250, 70
_FEWEST = 3
"""Axes that make a ring."""

Points = list[tuple[float, float]]


def at(place: int, count: int, reached: Fraction | float) -> tuple[float, float]:
    angle = 2 * pi * place / count - pi / 2
    length = _RADIUS * float(reached) / float(CAP)
    return _MIDDLE + length * cos(angle), _MIDDLE + length * sin(angle)


def ring(county: County, rules: Sequence[Rule]) -> tuple[dict[str, Points], list[tuple[float, float, str]]]:
    """What all radars of a county share: the rings by name, and where the codes stand; nothing for too few axes."""
    count = len(rules)
    if count < _FEWEST:
        return {}, []
    rings = {"limit": [at(i, count, 1) for i in range(count)]}
    floor = next(iter(county.floors.values()), None)
    if floor is not None:
        rings["floor"] = [at(i, count, floor) for i in range(count)]
    rings["edge"] = [at(i, count, CAP) for i in range(count)]
    codes = [(*at(i, count, float(CAP) * 1.17), rule.id) for i, rule in enumerate(rules)]
    return rings, codes


def shape(county: County, rules: Sequence[Rule], outcomes: Sequence[Outcome]) -> tuple[list[Points], bool]:
    """The lines of one school's figure, and whether they close: no line bridges an indicator that has no value."""
    found = {o.rule: county.standing(o) for o in outcomes}
    reached = [found.get(rule.id) for rule in rules]
    points = [None if r is None else at(i, len(rules), min(r, CAP)) for i, r in enumerate(reached)]
    if None not in points:
        return [[point for point in points if point is not None]], True
    start = points.index(None)
    runs: list[Points] = [[]]
    for point in points[start:] + points[:start]:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run], False


def tag(points: Points, closed: bool) -> str:
    """A surface, a line, or a dot for an indicator alone between two without values."""
    if len(points) == 1:
        (x, y), *_ = points
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="2.5"'
    return f'<{"polygon" if closed else "polyline"} points="{corners(points)}"'


def corners(points: Points) -> str:
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in points)


# ── all on one sheet ─────────────────────────────────────────────
_LOOKS = {
    "limit": f'fill="none" stroke="{svg.INK}" stroke-width="1.2"',
    "floor": f'fill="none" stroke="{svg.SOFT}" stroke-dasharray="3 3"',
    "edge": f'fill="none" stroke="{svg.LINE}"',
    "surface": f'fill="{svg.PALE}"',
    "value": f'fill="none" stroke="{svg.BLUE}" stroke-width="1.6"',
}


def chart(county: County, lang: str) -> str | None:
    """None where there are fewer than three indicators to go round, or no section."""
    rules, rows = county.measured, county.shown()
    rings, codes = ring(county, rules)
    if not rings or not rows:
        return None
    title = words.either(lang, "各校与标准之比", "Schools against the standard")
    plan, day = county.objects.plan, county.objects.evaluation.day
    zh, en = "粗线圈是标准，虚线圈是底线，外圈是 150%", "Thick ring: the standard; dashed: the floor; outer: 150 %"
    about = f"{words.name(plan.about, plan.id, lang)} · {day} · {words.either(lang, zh, en)}"
    shared = "".join(_polygon(points, name) for name, points in rings.items())
    shared += "".join(svg.text(x, y + 4, code, 10, svg.SOFT, "middle") for x, y, code in codes)
    pieces = [svg.text(16, 28, f"{county.name} {title}", 17, bold=True), svg.text(16, 48, about, 12, svg.SOFT)]
    for number, decision in enumerate(rows):
        down, across = divmod(number, _ACROSS)
        pieces += _one(county, decision, rules, shared, _WIDE * across, _TOP + _HIGH * down, lang)
    lines = -(-len(rows) // _ACROSS)
    wide = _WIDE * min(_ACROSS, max(len(rows), 3)) + 10
    return svg.drawing(wide, _TOP + _HIGH * lines + 10, f"{county.name} {title}", pieces)


def _one(
    county: County, decision: Decision, rules: Sequence[Rule], shared: str, x: float, y: float, lang: str
) -> Iterator[str]:
    outcomes = [o for rule in rules if (o := county.objects.outcome(rule.id, decision.key)) is not None]
    runs, closed = shape(county, rules, outcomes)
    name = svg.cut(county.objects.label(decision.key), 30)
    yield svg.text(x + _WIDE / 2, y + 14, name, 12, anchor="middle")
    yield svg.text(x + _WIDE / 2, y + 30, decision.verdict.word(lang), 12, svg.COLOURS[decision.verdict], "middle")
    surface = _polygon(runs[0], "surface") if closed else ""
    drawn = surface + shared + "".join(f"{tag(run, closed)} {_LOOKS['value']}/>" for run in runs)
    yield f'<g transform="translate({x + 5:.0f} {y + 34:.0f})">{drawn}</g>'


def _polygon(points: Points, name: str) -> str:
    return f'<polygon points="{corners(points)}" {_LOOKS[name]}/>'
