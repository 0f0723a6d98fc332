"""收尾 · What stands over all counties of a finished run: list, ranking and manifest, the same bytes each time."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from eqrules.batch import publish
from eqrules.batch.collect import COUNTED
from eqrules.batch.journal import Entry, Line
from eqrules.batch.terms import SCHEMA, Terms
from eqrules.language.verdicts import Verdict
from eqrules.plan.plan import Plan

VETOED = "一票否决"


def word(one: Entry) -> str:
    """The county's verdict as people say it; a veto goes before everything."""
    return VETOED if one.vetoes else Verdict(one.verdict).zh


def close(folder: Path, terms: Terms, lines: Sequence[Line]) -> dict[str, Any]:
    """Write list, ranking and manifest, this last: where it stands, everything stands. The manifest."""
    from eqrules.report.ranking import page

    entries = sorted((one for line in lines for one in line.counties), key=lambda one: one.county)
    publish.write_file(folder / publish.LIST, _list(terms.plan, entries))
    made = manifest(terms, lines, entries)
    publish.write_file(folder / publish.RANKING, page(terms.plan, made, terms.lang).encode("utf-8"))
    publish.write_file(folder / publish.MANIFEST, dumped(made).encode("utf-8"))
    publish.remove(folder / publish.JOURNAL)
    return made


def _list(plan: Plan, entries: Iterable[Entry]) -> bytes:
    """Marked UTF-8, as Excel and WPS open it."""
    from eqrules.report.csv_table import harmless
    from eqrules.report.ranking import extent

    top = plan.top.id
    below = [c for c in plan.conclusions if c.grain != top]
    vetoes = {veto.id: veto.about.zh or veto.id for veto in plan.vetoes}
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    counts = [f"{c.about.zh or c.id}·{Verdict(verdict).zh}" for c in below for verdict in COUNTED]
    near = ["未达标指标数", "未达标项数", "判定项数", "待定项数", "最低达到标准的"]
    writer.writerow(["行政区划代码", "县名称", "结论", "一票否决事项", *counts, *near])
    for one in entries:
        held = "；".join(f"{id} {vetoes.get(id, id)}" for id in one.vetoes)
        numbers = [str(n) for c in below for n in one.objects.get(c.id, [0] * len(COUNTED))]
        how = one.standing
        numbers += [str(n) for n in (len(how["unmet"]), how["not_met"], how["met"] + how["not_met"])]
        numbers += [str(how["undetermined"]), extent(how["worst"])]
        writer.writerow([harmless(text) for text in (one.county, one.name, word(one), held, *numbers)])
    return ("\ufeff" + out.getvalue()).encode("utf-8")


def manifest(terms: Terms, lines: Iterable[Line], entries: Iterable[Entry]) -> dict[str, Any]:
    """Schema eqrules/batch/1. What depends on the engine stands under `engine` and nowhere else."""
    made = terms.record()
    again: dict[str, list[str]] = {}
    seen: Counter[str] = Counter()
    for one in lines:
        for why, counties in one.again.items():
            again.setdefault(why, []).extend(counties)
        seen.update(one.seen)
    made["engine"] |= {
        "by_reference": {why: sorted(counties) for why, counties in sorted(again.items())},
        "findings": dict(sorted(seen.items())),
    }
    made["counties"] = [
        {
            "county": one.county, "name": one.name, "verdict": one.verdict, "vetoes": one.vetoes,
            "objects": {id: dict(zip(COUNTED, counts, strict=True)) for id, counts in one.objects.items()},
            "standing": one.standing,
            "files": [
                {"name": f"{publish.COUNTY}{one.county}/{name}", "sha256": digest, "rows": n}
                for name, (digest, n) in sorted(one.files.items())
            ],
            **_documents(one),
        }
        for one in entries
    ]  # fmt: skip
    return made


def _documents(one: Entry) -> dict[str, Any]:
    place = f"{publish.COUNTY}{one.county}"
    named = [{"name": f"{place}/{name}", "sha256": digest} for name, digest in sorted(one.documents.items())]
    return {"documents": named} if named else {}


def dumped(made: dict[str, Any]) -> str:
    from eqrules.report.result import dump

    return dump(made)


def finished(folder: Path) -> dict[str, Any] | None:
    """The manifest of a run that came to its end."""
    try:
        found = json.loads((folder / publish.MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("schema") == SCHEMA else None


def stands(folder: Path, made: dict[str, Any]) -> bool:
    """Every file that the manifest names is there with its bytes."""
    lists = (publish.LIST, publish.RANKING)
    return all((folder / name).is_file() for name in lists) and all(
        publish.holds(
            folder,
            one["county"],
            {Path(file["name"]).name: file["sha256"] for file in (*one["files"], *one.get("documents", ()))},
        )
        for one in made["counties"]
    )
