"""造规则 · Made-up rulesets in the language, as text: every name in both languages, every construct drawn.

Numbers have no unit here, so that any two may be added; units are the business of tests/compile.
"""

from __future__ import annotations

from hypothesis import strategies as st

OWN = {"section": ("甲数", "乙数", "丙数"), "school": ("丁数", "戊数"), "county": ("己数",)}
ENGLISH = {"甲数": "alpha", "乙数": "beta", "丙数": "gamma", "丁数": "delta", "戊数": "epsilon", "己数": "zeta"}
ABOVE = {
    "section": ("section", "school", "county"),
    "school": ("school", "county"),
    "county": ("county",),
    "county_stage": ("county",),
}
BELOW = {"school": "section", "county": "section", "county_stage": "section"}
OBJECTS = {"section": "学段校", "school": "学校", "county": "县", "county_stage": "县学段"}

HEAD = """# 规则集 生成的规则

- 编号:test/made
- 英文名:Made rules
- 施行:2017年4月19日起
- 用语:以上、以下、不低于、不超过\uff0c含本数\uff1b不足、超过、低于\uff0c不含本数
- 修约:比较用原值\uff1b显示四舍五入

## 对象

| 编号 | 名称 | 英文 | 属于 | 主键 |
|---|---|---|---|---|
| county | 县 | county | | 县名 |
| school | 学校 | school | 县 | 校名 |
| section | 学段校 | school section | 学校 | 学段 |
| county_stage | 县学段 | county and stage | 县 | 学段 |

## 口径

| 编号 | 名称 | 英文 | 问题 | 取值 | 可选 | 依据 |
|---|---|---|---|---|---|---|
| K1 | 取法 | way | 哪一种 | 宽 | 宽=wide、严=strict | 试 |

## 数据项

| 编号 | 名称 | 英文 | 类型 | 对象 | 可取 | 别名 |
|---|---|---|---|---|---|---|
| county_name | 县名 | county name | 文本 | 县 | | |
| school_name | 校名 | school name | 文本 | 学校 | | |
| stage | 学段 | stage | 小学=primary、初中=junior | 学段校 | | |
| kind | 类别 | kind | 红=red、绿=green、蓝=blue | 学校 | | |
| grade | 等级 | grade | 低=low<中=middle<高=high | 学校 | 可无此项 | |
| flag | 是否示范 | model school | 是否 | 学校 | | |
| alpha | 甲数 | alpha | 小数 | 学段校 | 0以上 | 第一数 |
| beta | 乙数 | beta | 整数 | 学段校 | 0~1000 | |
| gamma | 丙数 | gamma | 小数 | 学段校 | 可无此项 | |
| delta | 丁数 | delta | 小数 | 学校 | | |
| epsilon | 戊数 | epsilon | 小数 | 学校 | | |
| zeta | 己数 | zeta | 小数 | 县 | | |
"""

numbers = st.sampled_from(["0", "1", "2.5", "0.50", "100", "4.2"])
percents = st.sampled_from(["85%", "50%", "12.5%", "100%"])


def names(grain: str) -> st.SearchStrategy[str]:
    return st.sampled_from([n for g in ABOVE[grain] for n in OWN[g]] or OWN["county"])


def formulas(grain: str, depth: int = 2) -> st.SearchStrategy[str]:
    """A formula at this object: its own items, looked-up ones, aggregates over what is below."""
    leaves = [names(grain), names(grain), percents]
    if grain in BELOW:
        leaves.append(aggregates(grain, depth))
    if depth == 0:
        return st.one_of(leaves)
    inner = formulas(grain, depth - 1)
    return st.one_of(
        *leaves,
        st.tuples(inner, st.sampled_from("+-×÷"), inner).map(lambda p: f"({p[0]}){p[1]}({p[2]})"),
        st.tuples(names(grain), st.sampled_from("+-"), names(grain), st.sampled_from("+-"), names(grain)).map("".join),
        st.tuples(names(grain), st.sampled_from("+-"), numbers).map("".join),
        inner.map(lambda f: f"向上取整({f})"),
        st.tuples(inner, inner).map(lambda p: f"两者较大({p[0]},{p[1]})"),
    )


def aggregates(grain: str, depth: int) -> st.SearchStrategy[str]:
    below = BELOW[grain]
    item = st.sampled_from(OWN[below])
    shallow = conditions(below, 0)
    plain = st.tuples(st.sampled_from(["合计", "最大", "最小", "平均", "中位数"]), item)
    return st.one_of(
        plain.map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(item, shallow).map(lambda p: f"合计({p[0]}:{p[1]})"),
        shallow.map(lambda c: f"占比({OBJECTS[below]}:{c})"),
        st.tuples(item, item).map(lambda p: f"平均({p[0]},按{p[1]}加权)"),
        st.tuples(item, item).map(lambda p: f"平均({p[0]}÷{p[1]},按{p[1]}加权)"),
    )


def tests(grain: str) -> st.SearchStrategy[str]:
    number = names(grain)
    found = [
        st.tuples(number, numbers, st.sampled_from(["以上", "以下"])).map("".join),
        st.tuples(number, st.sampled_from(["超过", "不足", "等于", "不低于", "不超过"]), number).map("".join),
        st.tuples(number, st.sampled_from(["超过", "低于"]), percents).map("".join),
        st.sampled_from(["K1为宽", "K1为严", "K1为宽或严"]),
    ]
    if "school" in ABOVE[grain]:
        found.append(st.sampled_from([
            "类别为红", "类别为红或蓝", "类别不为绿", "类别不为红或绿", "等级中以上", "等级低于高", "是否示范为是",
            "是否示范为否",
        ]))  # fmt: skip
    if grain == "section":
        found.append(st.sampled_from(["学段为小学", "学段不为小学"]))
    return st.one_of(found)


