"""程序 · A plan as a list of SQL statements, and where its verdicts stand when they have run."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from eqrules.engine.sql import conclude, prepare
from eqrules.engine.sql.dialect import Dialect
from eqrules.engine.sql.exactly import Exact
from eqrules.engine.sql.gaps import gap
from eqrules.engine.sql.judge import Judged, judged
from eqrules.engine.sql.profile import Profile
from eqrules.engine.sql.ratio import fixed, guarded, multiply, shown
from eqrules.engine.sql.sheets import inlined, key_column, pruned, written
from eqrules.engine.sql.writer import Writer
from eqrules.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class Query:
    """One statement: a table of that name, made by this SELECT; or by working out near groups exactly."""

    name: str
    select: str
    exact: Exact | None = None


@dataclass(slots=True)
class Program:
    """`tables`: grain → (table, its columns: result name → column name). `odd`: queries for the counties that
    the reference engine has to judge. `refused`: ids that SQL cannot express; then it judges `everyone`."""

    dialect: Dialect
    queries: list[Query] = field(default_factory=list)
    tables: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    everyone: str = ""
    refused: tuple[str, ...] = ()
    reads: dict[str, set[str]] = field(default_factory=dict)
    """Grain → columns of the handed-in table that are read."""

    @property
    def left_over(self) -> list[str]:
        """Queries for the counties that the reference engine judges."""
        return [self.everyone] if self.refused else self.odd


def program(
    plan: Plan, profile: Profile, readings: dict[str, str], dialect: Dialect, extras: bool | Collection[str] = True,
    implied: dict[str, str] | None = None, decides: bool = False, again: bool = False,
) -> Program:  # fmt: skip
    """The plan (in force on one day) for data within the ranges of `profile`.

    `extras`: with values and gaps beside the verdicts, of every rule or of these. `implied`: grain → the grain whose
    rows alone tell its objects. `decides`: near groups may be worked out between two statements; else their county
    is left over. `again`: what was handed in stands in memory, and may be read twice.
    """
    w = Writer(plan, profile, readings, dialect)
    w.implied, w.decides = implied or {}, decides
    if plan.checks:
        w.carry_out((one.id, _maker(prepare.check, one, w)) for one in plan.checks if one.level == "logical")
    w.blocking = True
    outputs: dict[str, dict[str, str]] = {grain.id: {} for grain in plan.grains}
    goals: list[tuple[str, Callable[[], object]]] = []
    if plan.merge is not None:
        goals.append(("归并", lambda: prepare.merges(w)))
    if plan.split is not None:
        goals.append(("拆分", lambda: prepare.sections(w)))
    for rule in plan.rules:
        more = extras if isinstance(extras, bool) else rule.id in extras
        goals.append((rule.id, _maker(_rule, rule.id, w, outputs[rule.grain], more)))
    for name, grain in conclude.goals(w):
        goals.append((name, _maker(_ruling, name, w, outputs[grain])))
    w.carry_out(goals)
    return _finished(w, outputs, again)


def campuses(plan: Plan, profile: Profile, readings: dict[str, str], dialect: Dialect) -> Program:
    """A program that tells campuses: of every school, whether it `is_campus` and the code of its `main` school."""
    from eqrules.engine.sql.conditions import truth
    from eqrules.engine.sql.items import column

    merge = plan.merge
    assert merge is not None
    w = Writer(plan, profile, readings, dialect)
    out: dict[str, str] = {}

    def told() -> None:
        out["is_campus"] = w.add(merge.grain, truth(merge.when, merge.grain, w).text, "is.campus")
        out["main"] = w.add(merge.grain, column(merge.into, w).word, "main.code")

    w.carry_out([("归并", told)])
    return _finished(w, {grain.id: out if grain.id == merge.grain else {} for grain in plan.grains}, again=False)


def _maker(function: Callable[..., object], *arguments: object) -> Callable[[], object]:
    return lambda: function(*arguments)


def _rule(name: str, w: Writer, out: dict[str, str], extras: bool) -> None:
    made = judged(name, w)
    out[name] = made.verdict
    if extras:
        _extras(made, w, out)


def _extras(made: Judged, w: Writer, out: dict[str, str]) -> None:
    """The value as the nearest double, in the unit it is printed in (or its two parts, where they are so large that
    dividing doubles would not give the nearest); and the gap."""
    rule, grain = made.rule, made.rule.grain
    times = 100 if rule.percent else 1
    if made.value.root is not None:
        out[f"{rule.id}.value"] = w.add(grain, made.printed, f"{rule.id}.shown")
    elif made.value.kind == "number" and made.value.number is not None:
        value = multiply(made.value.number, fixed(times))
        text, exact = shown(value, w.d)
        if exact:
            out[f"{rule.id}.value"] = w.add(grain, text, f"{rule.id}.shown")
            w.printed[made.value.number] = (out[f"{rule.id}.value"], value)
        else:
            over = guarded(value.numerator(w.d).text, value.guards)
            out[f"{rule.id}.value.n"] = w.add(grain, over, f"{rule.id}.over")
            out[f"{rule.id}.value.d"] = w.add(grain, value.denominator(w.d).text, f"{rule.id}.under")
    found = gap(made, w)
    if found is not None:
        out[f"{rule.id}.gap"] = w.add(grain, found, f"{rule.id}.gap")


def _ruling(name: str, w: Writer, out: dict[str, str]) -> None:
    veto = next((v for v in w.plan.vetoes if v.id == name), None)
    if veto is not None:
        out[name] = conclude.veto(veto, w)
    elif any(g.id == name for g in w.plan.groups):
        out[name] = conclude.group(name, w)
    else:
        out[name] = conclude.conclusion(name, w)


def _finished(w: Writer, outputs: dict[str, dict[str, str]], again: bool) -> Program:
    w.finish()
    made = Program(w.d, refused=tuple(sorted(w.refused)))
    county = key_column(w.plan.top.keys[0])
    made.everyone = w.d.render(f"SELECT «{county}» FROM «{w.latest(w.top)}»")
    needed: dict[str, set[str]] = {}
    for grain in w.plan.grains:
        columns = {name: text.strip("«»") for name, text in outputs[grain.id].items()}
        table = w.latest(grain.id)
        made.tables[grain.id] = (table, columns)
        flags = w.odd.get(grain.id, [])
        needed.setdefault(table, set()).update(
            columns.values(), (flag.strip("«»") for flag in flags), map(key_column, grain.keys)
        )
        if flags:
            made.odd.append(w.d.render(f"SELECT DISTINCT «{county}» FROM «{table}» WHERE {' OR '.join(flags)}"))
    kept, wanted = pruned(w.statements, needed, again)
    inline = inlined(kept, needed)
    for statement in kept:
        if isinstance(statement, Exact):
            made.queries.append(Query(statement.name, "", statement))
        elif statement.name not in inline:
            made.queries.append(Query(statement.name, written(statement, wanted[statement.name], inline, w.d)))
    made.reads = {grain: wanted.get(grain, set()) for grain in w.sheets}
    return made
