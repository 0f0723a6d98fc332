"""接表 · Tables that come as columns (Arrow, Parquet, CSV) made ready: keys, whole numbers with a scale, words.

Only what can be read in one plain way is read here; a county with anything else in it is left to the intake
and the reference engine, which know how to ask back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from eqrules.data.raw import Sheet
from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Report
from eqrules.engine.duckdb.ranges import Known, ranges
from eqrules.engine.duckdb.reading import Column, Database, reading, types_of
from eqrules.engine.frames import OUTLYING
from eqrules.engine.sql.profile import Profile, Range
from eqrules.plan.plan import Grain, ItemSpec, Plan

if TYPE_CHECKING:
    import duckdb


@dataclass(slots=True)
class Staged:
    """What stands ready: `profile` of it; `odd`: counties that are left to the intake; `implied`: grain → the grain
    whose rows alone tell its objects; `views`: grain that was handed in → how its table is read."""

    profile: Profile = field(default_factory=Profile)
    odd: set[str] = field(default_factory=set)
    implied: dict[str, str] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)


def stage(db: Database, plan: Plan, sources: Mapping[str, str]) -> Staged:
    """Make a view of every grain; `sources`: grain → a relation of the connection."""
    made = Staged()
    grains = {grain.id: grain for grain in plan.grains}
    for name, source in sources.items():
        _handed_in(db, plan, grains[name], source, made)
    for grain in plan.grains:
        if grain.id not in sources:
            _implied(db, plan, grain, sources, made)
    _odd_keys(db, plan, sources, made)
    return made


def _handed_in(db: Database, plan: Plan, grain: Grain, source: str, made: Staged) -> None:
    types = types_of(db, source)
    headings = _headings(plan, types)
    parts = [f'CAST("{headings[part]}" AS STRING) AS "@{part}"' for part in grain.keys]
    columns: dict[str, Column] = {}
    for spec in plan.items:
        if spec.grain == grain.id:
            heading = headings.get(spec.id)
            columns[spec.id] = reading(db, spec, heading, types.get(heading or "", ""), source)
    known = ranges(db, plan.items, columns, source)
    top = headings[grain.keys[0]]
    for spec in plan.items:
        if spec.id in columns:
            columns[spec.id] = _noted(db, spec, columns[spec.id], known.get(spec.id), f'"{top}"', source, made)
    selected = [*parts, *(f'{column.text} AS "{name}"' for name, column in columns.items())]
    selected += [f'COALESCE({column.none}, FALSE) AS "{name}.none"' for name, column in columns.items() if column.none]
    made.views[grain.id] = f"SELECT {', '.join(selected)} FROM {source}"
    db.execute(f'CREATE OR REPLACE TEMP VIEW "{grain.id}" AS {made.views[grain.id]}')


def _headings(plan: Plan, types: Mapping[str, str]) -> dict[str, str]:
    """Item or key part → the column that holds it, by id, name or alias."""
    from eqrules.data.names import heading_key

    known = {heading_key(name): name for name in types}
    found: dict[str, str] = {}
    parts = {g.keys[-1]: g.key_item for g in plan.grains}
    for spec in plan.items:
        for name in (spec.id, spec.about.zh, spec.about.en, *spec.about.aliases):
            if name and heading_key(name) in known:
                found.setdefault(spec.id, known[heading_key(name)])
    for part, item in parts.items():
        if item in found or heading_key(part) in known:
            found.setdefault(part, found.get(item) or known[heading_key(part)])
    return found


def _noted(
    db: Database, spec: ItemSpec, column: Column, known: Known | None, top: str, source: str, made: Staged,
) -> Column:  # fmt: skip
    """Keep the range of a column. Cells that cannot be read here, or are out of it, are left empty: their counties
    are odd."""
    tests = [] if column.fine == "TRUE" else [f"NOT COALESCE({column.fine}, TRUE)"]
    per = 100 if spec.unit == "%" else 1
    low, high, mean = 0, 0, 0.0
    if known is not None:
        low, high, mean = known.low, known.high, known.mean
        if known.most > OUTLYING * mean:
            (row,) = db.execute(f"SELECT approx_quantile(abs({column.text}), 0.99) FROM {source}").fetchall()
            most = OUTLYING * max(int(row[0]), 1)
            if known.most > most:
                tests.append(f"abs({column.text}) > {most}")
                low, high, mean = max(low, -most), min(high, most), min(mean, float(row[0]))
        made.profile.rows[spec.grain] = known.rows
        ends = [Fraction(text) / per * 10**column.scale if text else None for text in (spec.minimum, spec.maximum)]
        if ends[0] is not None and low < ends[0]:
            tests.append(f"{column.text} < {float(ends[0])!r}")
        if ends[1] is not None and high > ends[1]:
            tests.append(f"{column.text} > {float(ends[1])!r}")
        if (spec.whole or spec.type == "integer") and column.scale:
            tests.append(f"{column.text} % {10**column.scale} <> 0")
    odd = " OR ".join(tests)
    query = f"SELECT DISTINCT CAST({top} AS STRING) FROM {source} WHERE {odd}"
    found = [row[0] for row in db.execute(query).fetchall()] if tests else []
    made.odd.update(found)
    blank = known is None or known.there < known.rows or bool(found)
    made.profile.items[spec.id] = Range(column.scale, low, high, blank, bool(column.none), int(mean))
    return replace(column, text=f"CASE WHEN NOT COALESCE({odd}, FALSE) THEN {column.text} END") if found else column


def _odd_keys(db: Database, plan: Plan, sources: Mapping[str, str], made: Staged) -> None:
    """Counties with two rows for one object, a row without its key, or an object whose own table does not list it."""
    grains = [grain for grain in plan.grains if grain.id in sources]
    for grain in grains:
        top, *rest = (f'"@{part}"' for part in grain.keys)
        keys = ", ".join((top, *rest))
        twice = f'SELECT {top} FROM "{grain.id}"{_suspected(top, rest, grain.id)} GROUP BY {keys} HAVING count(*) > 1'
        unkeyed = " OR ".join(f"COALESCE({key}, '') = ''" for key in rest) or "FALSE"
        queries = [twice, f'SELECT {top} FROM "{grain.id}" WHERE {unkeyed}']
        for above in grains:
            if set(above.keys) < set(grain.keys):
                own = ", ".join(f'"@{part}"' for part in above.keys)
                unlisted = f'SELECT {own} FROM "{grain.id}" EXCEPT SELECT {own} FROM "{above.id}"'
                queries.append(f"SELECT {top} FROM ({unlisted})")
        for query in queries:
            made.odd.update(row[0] for row in db.execute(f"SELECT DISTINCT * FROM ({query})").fetchall())


def _suspected(top: str, rest: list[str], grain: str) -> str:
    """Counties in which two rows may be of one object: hashes meet. A long list of objects would take up memory."""
    if not rest:
        return ""
    unlike = f"array_length(array_distinct(array_agg(hash({', '.join(rest)}))))"
    return f' WHERE {top} IN (SELECT {top} FROM "{grain}" GROUP BY {top} HAVING count(*) <> {unlike})'


def _implied(db: Database, plan: Plan, grain: Grain, sources: Mapping[str, str], made: Staged) -> None:
    """Objects that only the rows of finer ones speak of."""
    finer = [g for g in plan.grains if g.id in sources and set(grain.keys) < set(g.keys)]
    for spec in plan.items:
        if spec.grain == grain.id:
            made.profile.items[spec.id] = Range(blank=True, none=False)
    blanks = {"integer": "BIGINT", "decimal": "BIGINT", "yes_no": "BOOLEAN", "date": "DATE"}
    items = "".join(
        f', CAST(NULL AS {blanks.get(s.type, "STRING")}) AS "{s.id}"' for s in plan.items if s.grain == grain.id
    )
    keys = ", ".join(f'"@{part}"' for part in grain.keys)
    if not finer:
        empty = ", ".join(f'CAST(NULL AS STRING) AS "@{part}"' for part in grain.keys)
        db.execute(f'CREATE OR REPLACE TEMP VIEW "{grain.id}" AS SELECT {empty}{items} WHERE FALSE')
        return
    union = " UNION ".join(f'SELECT DISTINCT {keys} FROM "{g.id}"' for g in finer)
    db.execute(f'CREATE OR REPLACE TEMP VIEW "{grain.id}" AS SELECT *{items} FROM ({union})')
    if len(finer) == 1:
        made.implied[grain.id] = finer[0].id


def relation(db: duckdb.DuckDBPyConnection, grain: str, data: object) -> str:
    """A path or an Arrow table as something that can be read FROM."""
    if isinstance(data, str | Path):
        path = str(data).replace("'", "''")
        if path.endswith(".parquet"):
            return f"read_parquet('{path}')"
        return f"read_csv('{path}', all_varchar = true, header = true)"
    db.register(f"{grain}_given", data)
    return f"{grain}_given"


def rows_of(db: Database, plan: Plan, sources: Mapping[str, str], counties: set[str]) -> Submission:
    """The rows of these counties, read as intake reads a sheet."""
    from eqrules.data.intake import read_sheets

    sheets = []
    for grain in plan.grains:
        if grain.id in sources:
            names = types_of(db, sources[grain.id])
            top = _headings(plan, names)[grain.keys[0]]
            wanted = ", ".join("'" + name.replace("'", "''") + "'" for name in sorted(counties))
            query = f'SELECT * FROM {sources[grain.id]} WHERE CAST("{top}" AS STRING) IN ({wanted})'
            found = db.execute(query).fetchall() if counties else []
            sheets.append(Sheet(grain.about.zh or grain.id, grain.id, [list(names), *map(list, found)]))
    return read_sheets(plan, sheets, Report())
