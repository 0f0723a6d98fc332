"""计划 · eqrules plan: the evaluation plan as JSON for programs, or as SQL for a database."""

from __future__ import annotations

import json
from datetime import date

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option
from eqrules.cli.subject import plan_of, ruleset_argument
from eqrules.cli.trouble import Trouble
from eqrules.cli.values import Choice, Day

DIALECTS = ("duckdb", "spark", "postgres", "clickhouse")


@make(zh="供程序读取的评估计划（JSON），或数据库执行的 SQL。",
      en="The evaluation plan as JSON for programs, or as SQL for a database.")  # fmt: skip
@ruleset_argument("name", required=False)
@option("--with", "layers", multiple=True, metavar="LAYER", zh="采用一个附加层；可写多次。",
        en="Take a layer; may be repeated.")  # fmt: skip
@option("--schema", is_flag=True, zh="计划的 JSON Schema。", en="The JSON Schema of plans.")
@option("--sql", "dialect", type=Choice(DIALECTS), metavar="DIALECT",
        zh="写成 SQL：duckdb spark postgres clickhouse。",
        en="As SQL: duckdb spark postgres clickhouse.")  # fmt: skip
@option("--as-of", "day", type=Day(), metavar="DATE", zh="SQL 按哪一天的规定；不写就是今天。",
        en="SQL for the rules of this day; today if not given.")  # fmt: skip
@option("-o", "--output", "file", metavar="FILE", zh="写到文件：.json，或 .sql。", en="Write to a file: .json or .sql.")
def command(
    name: str | None, layers: tuple[str, ...], schema: bool, dialect: str | None, day: date | None, file: str | None
) -> int:
    path = outputs.fit(file, (".sql",) if dialect else (".json",)) if file is not None else None
    if schema:
        from eqrules.plan.plan import Plan

        text = _json(Plan.model_json_schema())
    elif name is None:
        raise Trouble("EQ703", name="RULESET", command="plan")
    elif dialect is not None:
        text = _sql(name, layers, dialect, day)
    else:
        text = _json(plan_of(name, layers)[0].model_dump(mode="json"))
    if path is None:
        outputs.data(text)
    else:
        outputs.write(path, text.encode())
    return 0


def _json(made: object) -> str:
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _sql(name: str, layers: tuple[str, ...], dialect: str, day: date | None) -> str:
    from eqrules.engine.script import script
    from eqrules.engine.sql.dialect import DIALECTS

    plan, _, own = plan_of(name, layers)
    readings = {reading.id: reading.default for reading in plan.readings}
    return script(plan, day or own or date.today(), readings, DIALECTS[dialect])
