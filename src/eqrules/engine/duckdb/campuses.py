"""归并 · Campuses counted with their main school, in the tables as staged.

What is plain is done here: a campus whose main school is in the county and is no campus itself. A county with
anything else is left to the reference engine, whose `merge_campuses` is the meaning.
"""

from __future__ import annotations

from dataclasses import replace

from eqrules.engine.duckdb.reading import Database, types_of
from eqrules.engine.duckdb.stage import Staged
from eqrules.engine.sql.dialect import Dialect
from eqrules.engine.sql.program import campuses
from eqrules.plan.plan import Grain, Plan

_OWN = "c.county = v.{0} AND c.school = v.{1}"
"""A row of a table that belongs to a campus."""


def merge_campuses(db: Database, plan: Plan, staged: Staged, readings: dict[str, str], dialect: Dialect) -> Plan:
    """Make the views of `staged` speak of schools without campuses; the plan without that step."""
    merge = plan.merge
    if merge is None:
        return plan
    school = next(grain for grain in plan.grains if grain.id == merge.grain)
    written = campuses(plan, staged.profile, readings, dialect)
    if written.refused or school.id not in staged.views or len(school.keys) != 2:
        return plan
    for query in written.queries:
        db.execute(f'CREATE OR REPLACE TEMP TABLE "{query.name}" AS {query.select}')
    table, columns = written.tables[school.id]
    county, code = (f'"@{part}"' for part in school.keys)
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE "campus_told" AS SELECT {county} AS county, {code} AS school,
        "{columns["main"]}" AS main, "{columns["is_campus"]}" AS is_campus FROM "{table}"
        WHERE "{columns["is_campus"]}" IS DISTINCT FROM FALSE"""
    )
    _keep_plain(db, staged, f'SELECT {county} AS county, {code} AS school FROM "{school.id}"', dialect)
    if db.execute("SELECT count(*) FROM campus").fetchall() != [(0,)]:
        lists = {item.id for item in plan.items if item.type == "list"}
        for grain in plan.grains:
            if grain.keys[:2] == school.keys and grain.id in staged.views:
                counted = grain.id == school.id or grain.key_item in lists
                (_add_up if counted else _move)(db, plan, grain, staged)
    return plan.model_copy(update={"merge": None})


def _keep_plain(db: Database, staged: Staged, schools: str, dialect: Dialect) -> None:
    """Counties with a campus whose place is not plain are odd; their campuses stay where they are."""
    odd = f"""SELECT DISTINCT c.county FROM campus_told AS c LEFT JOIN ({schools}) AS s ON s.county = c.county
        AND s.school = c.main LEFT JOIN campus_told AS d ON d.county = c.county AND d.school = c.main AND d.is_campus
        WHERE CASE WHEN c.is_campus THEN s.school IS NULL OR d.school IS NOT NULL ELSE s.school IS NOT NULL END"""
    staged.odd.update(row[0] for row in db.execute(odd).fetchall())
    left = ", ".join(dialect.word(county) for county in ("", *sorted(filter(None, staged.odd))))
    plain = f"SELECT * FROM campus_told WHERE is_campus AND county NOT IN ({left})"
    db.execute(f'CREATE OR REPLACE TEMP TABLE "campus" AS {plain}')


def _add_up(db: Database, plan: Plan, grain: Grain, staged: Staged) -> None:
    """Schools and their sections: one row per key, amounts added; the main school's own row says the rest."""
    county, school, *rest = (f'"@{part}"' for part in grain.keys)
    types = types_of(db, f'"{grain.id}"')
    additive = {item.id for item in plan.items if item.grain == grain.id and item.additive}
    columns = [_added(name, kind, types) if name.removesuffix(".none") in additive else _own(name)
               for name, kind in types.items() if not name.startswith("@")]  # fmt: skip
    rows = f"""SELECT {_replaced(types, {school: f"COALESCE(c.main, v.{school})"})}, c.main IS NULL AS own
        FROM ({staged.views[grain.id]}) AS v LEFT JOIN campus AS c ON {_OWN.format(county, school)}
        WHERE {_touched(county, school, "v")}"""
    keys = ", ".join((county, school, *rest))
    unclear = f"SELECT {county} FROM ({rows}) GROUP BY {keys} HAVING NOT bool_or(own) AND count(*) > 1"
    staged.odd.update(row[0] for row in db.execute(unclear).fetchall())
    selected = ", ".join((keys, *columns))
    db.execute(f'CREATE OR REPLACE TEMP TABLE "{grain.id}_merged" AS SELECT {selected} FROM ({rows}) GROUP BY {keys}')
    _instead(db, grain, staged, types, _touched(county, school, "v"))
    for name in sorted(additive):
        (row,) = db.execute(f'SELECT min("{name}"), max("{name}") FROM "{grain.id}_merged"').fetchall()
        known = staged.profile.items[name]
        low, high = (int(end) if end is not None else 0 for end in row)
        staged.profile.items[name] = replace(known, low=min(known.low, low), high=max(known.high, high))


