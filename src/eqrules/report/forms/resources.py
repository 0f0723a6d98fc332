"""表Ⅱ · 资源配置基本情况 The seven resources: how many schools reach each, and school by school."""

from __future__ import annotations

from eqrules.engine.contract import Decision, Key, Outcome
from eqrules.language.numbers import plain_text
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Rule
from eqrules.report import figures, words
from eqrules.report.forms.model import LEGEND, MARKS, TO_FILL, Cell, Form, Row, figure
from eqrules.report.forms.reading import Reading, percent

_FRONT: tuple[tuple[str, str], ...] = (
    ("L1", "序号"), ("L2", "学校名称"), ("L3", "举办者类型"), ("L4", "在校生数"), ("L5", "年级数"), ("L6", "班级数"),
)  # fmt: skip
_FIRST = 7
"""R1 is L7 here, and L1 in 表Ⅱ-1 and 表Ⅲ."""
_WHOLE = "该校综合评估是否达标"


def both(of: Reading) -> list[Form]:
    return [_summary(of), _by_school(of)]


def heads(of: Reading, first: int, last: str) -> tuple[Cell, ...]:
    """The columns of the indicators: L number, code and name."""
    named = [Cell(f"L{first + i} {rule.id} {_titled(rule)}") for i, rule in enumerate(of.rules)]
    return (*named, Cell(f"L{first + len(of.rules)} {last}"))


def _titled(rule: Rule) -> str:
    unit = f"（{rule.unit}）" if rule.unit else ""
    return words.name(rule.about, "", "zh") + unit


def _summary(of: Reading) -> Form:
    rows: list[Row] = []
    for stage in of.stages:
        inside = [d for d in of.inside if d.key[-1] == stage]
        columns = [_counted([of.outcome(rule.id, d.key) for d in inside]) for rule in of.rules]
        columns.append(_counted(inside))
        rows.append(
            (Cell(stage, down=2), Cell("达标学校总数（所）", "left"), *(figure(str(met)) for met, _ in columns))
        )
        shares = (figure(percent(met, whole, of.rounding)) for met, whole in columns)
        rows.append((Cell("达标学校比例（%）", "left"), *shares))
    undecided = sum(d.verdict is Verdict.UNDETERMINED for d in of.inside)
    notes = [f"比例以纳入评估的学段校为分母，共 {len(of.inside)} 个。"]
    if undecided:
        notes.append(f"其中 {undecided} 个数据不全、还不能判定，未计入达标。")
    top = (Cell("学段"), Cell("项目"), *heads(of, 1, "综合评估"))
    widths = (8, 20, *(13 for _ in of.rules), 12)
    return Form("表Ⅱ-1", "资源配置基本情况", (top,), tuple(rows), widths, wide=True, notes=tuple(notes))


def _counted(found: list[Decision] | list[Outcome | None]) -> tuple[int, int]:
    """(met, applicable)."""
    verdicts = [one.verdict for one in found if one is not None and one.verdict is not Verdict.NOT_APPLICABLE]
    return sum(verdict is Verdict.MET for verdict in verdicts), len(verdicts)


def _by_school(of: Reading) -> Form:
    rows = tuple(_school(of, number, decision) for number, decision in enumerate(of.inside, 1))
    front = tuple(Cell(f"{code} {name}") for code, name in _FRONT)
    top = (*front, *heads(of, _FIRST, _WHOLE), Cell("备注"))
    widths = (5, 22, 7, 8, 6, 6, *(10 for _ in of.rules), 9, 24)
    outside = [of.name(d.key) for d in of.decided if d.verdict is Verdict.NOT_APPLICABLE]
    listed = f"未纳入的学段校 {len(outside)} 个：{'、'.join(outside)}。" if outside else ""
    floor = f"{_percent(of)} 底线按精确乘积比较，不修约。" if of.clause and of.clause.floor else ""
    notes = tuple(note for note in (LEGEND, floor, listed) if note)
    return Form("表Ⅱ-2", "资源配置基本情况（分学校）", (top,), rows, widths, wide=True, notes=notes)


