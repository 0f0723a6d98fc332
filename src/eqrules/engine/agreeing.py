"""一致 · A column engine asked for by name judges as well; an evaluation that it does not share is not given."""

from __future__ import annotations

from datetime import date

from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Finding
from eqrules.engine.contract import Evaluation
from eqrules.engine.reference import Reference
from eqrules.plan.plan import Plan


class Disagreement(Exception):
    """Two engines with two verdicts (EQ749): a defect of ours."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.facts["place"])
        self.finding = finding


class Agreeing:
    """The reference engine's evaluation, under the name of a column engine that has the same verdicts."""

    def __init__(self, name: str) -> None:
        self.name = name

    def run(self, plan: Plan, submission: Submission, day: date, readings: dict[str, str]) -> Evaluation:
        from eqrules.engine import column_engine
        from eqrules.engine.differences import differences
        from eqrules.engine.verdicts import from_evaluation

        found = Reference().run(plan, submission, day, readings)
        made = column_engine(self.name).judge(plan, submission, day, readings)
        unlike = list(differences(found.plan, from_evaluation(found), made.tables))
        if unlike:
            first = unlike[0]
            facts = {"engine": self.name, "n": str(len(unlike)), "place": first.place,
                     "expected": _shown(first.expected), "found": _shown(first.found)}  # fmt: skip
            raise Disagreement(Finding("EQ749", "error", facts=facts))
        found.engine = self.name
        return found


def _shown(value: object) -> str:
    return "（空）" if value is None else str(value)
