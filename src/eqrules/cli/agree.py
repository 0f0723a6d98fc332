"""一致 · A column engine asked for by name judges as well; an evaluation that it does not share is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqrules.cli.trouble import Trouble

if TYPE_CHECKING:
    from eqrules.data.submission import Submission
    from eqrules.engine.contract import Evaluation


def agreed(found: Evaluation, submission: Submission, engine: str) -> None:
    """Name the engine in the evaluation once its verdicts are the same; `Trouble` (EQ749) if one is not."""
    from eqrules.engine import column_engine
    from eqrules.engine.differences import differences
    from eqrules.engine.verdicts import from_evaluation

    made = column_engine(engine).judge(found.plan, submission, found.day, found.readings)
    unlike = list(differences(found.plan, from_evaluation(found), made.tables))
    if unlike:
        first = unlike[0]
        raise Trouble("EQ749", engine=engine, n=str(len(unlike)), place=first.place,
                      expected=_shown(first.expected), found=_shown(first.found))  # fmt: skip
    found.engine = engine


def _shown(value: object) -> str:
    return "（空）" if value is None else str(value)
