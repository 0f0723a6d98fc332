"""申报表 · The application form, 表Ⅰ to 表Ⅵ, filled from one county's part of a run."""

from __future__ import annotations

from eqrules.report.county import County
from eqrules.report.forms import balance, lines, profile, resources, survey
from eqrules.report.forms.model import Form
from eqrules.report.forms.reading import Reading

__all__ = ["Form", "forms"]


def forms(county: County) -> list[Form] | None:
    """All six in order; None where the ruleset does not judge schools by several indicators with a floor."""
    reading = Reading(county)
    if reading.school is None:
        return None
    known = county.worked.setdefault(("forms", "zh"), [])
    if not known:
        known += [profile.form(reading), *resources.both(reading), balance.form(reading), *lines.both(reading)]
        known.append(survey.form(reading))
    return list(known)