def conditions(grain: str, depth: int = 2) -> st.SearchStrategy[str]:
    if depth == 0:
        return tests(grain)
    inner = conditions(grain, depth - 1)
    return st.one_of(
        tests(grain),
        st.tuples(inner, st.sampled_from(["且", "或"]), inner).map(lambda p: f"({p[0]}){p[1]}({p[2]})"),
        st.tuples(tests(grain), tests(grain), tests(grain)).map(lambda p: f"{p[0]} 且 {p[1]} 或 {p[2]}"),
        inner.map(lambda c: f"非({c})"),
    )


def limits(grain: str) -> st.SearchStrategy[str]:
    found = [
        st.tuples(numbers, st.sampled_from(["以上", "以下"])).map("".join),
        st.tuples(st.sampled_from(["不低于", "超过", "低于", "不超过", "至少"]), numbers).map("".join),
        st.sampled_from(["仅报告", "未知"]),
        names(grain).map(lambda n: f"不低于{n}"),
    ]
    if grain == "section":
        found.append(st.tuples(numbers, numbers).map(lambda p: f"小学{p[0]}以上;初中{p[1]}以上"))
    return st.one_of(found)


@st.composite
def indicators(draw: st.DrawFn, number: int) -> str:
    """One row: computed, of a word, of a mark, or judged by a person."""
    grain = draw(st.sampled_from(["section", "school", "county"]))
    applies = draw(st.one_of(st.just(""), conditions(grain)))
    how, formula, limit = "计算", draw(formulas(grain)), draw(limits(grain))
    if grain == "school" and draw(st.booleans()):
        how, formula, limit = draw(st.sampled_from([
            ("填报", "等级", "中以上"), ("填报", "类别", "为红或绿"), ("填报", "是否示范", "为是"),
            ("人工", "", "符合"),
        ]))  # fmt: skip
    force = draw(st.sampled_from(["", "", "参考"]))
    cells = (
        f"R{number}",
        f"第{'零一二三四五'[number]}项",
        f"item {number}",
        OBJECTS[grain],
        how,
        applies,
        formula,
        limit,
    )
    return f"| {' | '.join(cells)} | {force} |"


@st.composite
def rulesets(draw: st.DrawFn) -> str:
    """A whole ruleset in Chinese."""
    count = draw(st.integers(1, 4))
    rows = [draw(indicators(n)) for n in range(1, count + 1)]
    derived = f"| eta | 庚数 | eta | 小数 | 学段校 | {draw(formulas('section'))} | 试 |"
    check = f"| C1 | {draw(tests('section'))} | {draw(st.sampled_from(['逻辑校验', '经验校验']))} |"
    relaxed = draw(st.sampled_from(["", "| T1 | Q1 | 类别为红 | 5以上 | 4以上 | 2019年 | 2022年 | 试 |"]))
    clauses = ["生成的指标全部达标"]
    if draw(st.booleans()):
        clauses.append("均衡全部达标")
    if draw(st.booleans()):
        clauses.append("无一票否决情形")
    part = draw(st.sampled_from([
        "Q1至Q2至少1项达标", "Q1至Q2至少2项达标,余项不低于标准的85%", "Q1至Q2至多1项未达标", "Q1、Q2全部达标",
    ]))  # fmt: skip
    return f"""{HEAD}
## 派生项

| 编号 | 名称 | 英文 | 类型 | 对象 | 计算 | 依据 |
|---|---|---|---|---|---|---|
{derived}

## 校验

| 编号 | 校验关系 | 级别 |
|---|---|---|
{check}

## 指标 生成的指标

> 说明文字,给人读的。

- 编号:GEN
- 英文名:Made indicators
- 依据:试

| 编号 | 指标 | 英文 | 对象 | 认定 | 适用 | 计算 | 标准 | 约束 |
|---|---|---|---|---|---|---|---|---|
{chr(10).join(rows)}

## 指标 分学段的指标

- 编号:STG
- 英文名:Indicators by stage
- 对象:学段校
- 依据:试
- 除外:甲数等于0;类别为蓝

| 编号 | 指标 | 英文 | 计算 | 小学 | 初中 |
|---|---|---|---|---|---|
| Q1 | 甲比乙 | alpha over beta | 甲数÷乙数 | 5以上 | 5.5以上 |
| Q2 | 乙数达到 | beta reached | 乙数 | {draw(limits("county"))} | 仅报告 |

## 指标 均衡

- 编号:BAL
- 英文名:Balance
- 对象:县学段
- 依据:试

| 编号 | 指标 | 英文 | 计算 | 小学 | 初中 |
|---|---|---|---|---|---|
| B1至B2 | Q1至Q2的差异系数 | | 差异系数(按乙数加权) | 0.50以下 | 0.45以下 |
| B0 | 综合 | composite | B1至B2的平均 | 仅报告 | 0.45以下 |

## 放宽

| 放宽编号 | 编号 | 条件 | 原标准 | 放宽为 | 自 | 至 | 依据 |
|---|---|---|---|---|---|---|---|
{relaxed}

## 一票否决

| 编号 | 情形 | 英文 | 认定 | 条件 | 依据 |
|---|---|---|---|---|---|
| V1 | 有情形 | a case | 人工 | | 试 |
| V2 | 己数太小 | zeta too small | 计算 | {draw(conditions("county"))} | 试 |

## 结论

| 编号 | 结论 | 英文 | 对象 | 条件 |
|---|---|---|---|---|
| P1 | 部分达标 | part met | 学段校 | {part} |
| CA | 县达标 | county met | 县 | 部分达标全部达标;{";".join(clauses)} |
"""
