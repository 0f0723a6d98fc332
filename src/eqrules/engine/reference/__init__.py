"""参照引擎 · The meaning of a plan: exact rationals, one object at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Report
from eqrules.engine.contract import Evaluation
from eqrules.engine.reference.conclude import Conclusions, county_verdicts
from eqrules.engine.reference.gap import fill_gaps
from eqrules.engine.reference.prepare import prepare
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan
from eqrules.undisturbed import undisturbed


class Reference:
    """Plain Python on exact rationals; every other engine must agree with it."""

    name = "reference"

    def run(self, plan: Plan, submission: Submission, day: date, readings: dict[str, str]) -> Evaluation:
        """Judge every object. The submission itself is left as it was."""
        with undisturbed():
            return self._run(in_force(plan, day), submission, day, readings)

    def _run(self, held: Plan, submission: Submission, day: date, readings: dict[str, str]) -> Evaluation:
        report = Report()
        world = prepare(held, submission.tables, readings, report)
        outcomes = {rule.id: world.outcomes(rule.id) for rule in held.rules}
        for made in outcomes.values():
            fill_gaps(made, world)
        conclusions = Conclusions(world)
        return Evaluation(
            plan=held,
            day=day,
            engine=self.name,
            submission=replace(submission, tables=world.tables),
            readings=readings,
            outcomes=outcomes,
            decisions=conclusions.all(),
            counties=county_verdicts(conclusions),
            report=report,
        )
