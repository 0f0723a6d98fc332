"""示例 · Rows of 示例 as small submissions: made, judged, compared with what their author expects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from eqrules.data.cells import Corrected, Trouble, reader
from eqrules.data.submission import Absent, Column, State, Submission, Table, Value
from eqrules.engine.contract import Decision, Evaluation, Outcome
from eqrules.engine.reference import Reference
from eqrules.model.ruleset import Example
from eqrules.plan.plan import Grain, ItemSpec, Plan


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One expectation: what the author wrote, what came out."""

    title: str
    place: str
    rule: str
    expected: str
    got: str

    @property
    def ok(self) -> bool:
        return self.expected == self.got


def run_example(plan: Plan, example: Example, day: date) -> list[ExampleResult]:
    """One result per expected cell. Each row is a chain of made-up objects with keys of its own."""
    submission, chains = example_submission(plan, example)
    readings = {r.id: r.default for r in plan.readings}
    for row, _ in example.rows:
        readings.update({k: v for k, v in row.items() if k in readings})
    evaluation = Reference().run(plan, submission, day, readings)
    results = []
    for (_, expected), chain in zip(example.rows, chains, strict=True):
        for rule, word in expected.items():
            got = verdict_at(evaluation, rule, chain)
            results.append(ExampleResult(example.title, str(example.span), rule, word, got))
    return results


def silent(examples: Iterable[Example]) -> list[tuple[str, int]]:
    """Examples that test nothing, since no row of theirs has a verdict: place of the first row, number of rows."""
    return [(str(one.span), len(one.rows)) for one in examples if not any(expected for _, expected in one.rows)]


def verdict_at(evaluation: Evaluation, rule: str, chain: dict[str, str]) -> str:
    """The verdict of a rule, group, conclusion or veto at the object that this row's keys lead to."""
    entry = entry_at(evaluation, rule, chain)
    return str(entry.verdict) if entry is not None else "—"


def entry_at(evaluation: Evaluation, rule: str, chain: dict[str, str]) -> Outcome | Decision | None:
    """What was found for it there; None if there is nothing, or more than one."""
    found = [
        entry
        for entry in (*evaluation.outcomes.get(rule, ()), *evaluation.decisions.get(rule, ()))
        if all(chain.get(part) == value for part, value in zip(_keys(evaluation, entry.grain), entry.key, strict=True))
    ]
    return found[0] if len(found) == 1 else None


def _keys(evaluation: Evaluation, grain: str) -> tuple[str, ...]:
    return next(g.keys for g in evaluation.plan.grains if g.id == grain)


def example_submission(plan: Plan, example: Example) -> tuple[Submission, list[dict[str, str]]]:
    """The submission of one example, and for each row its key parts (county, school, stage …)."""
    specs = {item.id: item for item in plan.items}
    own = {grain.keys[-1]: specs.get(grain.key_item) for grain in plan.grains}
    keys_of = {grain.key_item for grain in plan.grains}
    chains: list[dict[str, str]] = []
    tables = {grain.id: Table(grain.id, handed_in=True) for grain in plan.grains}
    cells: dict[tuple[str, tuple[str, ...]], dict[str, Value]] = {}
    judged = {rule.id: rule.grain for rule in plan.rules} | {c.id: c.grain for c in plan.conclusions}
    judged |= {veto.id: veto.grain for veto in plan.vetoes}
    for number, (row, expected) in enumerate(example.rows, 1):
        chain = {part: _key(part, spec, row, number) for part, spec in own.items()}
        chains.append(chain)
        spoken = {specs[item].grain for item in row if item in specs and item not in keys_of}
        spoken |= {specs[item].grain for item in row if item in keys_of}
        spoken |= {judged[rule] for rule in expected if rule in judged}
        for grain in plan.grains:
            if _present(grain, spoken, plan):
                key = tuple(chain[part] for part in grain.keys)
                there = cells.setdefault((grain.id, key), {})
                for item in (i for i in row if i in specs and specs[i].grain == grain.id):
                    there[item] = _read(specs[item], row[item])
    for (grain_id, key), _ in cells.items():
        tables[grain_id].keys.append(key)
    for grain in plan.grains:
        _fill(tables[grain.id], grain, cells, plan)
    return Submission(tables), chains


def _present(grain: Grain, spoken: set[str], plan: Plan) -> bool:
    """Objects exist where the row speaks of them or of something below them; the section always does."""
    keys = {g.id: set(g.keys) for g in plan.grains}
    return any(keys[grain.id] <= keys[other] for other in spoken)


def _key(part: str, spec: ItemSpec | None, row: dict[str, str], number: int) -> str:
    if spec is not None and spec.id in row:
        value = _read(spec, row[spec.id])
        return str(value) if not isinstance(value, Absent) else row[spec.id]
    if spec is not None and spec.type == "list":
        return spec.values[0]
    return "示例县" if part == "county" else f"示例{number}"


def _fill(table: Table, grain: Grain, cells: dict[tuple[str, tuple[str, ...]], dict[str, Value]], plan: Plan) -> None:
    for item in plan.items:
        if item.grain == grain.id:
            blank = Absent(State.BLANK, (f"{grain.about.zh}!{item.about.zh or item.id}",))
            table.columns[item.id] = Column(
                [cells[grain.id, key].get(item.id, blank) for key in table.keys], sheet=grain.about.zh
            )


def _read(spec: ItemSpec, text: str) -> Value:
    """A cell of an example, read like a cell of a submission."""
    got = reader(spec)(text)
    if isinstance(got, Corrected):
        return got.value
    if isinstance(got, Trouble):
        none = got.code == "none" and spec.may_be_none
        return Absent(State.NONE if none else State.BLANK if not got.code else State.ERROR, (text,))
    return got
