"""续账 · This month's shortfalls and last month's ledger together: kept, new, solved, back again, not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from eqrules.language.verdicts import Verdict
from eqrules.report import figures, words
from eqrules.report.county import County
from eqrules.report.ledger.entries import Entry
from eqrules.report.ledger.kept import Kept, Line, Written

CLOSED = "已销号"
AGAIN = "重新出现"


@dataclass(slots=True)
class Item:
    """One line to write. `closed`: it is solved; such lines stand at the end."""

    entry: Entry
    theirs: dict[str, Written] = field(default_factory=dict)
    closed: bool = False
    new: bool = False


def merge(county: County, found: Iterable[Entry], kept: Kept | None) -> list[Item]:
    """Open lines first, in the order of the ruleset; then those of last month that are solved."""
    day = county.objects.evaluation.day.isoformat()
    open_: list[Item] = []
    for entry in found:
        line = None if kept is None else kept.lines.get(entry.id)
        item = Item(entry, dict(line.theirs) if line else {}, new=line is None)
        if str(item.theirs.get("销号", "")).startswith(CLOSED):
            item.theirs["销号"] = f"{AGAIN} {day}"
        open_.append(item)
    known = {item.entry.id for item in open_}
    gone = [_gone(county, code, line, day) for code, line in (kept.lines if kept else {}).items() if code not in known]
    return [*open_, *(i for i in gone if not i.closed), *(i for i in gone if i.closed)]


def _gone(county: County, code: str, line: Line, day: str) -> Item:
    """A line that is no shortfall now: solved, unless nobody can know."""
    verdict, value = _now(county, code)
    solved = verdict in (Verdict.MET, Verdict.NOT_APPLICABLE)
    problem = line.ours.get("存在问题", "")
    already = str(line.theirs.get("销号", "")).startswith(CLOSED)
    if already:
        solved = True
    elif not solved:
        why = "本次填报没有这个对象或指标" if verdict is None else "本次数据不全，无法判定"
        said = f"（{why}，未销号）"
        problem = problem if said in problem else problem + said
    theirs = dict(line.theirs)
    if solved and not theirs.get("销号"):
        theirs["销号"] = f"{CLOSED} {day}"
    entry = Entry(
        code, line.ours.get("学校", ""), line.ours.get("指标", ""), value or line.ours.get("现值", ""),
        line.ours.get("标准", ""), problem,
    )  # fmt: skip
    return Item(entry, theirs, closed=solved)


def _now(county: County, code: str) -> tuple[Verdict | None, str]:
    """The verdict on a line's rule and object in this run, and its value; None where there is none."""
    name, _, place = code.partition("|")
    objects, key = county.objects, tuple(place.split("/"))
    if name in objects.vetoes:
        holds = objects.veto_holds(name, county.verdict)
        return (Verdict.UNDETERMINED, "") if holds is None else (Verdict.MET, "不存在")
    outcome = objects.outcome(name, key) if name in objects.rules else None
    if outcome is None:
        return None, ""
    value = "" if outcome.value is None else figures.value_text(objects, outcome, "zh")
    note = words.note(outcome.note, "zh") if outcome.verdict is Verdict.NOT_APPLICABLE and outcome.note else ""
    return outcome.verdict, value or note
