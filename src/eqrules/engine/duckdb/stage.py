"""接表 · Tables that come as columns (Arrow, Parquet, CSV) made ready: keys, whole numbers with a scale, words.

Only what can be read in one plain way is read here; a county with anything else in it is left to the intake
and the reference engine, which know how to ask back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from eqrules.data.raw import Sheet
from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Report
from eqrules.engine.frames import OUTLYING
from eqrules.engine.sql.profile import Profile, Range
from eqrules.plan.plan import Grain, ItemSpec, Plan

if TYPE_CHECKING:
    import duckdb


class Answer(Protocol):
    def fetchall(self) -> list[Any]: ...


class Database(Protocol):
    """What takes these statements: DuckDB's connection, or another database made to look like it."""

    def execute(self, query: str) -> Answer: ...


_MOST_DECIMALS = 9
_FIRST_ROWS = 100_000
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


@dataclass(slots=True)
class Staged:
    """What stands ready: `profile` of it; `odd`: counties that are left to the intake; `implied`: grain → the grain
    whose rows alone tell its objects; `views`: grain that was handed in → how its table is read."""

    profile: Profile = field(default_factory=Profile)
    odd: set[str] = field(default_factory=set)
    implied: dict[str, str] = field(default_factory=dict)
    views: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Column:
    """How a column is read: `text`; `fine`: true where that reads the cell in full; its scale; `none`: where it
    says 无此项; `own`: the column itself, where it holds nothing but numbers, `text` being those times 10^scale."""

    text: str
    fine: str
    scale: int = 0
    none: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """Of a column of numbers, times 10^scale: the least and the most, how many are `there`, rows, mean size."""

    low: int
    high: int
    there: int
    rows: int
    mean: float

    @property
    def most(self) -> int:
        return max(abs(self.low), abs(self.high))


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
    types = {name: str(kind) for name, kind, *_ in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    headings = _headings(plan, types)
    parts = [f'CAST("{headings[part]}" AS STRING) AS "@{part}"' for part in grain.keys]
    columns: dict[str, _Column] = {}
    for spec in plan.items:
        if spec.grain == grain.id:
            heading = headings.get(spec.id)
            column = _column(db, spec, heading, types.get(heading or "", ""), source)
            columns[spec.id] = _excused(spec, column, f'"{heading}"', types.get(heading or "", ""))
    ranges = _ranges(db, plan, columns, source)
    top = headings[grain.keys[0]]
    for spec in plan.items:
        if spec.id in columns:
            columns[spec.id] = _noted(db, spec, columns[spec.id], ranges.get(spec.id), f'"{top}"', source, made)
    selected = [*parts, *(f'{column.text} AS "{name}"' for name, column in columns.items())]
    selected += [f'COALESCE({column.none}, FALSE) AS "{name}.none"' for name, column in columns.items() if column.none]
    made.views[grain.id] = f"SELECT {', '.join(selected)} FROM {source}"
    db.execute(f'CREATE OR REPLACE TEMP VIEW "{grain.id}" AS {made.views[grain.id]}')


def _excused(spec: ItemSpec, column: _Column, own: str, kind: str) -> _Column:
    """A column of words in which 「/」 is a proper answer."""
    if kind not in ("VARCHAR", "STRING") or not (spec.may_be_none or spec.type == "text"):
        return column
    none = f"trim({own}) IN ('/', '无此项', '不适用')"
    if spec.type == "text":
        return replace(column, text=f"CASE WHEN NOT {none} THEN {column.text} END", none=none)
    fine = column.fine if column.fine == "TRUE" else f"({column.fine} OR {none})"
    return replace(column, fine=fine, none=none)


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


def _column(db: Database, spec: ItemSpec, heading: str | None, kind: str, source: str) -> _Column:
    if heading is None:
        blank = {"integer": "BIGINT", "decimal": "BIGINT", "yes_no": "BOOLEAN", "date": "DATE"}
        return _Column(f"CAST(NULL AS {blank.get(spec.type, 'STRING')})", "TRUE")
    own = f'"{heading}"'
    if spec.type in ("integer", "decimal"):
        return _number(db, spec, own, kind, source)
    if kind in ("VARCHAR", "STRING"):
        own = f"NULLIF(trim({own}), '')"
    if spec.type == "yes_no":
        if kind == "BOOLEAN":
            return _Column(own, "TRUE")
        return _Column(f"CASE {own} WHEN '是' THEN TRUE WHEN '否' THEN FALSE END", f"{own} IN ('是', '否')")
    if spec.type == "date":
        return _Column(f"TRY_CAST({own} AS DATE)", f"TRY_CAST({own} AS DATE) IS NOT NULL")
    text = f"CAST({own} AS STRING)"
    if spec.type == "list":
        words = ", ".join("'" + word.replace("'", "''") + "'" for word in spec.values)
        return _Column(f"CASE WHEN {text} IN ({words}) THEN {text} END", f"{text} IN ({words})")
    return _Column(text, "TRUE")


def _number(db: Database, spec: ItemSpec, own: str, kind: str, source: str) -> _Column:
    if kind in _WHOLE:
        return _Column(own, "TRUE", own=own)
    if kind.startswith("DECIMAL("):
        width, scale = map(int, kind[8:-1].split(","))
        text = f"round(CAST({own} AS DOUBLE) * 1e{scale})" if scale else own
        return _Column(text, "TRUE" if width <= 15 else f"abs({own}) < 9e{15 - scale}", scale, own=own)
    if kind in ("DOUBLE", "FLOAT"):
        number = f"CASE WHEN abs({own}) < 1e15 THEN CAST({own} AS DOUBLE) END"  # Neither NaN nor infinity is.
        scale = _scale(db, number, source)
        text = f"round({number} * 1e{scale})"
        return _Column(text, f"COALESCE({text} / 1e{scale} = {own} AND abs({text}) < 1e15, {own} IS NULL)", scale)
    return _written(db, own, source)


def _scale(db: Database, own: str, source: str) -> int:
    """The fewest decimals that give back all but one number in a hundred as it was: the rest is noise of somebody's
    arithmetic, and the intake asks."""
    test = "avg(CASE WHEN round({0} * 1e{1}) / 1e{1} = {0} THEN 1 WHEN {0} IS NOT NULL THEN 0 END)"
    tests = [test.format(own, s) for s in range(_MOST_DECIMALS + 1)]
    (found,) = db.execute(f"SELECT {', '.join(tests)} FROM {source}").fetchall()
    return next((s for s, share in enumerate(found) if share is None or share >= 0.99), 6)


def _written(db: Database, own: str, source: str) -> _Column:
    """Plain digits in a text column."""
    text = f"trim(CAST({own} AS STRING))"
    (row,) = db.execute(f"SELECT max(length(split_part({text}, '.', 2))) FROM {source}").fetchall()
    scale = min(row[0] or 0, _MOST_DECIMALS)
    fine = f"(regexp_full_match({text}, '-?[0-9]{{1,9}}([.][0-9]{{1,{max(scale, 1)}}})?') OR {text} = '')"
    return _Column(f"TRY_CAST(TRY_CAST({text} AS DECIMAL(28,{scale})) * {10**scale} AS BIGINT)", fine, scale)


def _ranges(db: Database, plan: Plan, columns: dict[str, _Column], source: str) -> dict[str, _Known]:
    """Item → what is known of its numbers. The ends are asked for as they stand in the file, which then tells them
    without being read; the mean is that of the first rows, unless some number is far from it."""
    numbers = [spec.id for spec in plan.items if spec.id in columns and spec.type in ("integer", "decimal")]
    parts = ["min({0}), max({0}), count({0})".format(columns[n].own or columns[n].text) for n in numbers]
    (row,) = db.execute(f"SELECT {', '.join(['count(*)', *parts])} FROM {source}").fetchall()
    means = _means(db, columns, numbers, f"(SELECT * FROM {source} LIMIT {_FIRST_ROWS}) AS first")
    made = {}
    for at, name in enumerate(numbers):
        scale = 10 ** columns[name].scale if columns[name].own else 1
        low, high = (int(Fraction(end) * scale) if end is not None else 0 for end in row[3 * at + 1 : 3 * at + 3])
        made[name] = _Known(low, high, row[3 * at + 3], row[0], means[name])
    far = [name for name, known in made.items() if known.most > OUTLYING * known.mean]
    means = _means(db, columns, far, source)
    return made | {name: replace(made[name], mean=means[name]) for name in far}


def _means(db: Database, columns: dict[str, _Column], names: list[str], source: str) -> dict[str, float]:
    """The mean sizes."""
    if not names:
        return {}
    parts = [f"avg(abs({columns[name].text}))" for name in names]
    (row,) = db.execute(f"SELECT {', '.join(parts)} FROM {source}").fetchall()
    return {name: float(mean or 0) for name, mean in zip(names, row, strict=True)}


def _noted(
    db: Database, spec: ItemSpec, column: _Column, known: _Known | None, top: str, source: str, made: Staged,
) -> _Column:  # fmt: skip
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
            if max(abs(low), abs(high)) > most:
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
        twice = f'SELECT {top} FROM "{grain.id}"{_where(top, rest, grain.id)} GROUP BY {keys} HAVING count(*) > 1'
        unkeyed = " OR ".join(f"COALESCE({key}, '') = ''" for key in rest) or "FALSE"
        queries = [twice, f'SELECT {top} FROM "{grain.id}" WHERE {unkeyed}']
        for above in grains:
            if set(above.keys) < set(grain.keys):
                own = ", ".join(f'"@{part}"' for part in above.keys)
                unlisted = f'SELECT {own} FROM "{grain.id}" EXCEPT SELECT {own} FROM "{above.id}"'
                queries.append(f"SELECT {top} FROM ({unlisted})")
        for query in queries:
            made.odd.update(row[0] for row in db.execute(f"SELECT DISTINCT * FROM ({query})").fetchall())


def _where(top: str, rest: list[str], grain: str) -> str:
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
            names = [row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {sources[grain.id]}").fetchall()]
            top = _headings(plan, dict.fromkeys(names, ""))[grain.keys[0]]
            wanted = ", ".join("'" + name.replace("'", "''") + "'" for name in sorted(counties))
            query = f'SELECT * FROM {sources[grain.id]} WHERE CAST("{top}" AS STRING) IN ({wanted})'
            found = db.execute(query).fetchall() if counties else []
            sheets.append(Sheet(grain.about.zh or grain.id, grain.id, [list(names), *map(list, found)]))
    return read_sheets(plan, sheets, Report())