def _school(of: Reading, number: int, decision: Decision) -> Row:
    key = decision.key
    outcomes = [of.outcome(rule.id, key) for rule in of.rules]
    front = (
        figure(str(number)), Cell(of.name(key), "left"), figure(_of_school(of, "sponsor_code", key)),
        *(figure(of.text(item, key)) for item in ("pupils", "grades", "classes")),
    )  # fmt: skip
    values = (_value(of, outcome) for outcome in outcomes)
    mark = Cell(MARKS[decision.verdict], number=decision.verdict is Verdict.MET)
    return (*front, *values, mark, Cell(remark(of, [o for o in outcomes if o is not None]), "left"))


def _of_school(of: Reading, item: str, key: Key) -> str:
    spec = of.objects.items.get(item)
    at = of.objects.above(of.grain, key, spec.grain) if spec is not None else None
    return TO_FILL if at is None else of.text(item, at)


def _value(of: Reading, outcome: Outcome | None) -> Cell:
    if outcome is None or outcome.verdict is Verdict.NOT_APPLICABLE:
        return Cell("/")
    if outcome.value is None:
        return Cell(TO_FILL, comment="、".join(outcome.missing[:10]))
    below = outcome.verdict is Verdict.NOT_MET
    comment = f"标准 {figures.limit_text(of.objects, outcome, 'zh')}" if below else ""
    if below and outcome.gap is not None:
        comment += f"；{figures.gap_text(of.objects, outcome.gap, 'zh')}"
    return figure(of.printed(outcome), below, comment)


# ── 备注 ─────────────────────────────────────────────────────────
def remark(of: Reading, outcomes: list[Outcome]) -> str:
    """Which items are met, which reach the floor, which stay below it, what is missing, what was relaxed."""
    met = [o.rule for o in outcomes if o.verdict is Verdict.MET]
    missed = [o for o in outcomes if o.verdict is Verdict.NOT_MET]
    unknown = [o.rule for o in outcomes if o.verdict is Verdict.UNDETERMINED]
    judged = len(met) + len(missed) + len(unknown)
    parts = [
        f"{judged}项均达标" if met and len(met) == judged else f"达标{len(met)}项：{'、'.join(met)}" if met else ""
    ]
    above = [_beside_floor(of, o) for o in missed if _reaches(of, o) is True]
    below = [_beside_floor(of, o) for o in missed if _reaches(of, o) is False]
    other = [f"{o.rule} {of.printed(o)}" for o in missed if _reaches(of, o) is None]
    parts += [f"未达标但达到{_percent(of)}：{'、'.join(above)}" if above else ""]
    parts += [f"低于{_percent(of)}：{'、'.join(below)}" if below else ""]
    parts += [f"未达标：{'、'.join(other)}" if other else ""]
    parts += [f"缺数据，待定：{'、'.join(unknown)}" if unknown else ""]
    relaxed = [f"{o.rule}（{'、'.join(o.relaxations)}）" for o in outcomes if o.relaxations]
    parts += [f"按放宽认定：{'、'.join(relaxed)}" if relaxed else ""]
    return "；".join(part for part in parts if part)


def _percent(of: Reading) -> str:
    from eqrules.language.numbers import parse

    return f"{plain_text(parse(of.clause.floor) * 100)}%" if of.clause and of.clause.floor else ""


def _reaches(of: Reading, outcome: Outcome) -> bool | None:
    """Whether a value that misses its limit reaches the floor; None where there is no such question."""
    floor, value = of.floor(outcome), figures.as_number(outcome.value)
    if floor is None or value is None or outcome.limit is None or outcome.limit.sign not in (">=", ">"):
        return None
    return figures.approached(figures.scaled(of.objects.rules[outcome.rule], value), floor) >= floor


def _beside_floor(of: Reading, outcome: Outcome) -> str:
    floor = of.floor(outcome)
    assert floor is not None
    sign = "≥" if _reaches(of, outcome) else "＜"
    return f"{outcome.rule} {of.printed(outcome)}（{sign}{plain_text(floor, 6)}）"
