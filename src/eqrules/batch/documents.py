"""县文书 · What people file about each county of a batch: made where it is judged, from the reference evaluation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from eqrules.batch.publish import COUNTY
from eqrules.batch.terms import Desk, Stopped
from eqrules.engine.contract import Evaluation

if TYPE_CHECKING:
    from eqrules.report.kinds import Kind, Request


def documents(desk: Desk, county: str, evaluation: Evaluation) -> dict[str, bytes]:
    """File name → content, in the order asked for."""
    from eqrules.report import kinds
    from eqrules.report.objects import Objects

    terms, objects = desk.terms, Objects(evaluation)
    made: dict[str, bytes] = {}
    for name in terms.each:
        kind = kinds.meant(name)
        assert kind is not None
        request = kinds.Request(objects, terms.hash, terms.lang, PurePath(name).suffix.lower())
        made[name] = _content(kind, request, None)
        written = _written(desk.folder, county, name) if kind.keeps else None
        if written is not None and written != made[name]:
            made[name] = _content(kind, request, written)
    return made


def _content(kind: Kind, request: Request, last: bytes | None) -> bytes:
    """The document about the one county of this evaluation; `last`: with what people wrote there."""
    from eqrules.report.charts.picture import NoFont
    from eqrules.report.ledger.kept import NotALedger

    (county,) = request.evaluation.counties
    try:
        content = kind.make(replace(request, county=county, last=last))
    except NotALedger as problem:
        raise Stopped("EQ743", name=kind.zh, reason=problem.reason[0]) from problem
    except NoFont as problem:
        raise Stopped("EQ763", name=kind.zh) from problem
    if content is None:
        raise Stopped("EQ742", name=kind.zh, ruleset=request.evaluation.plan.id)
    return content


def _written(folder: Path | None, county: str, name: str) -> bytes | None:
    """What stands there from an earlier run: people may have written into it."""
    path = folder / f"{COUNTY}{county}" / name if folder is not None else None
    return path.read_bytes() if path is not None and path.is_file() else None
