"""真实数据 · Taiwan's 2668 primary schools through real intake and the engine, against a few lines of csv.

golden.md §10. The rules are a document beside this file; its limits are test values, not anyone's standard.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import isqrt
from pathlib import Path

import pytest

from eqrules.data.intake import read_submission
from eqrules.data.submission import Absent, Submission
from eqrules.engine.contract import Evaluation, Outcome
from eqrules.language.numbers import Exact, Roots, decimal_text
from submissions import FIGURES, judge, plan_of

HERE = Path(__file__).parent
TABLE = FIGURES / "taiwan-primary-113.csv"
pytestmark = pytest.mark.skipif(not TABLE.is_file(), reason=f"no real table at {TABLE}")
GRADES = range(1, 7)


@pytest.fixture(scope="module")
def handed_in() -> Submission:
    plan = plan_of((HERE / "ruleset.md").read_text("utf-8"))
    return read_submission(plan, [TABLE], HERE / "mapping.md")


@pytest.fixture(scope="module")
def judged(handed_in: Submission) -> Evaluation:
    return judge(plan_of((HERE / "ruleset.md").read_text("utf-8")), handed_in)


# ── the same, in a few lines that share nothing with the engine ──
class School:
    """One row of the file."""

    def __init__(self, row: dict[str, str]) -> None:
        self.key = (row["縣市名稱"], row["學校代碼"])
        self.name, self.county, self.county_code = row["學校名稱"], row["縣市名稱"], row["縣市代碼"]
        self.pupils = int(row["學生人數"])
        self.teachers = int(row["男專任教師"]) + int(row["女專任教師"])
        self.grades = [
            (int(row[f"{g}年級男學生數"]) + int(row[f"{g}年級女學生數"]), int(row[f"{g}年級班級數"])) for g in GRADES
        ]
        self.area = row["地區屬性"]

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.teachers * 100, self.pupils)

    def class_size(self, grade: int) -> str:
        pupils, classes = self.grades[grade - 1]
        if not self.pupils or not pupils:
            return "不适用"
        return "无法判定" if not classes else "达标" if pupils <= 29 * classes else "不达标"

    def both(self) -> str:
        """At most one grade above the limit, and at most 2000 pupils; unknown only where it could matter."""
        if not self.pupils:
            return "不适用"
        grades = Counter(self.class_size(g) for g in GRADES)
        if self.pupils > 2000 or grades["不达标"] > 1:
            return "不达标"
        return "达标" if grades["不达标"] + grades["无法判定"] <= 1 else "无法判定"


@pytest.fixture(scope="module")
def schools() -> list[School]:
    with TABLE.open(encoding="utf-8") as file:
        return [School(row) for row in csv.DictReader(file)]


def by_county(schools: list[School]) -> Iterator[tuple[str, list[School]]]:
    counties: dict[str, list[School]] = defaultdict(list)
    for school in schools:
        counties[school.key[0]].append(school)
    yield from counties.items()


def squared_cv(pairs: list[tuple[Exact, Exact]]) -> Fraction:
    """Σ(n/N)(x−X)² ÷ X², written out as the paper writes it."""
    total = sum(n for _, n in pairs)
    mean = sum(Fraction(x * n) for x, n in pairs) / total
    return sum(Fraction(n) / total * (x - mean) ** 2 for x, n in pairs) / mean**2  # type: ignore[return-value]


def printed(value: object) -> str:
    assert isinstance(value, int | Fraction | Roots)
    return decimal_text(value.decimal(20) if isinstance(value, Roots) else value, 6)


def root_text(square: Fraction) -> str:
    """√ to six decimals by integer arithmetic alone."""
    digits = isqrt(4 * square.numerator * 10**12 // square.denominator)
    return decimal_text(Fraction((digits + 1) // 2, 10**6), 6)


def at(evaluation: Evaluation, rule: str) -> dict[tuple[str, ...], Outcome]:
    return {o.key: o for o in evaluation.outcomes[rule]}


# ── the file ─────────────────────────────────────────────────────
def test_the_file(schools: list[School]) -> None:
    """§10 rows, counties, codes, names, totals, empty schools."""
    assert (len(schools), len({s.key[0] for s in schools})) == (2668, 22)
    codes = [s.key[1] for s in schools]
    assert (len(set(codes)), sum(c.startswith("0") for c in codes)) == (2668, 1337)
    homes = defaultdict(set)
    for s in schools:
        homes[s.name].add(s.county)
    assert sum(len(h) > 1 for h in homes.values()) == 278
    assert (sum(s.pupils for s in schools), sum(s.teachers for s in schools)) == (1202761, 100374)
    codes_of = {name: {s.county_code for s in there} for name, there in by_county(schools)}
    assert {c for c, codes in codes_of.items() if len(codes) > 1} == {"臺中市", "臺南市", "高雄市"}
    assert all(s.pupils == sum(p for p, _ in s.grades) for s in schools)
    assert sum(s.pupils == 0 for s in schools) == 13
    assert sum(1 <= s.pupils < 50 for s in schools) == 504
    assert [s.key[1] for s in schools if s.pupils and not s.teachers] == ["191315"]
    assert sum(not s.area for s in schools) == 1759


def test_intake_keeps_every_row(handed_in: Submission, schools: list[School]) -> None:
    """Every school with its own code, zeros in front kept; nothing in error; blanks stay blanks."""
    assert handed_in.tables["school"].keys == [s.key for s in schools]
    assert len(handed_in.tables["county"].keys) == 22
    assert [f for f in handed_in.report.findings if f.level == "error"] == []
    columns = handed_in.tables["school"].columns
    assert columns["pupils"].values == [s.pupils for s in schools]
    assert sum(isinstance(v, Absent) for v in columns["area"].values) == 1759
    for name, column in columns.items():
        if name not in ("area",):
            assert not any(isinstance(v, Absent) for v in column.values), name
    assert handed_in.names[schools[0].key] == schools[0].name
    assert columns["pupils"].place(0) == "taiwan-primary-113!AG2"


# ── the verdicts ─────────────────────────────────────────────────
def test_size(judged: Evaluation, schools: list[School]) -> None:
    expected = {s.key: "不适用" if not s.pupils else "达标" if s.pupils <= 2000 else "不达标" for s in schools}
    assert {k: o.verdict.zh for k, o in at(judged, "SIZE").items()} == expected
    assert Counter(expected.values()) == {"达标": 2595, "不达标": 60, "不适用": 13}


@pytest.mark.parametrize("grade", GRADES)
def test_pupils_per_class(judged: Evaluation, schools: list[School], grade: int) -> None:
    """Exactly 29 is met; no pupils in the grade 不适用; pupils without a class 无法判定."""
    found = at(judged, f"P{grade}")
    assert {k: o.verdict.zh for k, o in found.items()} == {s.key: s.class_size(grade) for s in schools}
    for s in schools:
        pupils, classes = s.grades[grade - 1]
        if pupils and classes:
            assert found[s.key].value == Fraction(pupils, classes)


def test_teachers_per_hundred(judged: Evaluation, schools: list[School]) -> None:
    found = at(judged, "T1")
    for s in schools:
        assert found[s.key].value == (s.ratio if s.pupils else None)
        assert found[s.key].verdict.zh == "不适用"
        assert found[s.key].note == ("report_only" if s.pupils else "excluded")


def test_schools(judged: Evaluation, schools: list[School]) -> None:
    """The conclusion for each school; both odd schools are told of."""
    found = {d.key: d.verdict.zh for d in judged.decisions["OK"]}
    assert found == {s.key: s.both() for s in schools}
    told = {f.facts["check"]: (f.level, f.count) for f in judged.report.findings}
    assert told == {"C2": ("warning", 1), "C3": ("warning", 1)}


def test_counties(judged: Evaluation, schools: list[School]) -> None:
    """Every county's coefficient, exactly, and its verdict at 0.50."""
    weighted, plain, sample = at(judged, "B1"), at(judged, "U1"), at(judged, "U2")
    for code, all_of_it in by_county(schools):
        there = [s for s in all_of_it if s.pupils]
        square = squared_cv([(s.ratio, s.pupils) for s in there])
        assert squares(weighted[code,]) == square
        assert printed(weighted[code,].value) == root_text(square)
        assert weighted[code,].verdict.zh == ("达标" if square <= Fraction(1, 4) else "不达标")
        even = squared_cv([(s.ratio, 1) for s in there])
        assert squares(plain[code,]) == even
        assert squares(sample[code,]) == even * len(there) / (len(there) - 1)
        assert at(judged, "N1")[code,].value == len(there)
        assert at(judged, "X1")[code,].value == Fraction(
            sum(s.teachers for s in there) * 100, sum(s.pupils for s in there)
        )
        assert at(judged, "M1")[code,].value == sum(s.ratio for s in there) / len(there)
    assert sum(o.value for o in judged.outcomes["N2"]) == 504  # type: ignore[misc]
    verdicts = {c.county: c.verdict for c in judged.counties}
    assert verdicts == {key: o.verdict for key, o in weighted.items()}


