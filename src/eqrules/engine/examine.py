"""核验 · The checks of a plan on a submission, without judging anything."""

from __future__ import annotations

from datetime import date

from eqrules.data.answers import explained
from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Finding, Report
from eqrules.engine.coloured import coloured
from eqrules.engine.contract import Evaluation
from eqrules.engine.few import few
from eqrules.engine.reference.prepare import prepare
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Plan


def examine(plan: Plan, submission: Submission, day: date, readings: dict[str, str]) -> list[Finding]:
    """What intake saw, and which relations between the data do not hold."""
    report = Report()
    prepare(in_force(plan, day), submission.tables, readings, report)
    return submission.report.findings + explained(report.findings, submission.answers)


def as_explained(evaluation: Evaluation, submission: Submission) -> Evaluation:
    """The same with what is told of few objects and of colours; what is explained in writing says so."""
    found = [*evaluation.report.findings, *few(evaluation), *coloured(evaluation)]
    evaluation.report.findings[:] = explained(found, submission.answers)
    return evaluation
