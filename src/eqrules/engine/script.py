"""脚本 · A plan as a file of SQL that runs by itself: what it reads, the statements, where the verdicts are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from eqrules.engine.results import asked
from eqrules.engine.sql.dialect import Dialect
from eqrules.engine.sql.profile import Profile, Range, declared
from eqrules.engine.sql.program import Program, program
from eqrules.engine.sql.sheets import key_column
from eqrules.engine.verdicts import layout
from eqrules.plan.in_force import in_force
from eqrules.plan.plan import Grain, Plan

_KINDS = {"yes_no": "是否 · boolean", "date": "日期 · date"}


def script(plan: Plan, day: date, readings: dict[str, str], dialect: Dialect) -> str:
    """For data within the ranges that the ruleset declares."""
    held = in_force(plan, day)
    profile = declared(held)
    made = program(held, profile, readings, dialect)
    parts = ["\n".join(_head(held, day, readings, made)), "\n".join(_reads(held, profile, made))]
    parts += [f"{line};" for line in dialect.prelude]
    parts += [f"{dialect.create.format(name=dialect.quoted(q.name))}\n{q.select};" for q in made.queries]
    for grain in held.grains:
        if layout(held, grain.id).columns:
            own = dialect.quoted(f"{grain.id}_verdicts")
            parts.append(f"{dialect.create.format(name=own)}\n{asked(made, held, grain.id)};")
    return "\n\n".join([*parts, "\n".join(_left_over(made))]) + "\n"


def _head(plan: Plan, day: date, readings: dict[str, str], made: Program) -> Iterator[str]:
    chosen = " ".join(f"{name}={value}" for name, value in readings.items())
    yield f"-- {plan.id} {day} {made.dialect.name} {chosen}".rstrip()
    yield "-- 结论在各 _verdicts 表：0 不适用，1 达标，2 无法判定，3 不达标；"
    yield "-- .value 是数值（大数分作 .value.n ÷ .value.d），.gap 是差距。"
    yield "-- Verdicts are in the _verdicts tables: 0 not applicable, 1 met, 2 undetermined, 3 not met; .value is the"
    yield "-- figure (large ones in two parts, .value.n ÷ .value.d), .gap what is short."
    if made.refused:
        yield f"-- SQL 写不出、不在其中 · not in it, for SQL cannot say them: {' '.join(made.refused)}"


def _reads(plan: Plan, profile: Profile, made: Program) -> Iterator[str]:
    yield "-- 读这些表；小数按所写倍数化为整数，值在所写范围内，空白是 NULL，「.none」为真是无此项。"
    yield "-- It reads these tables. Decimals are whole numbers of the unit given, within the range; a blank is NULL;"
    yield "-- .none is true where there is no such thing."
    for grain in plan.grains:
        yield f"--   {grain.id} ({grain.about.zh or grain.about.en})"
        yield from (f"--     {line}" for line in _columns(grain, plan, profile, made))


def _columns(grain: Grain, plan: Plan, profile: Profile, made: Program) -> Iterator[str]:
    quoted, read = made.dialect.quoted, made.reads[grain.id]
    yield from (f"{quoted(key_column(part))} 文字 · text" for part in grain.keys)
    for item in plan.items:
        if item.grain == grain.id and item.id in read:
            number = item.type in ("integer", "decimal")
            kind = _number(profile.items[item.id]) if number else _KINDS.get(item.type, "文字 · text")
            yield f"{quoted(item.id)} {kind}  {item.about.zh or item.about.en}"
        if item.grain == grain.id and f"{item.id}.none" in read:
            yield f"{quoted(f'{item.id}.none')} 是否 · boolean"


def _number(known: Range) -> str:
    unit = f" × {10**known.scale}" if known.scale else ""
    return f"整数 · whole{unit} [{known.low}, {known.high}]"


def _left_over(made: Program) -> Iterator[str]:
    """The counties whose verdicts these tables do not settle."""
    yield "-- 下面的查询列出这些语句判不准的县（差异系数离标准太近、校区归并、口径不明等）：它们的结论不要用，"
    yield "-- 请用 eqrules run 评估这些县。"
    yield "-- The queries below list the counties that these statements cannot settle (a coefficient too near to its"
    yield "-- limit, campuses to merge, an unclear case): leave their verdicts aside and judge them with eqrules run."
    if not made.odd:
        yield "-- 没有这样的查询 · There are none."
    for query in made.odd:
        yield from (f"-- {line}" for line in f"{query};".splitlines())