def squares(found: Outcome) -> Fraction:
    assert isinstance(found.value, Roots)
    return Fraction(found.value.terms[0][1]) if found.value.terms else Fraction(found.value.rational) ** 2


@pytest.mark.parametrize(("county", "count", "pupils", "teachers", "mean", "ratios", "weighted", "plain", "sample"), [
    ("臺北市", 154, 122987, 9877, "8.030930", "9.256741", "0.232743", "0.434966", "0.436385"),
    ("彰化縣", 174, 60625, 5377, "8.869278", "14.003740", "0.427449", "0.557920", "0.559530"),
    ("花蓮縣", 104, 15183, 1945, "12.810380", "28.880762", "0.811946", "0.744869", "0.748476"),
])  # fmt: skip
def test_golden_coefficients(
    judged: Evaluation, schools: list[School], county: str, count: int, pupils: int, teachers: int,
    mean: str, ratios: str, weighted: str, plain: str, sample: str,
) -> None:  # fmt: skip
    """§10 three counties to six decimals; 彰化縣 turns with the weighting, in 花蓮縣 the weighted is larger."""
    there = [s for s in schools if s.county == county and s.pupils]
    assert (len(there), sum(s.pupils for s in there), sum(s.teachers for s in there)) == (count, pupils, teachers)
    key = (county,)
    found = {rule: printed(at(judged, rule)[key].value) for rule in ("X1", "M1", "B1", "U1", "U2")}
    assert found == {"X1": mean, "M1": ratios, "B1": weighted, "U1": plain, "U2": sample}
    assert at(judged, "B1")[key].verdict.zh == ("达标" if Fraction(weighted) <= Fraction("0.5") else "不达标")
