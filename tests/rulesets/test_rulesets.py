"""随附的规则集 · The shipped rulesets: no findings, every example and case, nothing untried or unsourced."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from judged_pages import SHIPPED, Judged, case_on, county_on, judged, pages, plan_of

from eqrules import workspace
from eqrules.compile import compile_ruleset
from eqrules.data.names import Names
from eqrules.diagnostics.report import Report
from eqrules.engine.contract import Outcome
from eqrules.language.verdicts import Verdict
from eqrules.plan.identity import identity
from eqrules.plan.plan import About, Plan
from eqrules.source import Source
from eqrules.syntax.blocks import RawText, read_blocks
from eqrules.syntax.format import format_document

MET, NOT_MET, UNDETERMINED, NOT_APPLICABLE = Verdict
LAYER = ("cn/2017", "cn/2019-guicheng")
CASES = [(name, page) for name in SHIPPED for page in pages(name)]
PARTS_CHANGED = {
    name: {a.code for a in made.amendments if a.origin == name and a.part not in ("NAME_PART", "EXCEPT_PART", "")}
    | {rule.id for rule in plan.rules if rule.about.origin == name}
    for name in SHIPPED
    for made, plan in [(workspace.compile_named(name)[0].ruleset, plan_of(name))] if made is not None
}  # fmt: skip
"""Ruleset → the rules and conclusions that are its own, or that it changes or restates."""
VARIANTS = [name for name in SHIPPED if not name.startswith("cn/")]
each_case = pytest.mark.parametrize(("name", "page"), CASES, ids=lambda v: v if isinstance(v, str) else v.stem)
each_ruleset = pytest.mark.parametrize("name", SHIPPED)


# ── written without fault ────────────────────────────────────────
@pytest.mark.parametrize(("name", "layers"), [*((name, []) for name in SHIPPED), ("cn/2017", ["cn/2019-guicheng"])])
def test_a_shipped_ruleset_compiles_without_findings(name: str, layers: list[str]) -> None:
    made, _ = workspace.compile_named(name, layers)
    assert [f"{f.code} {f.span} {f.facts}" for f in made.report.findings] == []
    assert made.plan is not None


@each_ruleset
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_both_languages_mean_the_same(name: str, lang: str) -> None:
    """Written back in its own language, or translated, the ruleset keeps its identity."""
    made, _ = workspace.compile_named(name)
    assert made.plan is not None
    own = next(d for d in made.documents if d.text("ID") == name)
    text = format_document(own, made.glossary, lang)
    again = compile_ruleset([Source(f"{lang}.md", text)], workspace.sources)
    assert [f"{f.code} {f.span} {f.facts}" for f in again.report.findings] == []
    assert again.plan is not None
    assert identity(again.plan) == identity(made.plan)


# ── what its authors expect ──────────────────────────────────────
@each_ruleset
def test_all_examples_and_cases_hold(name: str) -> None:
    tested = workspace.run_examples(name)
    assert [f"{f.code} {f.span} {f.facts}" for f in tested.report.findings] == []
    assert len(tested.results) > (100 if name.startswith("cn/") else 0 if PARTS_CHANGED[name] else -1)
    wrong = [f"{r.place} {r.title} {r.rule}: {r.expected}, got {r.got}" for r in tested.results if not r.ok]
    assert wrong == []


@pytest.mark.parametrize("name", ["cn/2017", "cn/2012"])
def test_the_base_county_just_passes(name: str) -> None:
    made = county_on(name, pages(name)[0]).evaluation
    assert made.report.findings == []
    (county,) = made.counties
    assert (county.verdict, county.vetoes, county.missing) == (MET, (), ())


def test_the_layer_changes_nothing_that_meets_the_rule() -> None:
    """Not taken, or taken by a county in which no school qualifies: the same verdicts everywhere."""
    plain, taken = (county_on("cn/2019-guicheng", page).evaluation for page in pages("cn/2019-guicheng")[:2])
    assert (plain.plan.layers, taken.plan.layers) == ((), ("cn/2019-guicheng",))
    assert {r: [(o.key, o.verdict, o.value) for o in made] for r, made in plain.outcomes.items()} == {
        r: [(o.key, o.verdict, o.value) for o in made] for r, made in taken.outcomes.items()
    }


def test_vetoes_come_first() -> None:
    """一票否决 > 不达标 > 无法判定 > 达标."""
    found = {
        page.stem: (county.verdict, county.vetoes)
        for page in pages("cn/2017") if page.stem.startswith("6")
        for county in county_on("cn/2017", page).evaluation.counties
    }  # fmt: skip
    assert found["60-veto"] == found["62-veto-and-missing"] == (NOT_MET, ("V3",))
    assert found["61-veto-unknown"] == (UNDETERMINED, ())
    assert found["63-all-vetoes"] == (NOT_MET, ("V1", "V2", "V3", "V4", "V5", "V6"))


# ── nothing untried ──────────────────────────────────────────────
def tried(name: str) -> dict[str, set[Verdict]]:
    """Rule, veto, group or conclusion → the verdicts that someone expects of it and that come out."""
    found: dict[str, set[Verdict]] = {}
    for page in judged(name):
        for rule, verdict, entries in page.wanted:
            found.setdefault(rule, set()).update(e.verdict for e in entries if e.verdict == verdict)
    return found


def tried_rows(pages_: list[Judged]) -> dict[tuple[str, int], set[Verdict]]:
    """The same for each row of a rule: the one that decided the expected outcome."""
    found: dict[tuple[str, int], set[Verdict]] = {}
    for page in pages_:
        rules = {rule.id: rule.cases for rule in page.evaluation.plan.rules}
        for rule, verdict, entries in page.wanted:
            for one in entries:
                if isinstance(one, Outcome) and one.case is not None and one.verdict == verdict:
                    found.setdefault((rule, rules[rule].index(one.case)), set()).add(one.verdict)
    return found


@pytest.mark.parametrize("name", ["cn/2017", "cn/2012"])
def test_every_row_of_every_rule_is_expected_both_ways(name: str) -> None:
    """达标 and 不达标 for each limit; 不适用 where it is only reported; 无法判定 where it is unknown."""
    rows, rules = tried_rows(judged(name)), tried(name)
    missing = []
    for rule in plan_of(name).rules:
        for number, case in enumerate(rule.cases):
            kind = case.limits[0].limit.kind
            due = {"none": {NOT_APPLICABLE}, "unknown": {UNDETERMINED}}.get(kind, {MET, NOT_MET})
            seen = rules.get(rule.id, set()) if kind == "unknown" else rows.get((rule.id, number), set())
            missing += [f"{rule.id}[{number}] {case.limits[0].limit.text}: {v.zh}" for v in sorted(due - seen)]
    assert missing == []


@pytest.mark.parametrize("name", VARIANTS)
def test_what_a_variant_says_is_expected_every_way(name: str) -> None:
    """Exactly equal, just short, and missing, for every limit that it sets, changes or restates."""
    seen = tried(name)
    due = [(code, v) for code in sorted(PARTS_CHANGED[name]) for v in (MET, NOT_MET, UNDETERMINED)]
    assert [f"{code}: {v.zh}" for code, v in due if v not in seen.get(code, set())] == []


@pytest.mark.parametrize("name", ["cn/2017", "cn/2012"])
def test_every_veto_and_conclusion_is_expected_both_ways(name: str) -> None:
    plan, seen = plan_of(name), tried(name)
    named = {n for c in plan.conclusions for clause in c.clauses for n in clause.names}
    due = [one.id for one in (*plan.vetoes, *plan.conclusions)] + [g.id for g in plan.groups if g.id in named]
    assert [f"{d}: {v.zh}" for d in due for v in (MET, NOT_MET) if v not in seen.get(d, set())] == []


def test_every_floor_is_tried_on_the_line_and_below() -> None:
    """One item short: at exactly 85 % the school passes, a little below it fails; each of R1 to R7, both stages."""
    clause = next(c for end in plan_of("cn/2017").conclusions for c in end.clauses if c.floor)
    share, found = Fraction(clause.floor), set()
    for page in judged("cn/2017"):
        by_key = {r: {o.key: o for o in page.evaluation.outcomes[r]} for r in clause.names}
        for _, verdict, entries in (w for w in page.wanted if w[0] == "RS"):
            for entry in (e for e in entries if e.verdict == verdict):
                own = [by_key[r][entry.key] for r in clause.names]
                short = [o for o in own if o.verdict is NOT_MET]
                if len(short) == 1 and all(o.verdict is MET for o in own if o not in short):
                    (one,) = short
                    on = (one.value > share * one.limit_value) - (one.value < share * one.limit_value)
                    found.add((one.rule, entry.key[-1], on, entry.verdict))
    due = {(r, s, on, MET if on == 0 else NOT_MET) for r in clause.names for s in ("小学", "初中") for on in (0, -1)}
    assert due - found == set()
    assert {v for _, _, on, v in found if on >= 0} == {MET}
    assert {v for _, _, on, v in found if on < 0} == {NOT_MET}


def test_every_relaxation_is_tried_both_ways() -> None:
    """Each row of 放宽: a value that meets the relaxed limit, one that misses it; T1, T2 in their formulas."""
    plan = plan_of(*LAYER)
    due = {(rule.id, r.id, r.limit.text, v) for rule in plan.rules for r in rule.relaxations for v in (MET, NOT_MET)}
    used: set[str] = set()
    for page in judged("cn/2019-guicheng"):
        for rule, verdict, entries in page.wanted:
            for one in entries:
                if isinstance(one, Outcome) and one.relaxations and one.limit and one.verdict == verdict:
                    due -= {(rule, name, one.limit.text, one.verdict) for name in one.relaxations}
                    used |= set(one.relaxations)
    assert due == set()
    assert used == {"T1", "T2", "T3", "T4", "T5"}


def test_every_option_of_every_reading_is_tried() -> None:
    for name in ("cn/2017", "cn/2012"):
        due = {(r.id, option) for r in plan_of(name).readings for option in r.options}
        assert due - {taken for page in judged(name) for taken in page.evaluation.readings.items()} == set()


@each_ruleset
def test_readings_are_taken_by_their_own_words(name: str) -> None:
    """A misspelt option would quietly leave rows without a case."""
    for page in judged(name):
        options = {r.id: r.options for r in page.evaluation.plan.readings}
        assert [(k, v) for k, v in page.evaluation.readings.items() if v not in options.get(k, ())] == [], page.title


# ── nothing without a source ─────────────────────────────────────
STATUS = re.compile(r"[(\uff08](?:已核|转引|推定|未知)[)\uff09]")


def parameters(plan: Plan) -> list[tuple[str, About]]:
    """Everything that carries a number or a choice."""
    rows = [(f"{r.id}[{n}]", case.about) for r in plan.rules for n, case in enumerate(r.cases)]
    rows += [(f"{relaxed.id} {r.id}", relaxed.about) for r in plan.rules for relaxed in r.relaxations]
    return rows + [(t.id, t.about) for t in (*plan.derived, *plan.readings, *plan.vetoes, *plan.conclusions)]


@pytest.mark.parametrize("names", [("cn/2017",), ("cn/2012",), LAYER])
def test_every_parameter_has_a_basis_and_a_status(names: tuple[str, ...]) -> None:
    """The status stands in its column, or behind the basis: 表Ⅴ, then (推定)."""
    plan = plan_of(*names)
    assert [name for name, about in parameters(plan) if not about.basis] == []
    assert [name for name, about in parameters(plan) if not (about.status or STATUS.search(about.basis))] == []
    assert plan.paper.document
    assert plan.paper.number
    assert plan.paper.issued


@each_ruleset
def test_weights_of_the_split_have_a_basis_and_a_status(name: str) -> None:
    made, _ = workspace.compile_named(name)
    rows = [row for d in made.documents for section in d.all("SPLIT") for row in section.rows]
    assert rows or name.startswith("plan/")
    assert [str(row.span) for row in rows if not (row.text("BASIS") and row.text("STATUS"))] == []


# ── pages a person can check ─────────────────────────────────────
@each_case
def test_a_case_page_is_plain(name: str, page: Path) -> None:
    """An ASCII name, one gist, headings and sheets that the plan knows, something expected."""
    assert re.fullmatch(r"\d\d-[a-z0-9-]+\.md", page.name)
    _, sections = read_blocks(Source(page.name, page.read_text("utf-8")), report := Report())
    assert report.findings == []
    gists = [p for s in sections for p in s.parts if isinstance(p, RawText) and p.kind == "quote"]
    assert len(gists) == 1
    case = case_on(page)
    names = Names(plan_of(*(LAYER if name == "cn/2019-guicheng" else (name,))))
    assert [sheet for sheet in case.sheets if names.sheet(sheet) is None] == []
    assert [c for columns, _ in case.sheets.values() for c in columns if not names.heading(c)[0]] == []
    assert case.expected


@each_case
def test_an_undetermined_county_names_the_cells(name: str, page: Path) -> None:
    for county in county_on(name, page).evaluation.counties:
        assert bool(county.missing) == (county.verdict is UNDETERMINED)
