"""计划 · eqrules plan: the evaluation plan as JSON, for programs."""

from __future__ import annotations

import json

from eqrules.cli import outputs
from eqrules.cli.language import command as make
from eqrules.cli.language import option
from eqrules.cli.subject import plan_of, ruleset_argument
from eqrules.cli.trouble import Trouble


@make(zh="供程序读取的评估计划（JSON）。", en="The evaluation plan as JSON, for programs.")
@ruleset_argument("name", required=False)
@option("--with", "layers", multiple=True, metavar="LAYER", zh="采用一个附加层；可写多次。",
        en="Take a layer; may be repeated.")  # fmt: skip
@option("--schema", is_flag=True, zh="计划的 JSON Schema。", en="The JSON Schema of plans.")
@option("-o", "--output", "file", metavar="FILE.json", zh="写到文件。", en="Write to a file.")
def command(name: str | None, layers: tuple[str, ...], schema: bool, file: str | None) -> int:
    path = outputs.fit(file, (".json",)) if file is not None else None
    if schema:
        from eqrules.plan.plan import Plan

        made = Plan.model_json_schema()
    elif name is None:
        raise Trouble("EQ703", name="RULESET", command="plan")
    else:
        made = plan_of(name, layers)[0].model_dump(mode="json")
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if path is None:
        outputs.data(text)
    else:
        outputs.write(path, text.encode())
    return 0
