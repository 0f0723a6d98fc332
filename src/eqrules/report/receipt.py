"""回执 · What this run rests on: ruleset, hash, date, layers, readings, files, versions."""

from __future__ import annotations

from eqrules.engine.contract import Evaluation
from eqrules.plan.identity import identity
from eqrules.report import words

_LIBRARIES = {"duckdb": "duckdb", "spark": "pyspark"}


def version() -> str:
    """The installed version of eqrules; "source" when it runs from a checkout."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("eqrules")
    except PackageNotFoundError:
        return "source"


def engine_version(name: str) -> str:
    """Engines that are part of eqrules have its version; the others that of their library."""
    from importlib.metadata import version as installed

    return installed(_LIBRARIES[name]) if name in _LIBRARIES else version()


def engine(evaluation: Evaluation) -> dict[str, str]:
    return {"name": evaluation.engine, "version": engine_version(evaluation.engine), "eqrules": version()}


def readings(evaluation: Evaluation) -> dict[str, str]:
    """Every reading in force: the default where the run chose nothing."""
    chosen = evaluation.readings
    return {r.id: chosen.get(r.id, r.default) for r in evaluation.plan.readings}


def ruleset_hash(evaluation: Evaluation, known: str) -> str:
    """The hash of the whole ruleset where the caller has it; an evaluation keeps what held on its day."""
    return known or identity(evaluation.plan)


def lines(evaluation: Evaluation, lang: str, known: str = "") -> list[tuple[str, str]]:
    """The receipt as label and text, for pages and terminals."""
    plan = evaluation.plan
    default = words.either(lang, "（默认）", " (default)")
    found = [
        (words.either(lang, "规则集", "Ruleset"), f"{plan.id} {words.name(plan.about, '', lang)}".strip()),
        (words.either(lang, "规则哈希", "Ruleset hash"), ruleset_hash(evaluation, known)),
        (words.either(lang, "评估日期", "As of"), evaluation.day.isoformat()),
        (words.either(lang, "附加层", "Layers"), "、".join(plan.layers) or "—"),
    ]
    for reading in plan.readings:
        value = evaluation.readings.get(reading.id, reading.default)
        label = words.either(lang, "口径", "Reading")
        text = words.coded(reading.about, reading.id, lang)
        found.append((label, f"{text}：{value}" + default * (value == reading.default)))
    for file in evaluation.submission.files:
        found.append((words.either(lang, "填报文件", "Submission file"), f"{file.name} sha256:{file.sha256}"))
    found.append((words.either(lang, "引擎", "Engine"), f"{evaluation.engine} · eqrules {version()}"))
    return found
