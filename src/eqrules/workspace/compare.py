"""对照 · Two rulesets by name, side by side; with a submission, who is reached."""

from __future__ import annotations

from datetime import date

from eqrules.compare.changes import Comparison
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan

Named = tuple[Plan, str, date | None]
"""A plan, its hash, and the day that its name asks for."""


def diff(old: Named, new: Named, day: date | None = None) -> Comparison:
    """What changed from old to new.

    A side with a day in its name is taken as of that day. The judgement is about one day each: that one,
    else `day`, else today, moved into the time in which the ruleset is in force.
    """
    from eqrules.compare.judge import judge
    from eqrules.compare.structure import changes

    days = (_day(old, day), _day(new, day))
    sides = [in_force(plan, asked) if asked else plan for plan, _, asked in (old, new)]
    found = Comparison(old[0], new[0], (old[1], new[1]), days, changes(*sides))
    return judge(found)


def _day(side: Named, day: date | None) -> date:
    plan, _, asked = side
    wanted = asked or day or date.today()
    if asked or day or plan.interval.covers(wanted):
        return wanted
    ends = plan.interval.end if plan.interval.end and wanted.isoformat() > plan.interval.end else plan.interval.start
    return date.fromisoformat(ends)