def _move(db: Database, plan: Plan, grain: Grain, staged: Staged) -> None:
    """Classes and rooms stay themselves under the main school; one whose name is taken there gets the campus code."""
    county, school, *between, last = (f'"@{part}"' for part in grain.keys)
    types = types_of(db, f'"{grain.id}"')
    same = " AND ".join(f"m.{key} = v.{key}" for key in (county, *between, last))
    renamed = f"CASE WHEN m.{school} IS NOT NULL THEN v.{school} || '/' || v.{last} ELSE v.{last} END"
    rows = f"""SELECT {_replaced(types, {school: "c.main", last: renamed})}
        FROM ({staged.views[grain.id]}) AS v JOIN campus AS c ON {_OWN.format(county, school)}
        LEFT JOIN ({staged.views[grain.id]}) AS m ON {same} AND m.{school} = c.main"""
    keys = ", ".join((county, school, *between, last))
    unclear = f"SELECT {county} FROM ({rows}) GROUP BY {keys} HAVING count(*) > 1"
    staged.odd.update(row[0] for row in db.execute(unclear).fetchall())
    db.execute(f'CREATE OR REPLACE TEMP TABLE "{grain.id}_merged" AS {rows}')
    _instead(db, grain, staged, types, f"EXISTS (SELECT 1 FROM campus AS c WHERE {_OWN.format(county, school)})")


def _replaced(types: dict[str, str], new: dict[str, str]) -> str:
    """All columns of `v`, some of them made anew."""
    quoted = [f'"{name}"' for name in types]
    return ", ".join(f"{new.get(name, f'v.{name}')} AS {name}" for name in quoted)


def _touched(county: str, school: str, row: str) -> str:
    """Rows of campuses and of schools that have some."""
    either = f"({row}.{school} = c.school OR {row}.{school} = c.main)"
    return f"EXISTS (SELECT 1 FROM campus AS c WHERE c.county = {row}.{county} AND {either})"


def _added(name: str, kind: str, types: dict[str, str]) -> str:
    """The sum; nothing where an amount lacks; 无此项 where it is that everywhere, and else left out."""
    if name.endswith(".none"):
        return f'bool_and("{name}") AS "{name}"'
    nones = f'+ count(*) FILTER (WHERE "{name}.none")' if f"{name}.none" in types else ""
    whole = "DOUBLE" if kind == "DOUBLE" else "BIGINT"
    held = f'count("{name}") > 0 AND count("{name}") {nones} = count(*)'
    return f'CASE WHEN {held} THEN CAST(sum("{name}") AS {whole}) END AS "{name}"'


def _own(name: str) -> str:
    return f'CASE WHEN bool_or(own) THEN max("{name}") FILTER (WHERE own) ELSE max("{name}") END AS "{name}"'


def _instead(db: Database, grain: Grain, staged: Staged, types: dict[str, str], gone: str) -> None:
    """The grain's view with the rows that are `gone` from it as they are now."""
    columns = ", ".join(f'"{name}"' for name in types)
    db.execute(
        f'CREATE OR REPLACE TEMP VIEW "{grain.id}" AS SELECT {columns} FROM ({staged.views[grain.id]}) AS v '
        f'WHERE NOT {gone} UNION ALL SELECT {columns} FROM "{grain.id}_merged"'
    )
