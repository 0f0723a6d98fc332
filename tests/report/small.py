"""小县 · One small county, judged by hand: what the reports are tried on without an engine.

Four schools: one of two stages that shares its floor area, one just short, one with plenty, one with a
blank. Two have names that a page or a spreadsheet must not obey.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from eqrules.data.submission import Absent, Column, File, State, Submission, Table
from eqrules.diagnostics.report import Report
from eqrules.engine.contract import CountyVerdict, Decision, Evaluation, Gap, Key, Outcome
from eqrules.language.builtins.dispersion import cv
from eqrules.language.verdicts import Verdict
from eqrules.plan.expressions import Aggregate, Among, Binary, Compare, Item, Number, Result, Several
from eqrules.plan.plan import (
    About,
    Case,
    Clause,
    Conclusion,
    DatedLimit,
    Derived,
    Grain,
    Group,
    ItemSpec,
    Limit,
    Paper,
    Plan,
    Reading,
    Rule,
    Split,
    SplitRow,
    Variant,
    Veto,
)

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
UNDETERMINED, NOT_APPLICABLE = Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE
C = "340203"
FIRST, SECOND, THIRD, FOURTH = ((C, f"213400000{n}") for n in (1, 2, 3, 4))
SCRIPT = "<script>alert(1)</script>小学"
FORMULA = "=cmd|' /C calc'!A0"
PRIMARY = Among(item=Item(item="stage"), values=("小学",))
JUNIOR = Among(item=Item(item="stage"), values=("初中",))


def number(value: object) -> Number:
    return Number(value=str(value))


def at(sign: str, amount: str, text: str = "") -> tuple[DatedLimit, ...]:
    limit = Limit(kind="compare", sign=sign, amount=number(Fraction(amount)), text=text)  # type: ignore[arg-type]
    return (DatedLimit(limit=limit),)


def over(top: Item, *, hundred: bool = False) -> Binary:
    quotient = Binary(operator="/", left=top, right=Item(item="pupils"))
    return Binary(operator="*", left=quotient, right=number(100)) if hundred else quotient


def about(zh: str, en: str, basis: str = "", status: str = "") -> About:
    return About(zh=zh, en=en, basis=basis, status=status, origin="cn/small")  # type: ignore[arg-type]


def by_stage(value: object, sign: str, primary: str, junior: str) -> tuple[Case, ...]:
    return (
        Case(when=PRIMARY, value=value, limits=at(sign, primary, f"{primary}以上")),  # type: ignore[arg-type]
        Case(when=JUNIOR, value=value, limits=at(sign, junior, f"{junior}以上")),  # type: ignore[arg-type]
    )


def plan() -> Plan:
    whole = {"type": "integer", "whole": True}
    grains = (
        Grain(id="county", keys=("county",), key_item="division_code", about=about("县", "county")),
        Grain(
            id="school",
            keys=("county", "school"),
            key_item="school_code",
            parent="county",
            about=about("学校", "school"),
        ),
        Grain(
            id="section",
            keys=("county", "school", "stage"),
            key_item="stage",
            parent="school",
            about=about("学段校", "section"),
        ),
        Grain(
            id="class",
            keys=("county", "school", "stage", "class"),
            key_item="class_name",
            parent="section",
            about=about("班级", "class"),
        ),
        Grain(
            id="county_stage",
            keys=("county", "stage"),
            key_item="stage",
            parent="county",
            about=about("县学段", "county and stage"),
        ),
    )
    items = (
        ItemSpec(id="school_type", grain="school", type="list", about=about("办学类型", "school type")),
        ItemSpec(
            id="area",
            grain="school",
            type="decimal",
            unit="平方米",
            about=about("教学用房面积", "teaching area"),
        ),
        ItemSpec(id="stage", grain="section", type="list", values=("小学", "初中"), about=about("学段", "stage")),
        ItemSpec(id="pupils", grain="section", unit="人", **whole, about=about("在校生数", "pupils")),
        ItemSpec(
            id="bachelors",
            grain="section",
            unit="人",
            **whole,
            about=about("本科教师数", "teachers with a degree"),
        ),
        ItemSpec(
            id="colleges",
            grain="section",
            unit="人",
            **whole,
            about=about("专科教师数", "teachers with a diploma"),
        ),
        ItemSpec(
            id="class_pupils",
            grain="class",
            unit="人",
            **whole,
            about=about("班级学生数", "pupils in the class"),
        ),
        ItemSpec(
            id="rotated",
            grain="county",
            unit="人",
            **whole,
            about=about("交流轮岗教师数", "rotated teachers"),
        ),
        ItemSpec(
            id="eligible",
            grain="county",
            unit="人",
            **whole,
            about=about("符合交流条件教师数", "eligible teachers"),
        ),
        ItemSpec(id="layout", grain="county", type="text", judged="G1", about=about("规划布局", "layout")),
    )
    both = Binary(operator="+", left=Item(item="bachelors"), right=Item(item="colleges"))
    teachers = Derived(
        id="degree_teachers",
        grain="section",
        type="integer",
        unit="人",
        whole=True,
        variants=(Variant(when=PRIMARY, value=both), Variant(when=JUNIOR, value=Item(item="bachelors"))),
        about=about("高于规定学历教师数", "teachers above the required qualification"),
    )
    cv = Aggregate(function="cv", grain="section", of=Result(rule="R1"), weighting="weighted", by=Item(item="pupils"))
    cv4 = cv.model_copy(update={"of": Result(rule="R4")})
    rate = Binary(operator="/", left=Item(item="rotated"), right=Item(item="eligible"))
    judged = Limit(kind="one_of", values=("符合",), text="符合")
    rules = (
        Rule(
            id="R1",
            grain="section",
            group="resources",
            unit="人/百名学生",
            cases=by_stage(over(Item(item="degree_teachers"), hundred=True), ">=", "4.2", "5.3"),
            about=about("每百名学生拥有高于规定学历教师数", "Qualified teachers per 100 pupils", "第六条(一)", "转引"),
        ),
        Rule(
            id="R4",
            grain="section",
            group="resources",
            unit="平方米/生",
            cases=by_stage(over(Item(item="area", via="share")), ">=", "4.5", "5.8"),
            about=about("生均教学及辅助用房面积", "Teaching area per pupil", "第六条(四)"),
        ),
        Rule(
            id="B1",
            grain="county_stage",
            group="evenness",
            digits=3,
            cases=by_stage(cv, "<=", "0.50", "0.45"),
            about=about("高于规定学历教师数的差异系数", "Variation of R1", "第六条"),
        ),
        Rule(
            id="B4",
            grain="county_stage",
            group="evenness",
            digits=3,
            cases=by_stage(cv4, "<=", "0.50", "0.45"),
            about=about("教学用房面积的差异系数", "Variation of R4", "第六条"),
        ),
        Rule(
            id="B0",
            grain="county_stage",
            group="evenness",
            digits=3,
            cases=(
                Case(
                    value=Several(function="mean", values=(Result(rule="B1"), Result(rule="B4"))),
                    limits=(DatedLimit(limit=Limit(kind="none", text="仅报告")),),
                ),
            ),
            about=about("综合差异系数", "Composite variation"),
        ),
        Rule(
            id="G1",
            grain="county",
            group="government",
            determination="judged",
            cases=(Case(item=Item(item="layout"), limits=(DatedLimit(limit=judged),)),),
            about=about("学校规划布局合理", "Sound school layout", "第七条(一)"),
        ),
        Rule(
            id="G5",
            grain="class",
            group="government",
            unit="人",
            whole=True,
            digits=0,
            cases=by_stage(Item(item="class_pupils"), "<=", "45", "50"),
            about=about("班级学生数", "Class size", "第七条(五)"),
        ),
        Rule(
            id="G11a",
            grain="county",
            group="government",
            unit="%",
            percent=True,
            cases=(Case(value=rate, limits=at(">=", "0.1", "10%以上")),),
            about=about("交流轮岗教师比例", "Rotation rate", "第七条(十一)"),
        ),
    )
    return Plan(
        id="cn/small",
        about=about("小县示例", "Small county"),
        paper=Paper(document="示例办法", state="样例"),
        grains=grains,
        items=items,
        derived=(teachers,),
        rules=rules,
        readings=(
            Reading(
                id="K3",
                default="分别",
                options=("分别", "合计"),
                about=about("分别达到还是合计达到", "each or together"),
            ),
        ),
        split=Split(
            school_grain="school",
            section_grain="section",
            type_item="school_type",
            by="pupils",
            items=("area",),
            rows=(SplitRow(types=("九年一贯制学校",), stages=(("小学", "1"), ("初中", "11/10"))),),
        ),
        groups=(
            Group(id="resources", rules=("R1", "R4"), about=about("资源配置", "Resources")),
            Group(id="evenness", rules=("B1", "B4", "B0"), about=about("校际均衡", "Evenness")),
            Group(id="government", rules=("G1", "G5", "G11a"), about=about("政府保障", "Government")),
        ),
        vetoes=(
            Veto(
                id="V1",
                grain="county",
                item="exams",
                about=about("存在以考试方式招生", "Admission by examination"),
            ),
            Veto(
                id="V2",
                grain="county",
                item="choice",
                about=about("存在违规择校行为", "Illegal school choice"),
            ),
        ),
        conclusions=(
            Conclusion(
                id="school_ok",
                grain="section",
                clauses=(Clause(kind="at_least", names=("R1", "R4"), count=1, floor="0.85"),),
                about=about("学校资源达标", "School resources met"),
            ),
            Conclusion(
                id="county_ok",
                grain="county",
                final=True,
                clauses=(
                    Clause(kind="all", names=("school_ok", "evenness", "government")),
                    Clause(kind="no_veto"),
                ),
                about=about("县达标", "County meets the standard"),
            ),
        ),
    )


SECTIONS = {  # key: pupils, bachelors, colleges, school type, area
    (*FIRST, "小学"): (900, 40, 20, "九年一贯制学校", 9000),
    (*FIRST, "初中"): (450, 30, 0, "九年一贯制学校", 9000),
    (*SECOND, "小学"): (1000, 21, 20, "小学", 3000),
    (*THIRD, "小学"): (500, 30, 0, "小学", Fraction(4505, 2)),
    (*FOURTH, "初中"): (None, 9, 1, "初级中学", 4000),
}
CLASSES = {(*SECOND, "小学", "一(1)"): 45, (*SECOND, "小学", "一(2)"): 46}


def submission() -> Submission:
    keys = list(SECTIONS)
    schools = list(dict.fromkeys(key[:2] for key in keys))
    kind = {key[:2]: row[3:] for key, row in SECTIONS.items()}

    def column(sheet: str, letter: str, values: list) -> Column:  # type: ignore[type-arg]
        rows = range(2, 2 + len(values))
        known = [
            Absent(State.BLANK, (f"{sheet}!{letter}{row}",)) if value is None else value
            for row, value in zip(rows, values, strict=True)
        ]
        return Column(known, sheet, letter, rows)

    tables = {
        "county": Table(
            "county",
            [(C,)],
            {
                "rotated": column("县", "C", [12]),
                "eligible": column("县", "D", [121]),
                "layout": column("县", "E", ["符合"]),
            },
            True,
        ),
        "school": Table(
            "school",
            schools,
            {
                "school_type": column("学校", "C", [kind[s][0] for s in schools]),
                "area": column("学校", "D", [kind[s][1] for s in schools]),
            },
            True,
        ),
        "section": Table(
            "section",
            keys,
            {
                "stage": column("学段校", "C", [k[2] for k in keys]),
                "pupils": column("学段校", "D", [SECTIONS[k][0] for k in keys]),
                "bachelors": column("学段校", "E", [SECTIONS[k][1] for k in keys]),
                "colleges": column("学段校", "F", [SECTIONS[k][2] for k in keys]),
            },
            True,
        ),
        "class": Table("class", list(CLASSES), {"class_pupils": column("班级", "E", list(CLASSES.values()))}, True),
        "county_stage": Table("county_stage", [(C, "小学"), (C, "初中")]),
    }
    report = Report()
    names = {(C,): "弋江区", FIRST: "实验学校", SECOND: SCRIPT, THIRD: "城关小学", FOURTH: FORMULA}
    return Submission(tables, (File("填报.xlsx", "ab" * 32),), report, names)


def evaluation() -> Evaluation:
    made, data = plan(), submission()
    rules = {rule.id: rule for rule in made.rules}

    def outcome(rule: str, key: Key, value: object, verdict: Verdict, **more: object) -> Outcome:
        cases = rules[rule].cases
        case = cases[1] if len(cases) > 1 and "初中" in key else cases[0]
        limit = case.limits[0].limit
        amount = Fraction(limit.amount.value) if isinstance(limit.amount, Number) else None
        return Outcome(rule, rules[rule].grain, key, verdict, value, case, limit, amount, **more)  # type: ignore[arg-type]

    p1, j1, p2, p3, j4 = SECTIONS
    cell = ("学段校!D6",)
    short = Gap("degree_teachers", 1, "more")
    wide = Fraction(9000) / (900 + Fraction(11, 10) * 450)
    r1 = [
        outcome("R1", p1, Fraction(20, 3), MET),
        outcome("R1", j1, Fraction(20, 3), MET),
        outcome("R1", p2, Fraction(41, 10), NOT_MET, gap=short),
        outcome("R1", p3, 6, MET),
        outcome("R1", j4, None, UNDETERMINED, missing=cell),
    ]
    r4 = [
        outcome("R4", p1, wide, MET),
        outcome("R4", j1, wide * Fraction(11, 10), MET),
        outcome("R4", p2, 3, NOT_MET, gap=Gap("area", 1500, "more")),
        outcome("R4", p3, Fraction(901, 200), MET),
        outcome("R4", j4, None, UNDETERMINED, missing=cell),
    ]
    primary = [p1, p2, p3]
    pupils = [SECTIONS[key][0] for key in primary]
    b1, b4 = (cv([o.value for o in found if o.key in primary], pupils) for found in (r1, r4))
    assert b1
    assert b4
    outcomes = {
        "R1": r1,
        "R4": r4,
        "B1": [
            outcome("B1", (C, "小学"), b1, MET),
            outcome("B1", (C, "初中"), None, UNDETERMINED, missing=cell),
        ],
        "B4": [
            outcome("B4", (C, "小学"), b4, MET),
            outcome("B4", (C, "初中"), None, UNDETERMINED, missing=cell),
        ],
        "B0": [outcome("B0", (C, "小学"), (b1 + b4).scaled(Fraction(1, 2)), NOT_APPLICABLE, note="report_only")],
        "G1": [outcome("G1", (C,), "符合", MET)],
        "G5": [
            outcome(
                "G5",
                key,
                size,
                MET if size <= 45 else NOT_MET,
                gap=None if size <= 45 else Gap("class_pupils", 1, "less"),
            )
            for key, size in CLASSES.items()
        ],
        "G11a": [outcome("G11a", (C,), Fraction(12, 121), NOT_MET, gap=Gap("rotated", 1, "more"))],
    }
    decisions = {
        "resources": [Decision("resources", "county", (C,), NOT_MET)],
        "evenness": [Decision("evenness", "county", (C,), NOT_MET)],
        "government": [Decision("government", "county", (C,), NOT_MET)],
        "V1": [Decision("V1", "county", (C,), MET)],
        "V2": [Decision("V2", "county", (C,), UNDETERMINED, ("县!G2",))],
        "school_ok": [
            Decision("school_ok", "section", p1, MET),
            Decision("school_ok", "section", j1, MET),
            Decision("school_ok", "section", p2, NOT_MET, (), (("R1", p2), ("R4", p2))),
            Decision("school_ok", "section", p3, MET),
            Decision("school_ok", "section", j4, UNDETERMINED, cell),
        ],
        "county_ok": [Decision("county_ok", "county", (C,), NOT_MET, (), (("school_ok", p2),))],
    }
    verdict = CountyVerdict((C,), NOT_MET, (), ("学段校!D6", "县!G2"))
    return Evaluation(made, date(2024, 9, 1), "reference", data, {"K3": "合计"}, outcomes, decisions, [verdict])


def compare(left: str, sign: str, right: str) -> Compare:
    return Compare(sign=sign, left=Item(item=left), right=number(right))  # type: ignore[arg-type]
