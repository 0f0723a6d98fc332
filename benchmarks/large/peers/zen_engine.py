"""zen-engine · A decision model of expressions: one evaluation per section, one per stage of a county, in batches."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pyarrow as pa
import zen

from large.job import CV_LIMITS, FLOOR, INDICATORS, PRIMARY, Answers, Indicator, Run, Source, read

Rows = list[dict[str, Any]]


def ready(source: Source) -> Run:
    """Making rows of the table is part of the work, with doubles for decimals: zen takes no others from Python."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"section": _section(), "stage": _stage()}}})
    return lambda: judge(engine, _rows(read(source)))


def _rows(table: pa.Table) -> Rows:
    for i in INDICATORS:
        table = table.set_column(table.column_names.index(i.item), i.item, table[i.item].cast(pa.float64()))
    return table.to_pylist()


def _model(expressions: dict[str, str]) -> dict[str, Any]:
    """Input, one node of expressions (`$` names the ones before), output."""
    content = {"expressions": [{"id": k, "key": k, "value": v} for k, v in expressions.items()], "passThrough": False}
    kinds = ("inputNode", "expressionNode", "outputNode")
    nodes: Rows = [{"id": kind, "type": kind, "name": kind, "position": {"x": 0, "y": 0}} for kind in kinds]
    nodes[1]["content"] = content
    edges = [{"id": a, "type": "edge", "sourceId": a, "targetId": b} for a, b in pairwise(kinds)]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _limit(i: Indicator) -> str:
    return f"(stage == '{PRIMARY}' ? {float(i.primary)} : {float(i.junior)})"


def _section() -> dict[str, Any]:
    made = {}
    for i in INDICATORS:
        made[f"{i.id}_value"] = f"{i.item} * {i.per} / pupils"
        made[f"{i.id}_met"] = f"{i.item} * {i.per} >= {_limit(i)} * pupils"
        missing = f"ceil(({_limit(i)} * pupils / {i.per} - {i.item}) * {i.units}) / {i.units}"
        made[f"{i.id}_short"] = f"$.{i.id}_met ? 0 : {missing}"
        made[f"{i.id}_floor"] = f"{i.item} * {i.per} >= {float(FLOOR)} * {_limit(i)} * pupils"
    enough = " + ".join(f"($.{i.id}_met ? 1 : 0)" for i in INDICATORS)
    return _model(made | {"met": f"{enough} >= 6 and {' and '.join(f'$.{i.id}_floor' for i in INDICATORS)}"})


def _stage() -> dict[str, Any]:
    made = {"n": "sum(pupils)"}
    low, high = (float(limit) for limit in CV_LIMITS.values())
    most = f"(stage == '{PRIMARY}' ? {low * low} : {high * high})"
    for i in INDICATORS:
        made[f"{i.id}_c"] = f"$.n * sum({i.id}q) / sum({i.item}) ^ 2 - 1"
        made[f"B{i.id[1:]}_value"] = f"max([$.{i.id}_c, 0]) ^ 0.5"
        made[f"B{i.id[1:]}_met"] = f"$.{i.id}_c <= {most}"
    return _model(made | {"even": " and ".join(f"$.B{i.id[1:]}_met" for i in INDICATORS)})


def judge(engine: zen.ZenEngine, rows: Rows) -> tuple[Rows, Rows, Rows]:
    """Sections, stages, counties; putting rows of a county together is left to Python, zen has no tables."""
    sections = _batch(engine, "section", rows)
    parts: dict[tuple[str, str], dict[str, Any]] = {}
    good: defaultdict[str, bool] = defaultdict(lambda: True)
    for row, made in zip(rows, sections, strict=True):
        key = row["division_code"], row["stage"]
        part = parts.get(key)
        if part is None:
            names = ("pupils", *(i.item for i in INDICATORS), *(f"{i.id}q" for i in INDICATORS))
            part = parts[key] = {"county": key[0], "stage": key[1]} | {name: [] for name in names}
        part["pupils"].append(row["pupils"])
        for i in INDICATORS:
            part[i.item].append(row[i.item])
            part[f"{i.id}q"].append(row[i.item] * made[f"{i.id}_value"] / i.per)
        good[key[0]] &= made["met"]
    stages = _batch(engine, "stage", list(parts.values()))
    for (county, stage), made in zip(parts, stages, strict=True):
        made |= {"county": county, "stage": stage}
        good[county] &= made["even"]
    return sections, stages, [{"county": county, "met": met} for county, met in good.items()]


def _batch(engine: zen.ZenEngine, key: str, contexts: Rows) -> Rows:
    done = engine.evaluate_batch([{"key": key, "context": context} for context in contexts])
    return [one["data"]["result"] for one in done]


def answers(made: tuple[Rows, Rows, Rows]) -> Answers:
    """The three lists, under the names of the job."""
    tables = (pa.Table.from_pylist(rows) for rows in made)
    return Answers(*(table.rename_columns([n.replace("_", ".") for n in table.column_names]) for table in tables))
