"""反例成册 · Counterexamples as submissions that run: a folder each, a CSV file for each kind of object."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from io import StringIO

from eqrules.compare.changes import Comparison, Counterexample
from eqrules.report.csv_table import harmless
from eqrules.report.diff.sentences import SIDES, Sentences
from eqrules.report.figures import lossless


def files(found: Comparison) -> Iterator[tuple[str, bytes]]:
    """(path, content): `1-R1-old/学段校.csv`, and a README that says what to run and what comes out."""
    for number, one in enumerate(found.counterexamples, 1):
        folder = f"{number}-{one.rule}-{one.passes}"
        for grain, rows in one.tables.items():
            if rows:
                yield f"{folder}/{grain}.csv", _csv(rows)
        yield f"{folder}/README.txt", _read_me(found, one).encode()


def _csv(rows: tuple[object, ...]) -> bytes:
    out = StringIO()
    heads = list(dict.fromkeys(item for row in rows for item in row))  # type: ignore[attr-defined]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([_cell(row[head]) if head in row else "" for head in heads])  # type: ignore[operator,index]
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    match value:
        case None:
            return "/"
        case bool():
            return "是" if value else "否"
        case int() | Fraction():
            return lossless(value)
        case date():
            return value.isoformat()
    return harmless(str(value))


def _read_me(found: Comparison, one: Counterexample) -> str:
    lines = ["虚构的数据 · made-up data", ""]
    lines += [Sentences(found, lang).counterexample(one) for lang in ("zh", "en")]
    write = Sentences(found, "zh")
    names = (write.id(side) if all(found.asked) else write.plan(side).id for side in SIDES)
    days = zip(names, found.days, strict=True)
    lines += ["", *(f"eqrules run {ruleset} . --as-of {day.isoformat()}" for ruleset, day in days)]
    return "\n".join(lines) + "\n"
