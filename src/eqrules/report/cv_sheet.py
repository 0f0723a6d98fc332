"""差异系数表 · Coefficients as live formulas, a sheet for each, with the program's own value beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eqrules.engine.contract import Key, Outcome
from eqrules.plan import expressions as e
from eqrules.plan.plan import Rule
from eqrules.report import figures, receipt, words
from eqrules.report.county import County
from eqrules.report.cv_working import Working, workings
from eqrules.report.explain_figures import Writer
from eqrules.report.workbook import COLOURS, Book, decimals, number, reference, text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FIRST = 5
"""The row of the first school, from 0."""
_EDGE = {"border": 1, "border_color": "#B8C0C8"}
_HEAD = _EDGE | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#F1F3F4"}
_DIGITS = 3
Found = dict[tuple[str, Key], str]
"""Where the coefficient of a rule at an object stands: `'B1 小学'!E20`."""


def workbook(county: County, lang: str, ruleset_hash: str = "") -> bytes | None:
    """The whole workbook; None where the ruleset has no coefficient of variation."""
    writer = Writer(county.objects, lang)
    made = list(workings(county, writer))
    if not made:
        return None
    title = words.either(lang, "校际差异系数表", "Variation between schools")
    book = Book(f"{county.name} {title}", f"eqrules {county.objects.plan.id}")
    front = book.sheet(words.either(lang, "汇总", "Summary"), landscape=True)
    found: Found = {}
    for one in made:
        page = book.sheet(f"{one.rule.id} {_stage(county, one.outcome, lang)}")
        cell = _detail(book, page, county, one, writer)
        if cell:
            found[one.rule.id, one.outcome.key] = reference(page.get_name(), cell)
    _summary(book, front, county, found, lang, ruleset_hash)
    return book.content()


def _stage(county: County, outcome: Outcome, lang: str) -> str:
    return county.objects.below_county(outcome.grain, outcome.key, county.key, lang)


# ── one coefficient ──────────────────────────────────────────────
def _detail(book: Book, page: Worksheet, county: County, of: Working, writer: Writer) -> str | None:
    """Fill one sheet; the cell of the coefficient, or None where it cannot be computed."""
    lang, say = writer.lang, writer.say
    rule, outcome = of.rule, of.outcome
    name = words.coded(rule.about, rule.id, lang)
    title = f"{county.name} {_stage(county, outcome, lang)} {name}"
    text(page, 0, 0, title, book.style(bold=True, font_size=14))
    ratio = writer.formula.value(of.of.of) if of.of.of is not None else "x"
    inner = county.objects.rules.get(of.of.of.rule) if isinstance(of.of.of, e.Result) else None
    if inner is not None:
        ratio = words.coded(inner.about, inner.id, lang)
    weight = writer.formula.value(of.of.by) if of.of.by is not None else say("权数", "weight")
    text(page, 1, 0, f"x {ratio}　n {weight}", book.style(font_color="#5A646E"))
    method = say("差异系数＝√Σ(n÷N×(x−X)²)÷X，X 为全县平均值（总量÷总数）。白底单元格是填报的数，其余由公式算出。",
                 "CV = √Σ(n÷N×(x−X)²) ÷ X; X is the county's mean, total over total.")  # fmt: skip
    text(page, 2, 0, method, book.style(font_color="#5A646E"))
    resource = of.resources[0].name if of.resources else say("资源量", "Resource")
    heads = [
        say("序号", "No."), say("学校", "School"), f"{weight} n", resource,
        say("指标值 x", "Ratio x"), say("占比 n÷N", "Share n÷N"), "n÷N×(x−X)²", say("占差异的比重", "Part of Σ"),
    ]  # fmt: skip
    page.set_row(_FIRST - 1, 46)
    for column, head in enumerate(heads):
        text(page, _FIRST - 1, column, head, book.style(**_HEAD))
    for column, wide in enumerate((6, 30, 12, 16, 14, 12, 16, 14)):
        page.set_column(column, column, wide)
    page.freeze_panes(_FIRST, 2)
    page.repeat_rows(_FIRST - 1)
    if of.spread is None or not of.spread.mean:
        _lacking(book, page, county, of, writer)
        return None
    return _schools(book, page, county, of, writer)


def _schools(book: Book, page: Worksheet, county: County, of: Working, writer: Writer) -> str:
    """A line for each school, the sums, and the steps down to the coefficient; values are what formulas give."""
    spread = of.spread
    assert spread is not None
    first, last = _FIRST + 1, _FIRST + len(spread.keys)
    total = last + 1
    plain, calc = book.style(**_EDGE), book.style(**_EDGE, num_format="0.000000", bg_color="#FAFBFC")
    percent = book.style(**_EDGE, num_format="0.00%", bg_color="#FAFBFC")
    factor = number(of.resources[0].factor) if of.resources else 1.0
    times = f"*{factor:.15g}" if factor != 1 else ""
    weights, values, mean = [number(n) for n in spread.weights], [number(x) for x in spread.values], number(spread.mean)
    whole = number(spread.total)
    parts = [n / whole * (x - mean) ** 2 for n, x in zip(weights, values, strict=True)]
    variance = sum(parts)
    for place, key in enumerate(spread.keys):
        row = _FIRST + place
        at = row + 1
        page.write_number(row, 0, place + 1, plain)
        text(page, row, 1, county.objects.label(key), plain)
        page.write_number(row, 2, weights[place], plain)
        if of.resources:
            resource = of.resources[place]
            if resource.shared:
                page.write_formula(row, 3, f"={resource.shared}", plain, number(resource.value))
            else:
                page.write_number(row, 3, number(resource.value), plain)
            page.write_formula(row, 4, f"=D{at}/C{at}{times}", calc, values[place])
        else:
            text(page, row, 3, "—", plain)
            page.write_number(row, 4, values[place], book.style(**_EDGE, num_format="0.000000"))
        page.write_formula(row, 5, f"=C{at}/C${total}", calc, weights[place] / whole)
        page.write_formula(row, 6, f"=F{at}*(E{at}-E${total})^2", calc, parts[place])
        share = parts[place] / variance if variance else 0.0
        page.write_formula(row, 7, f"=IF(G${total}=0,0,G{at}/G${total})", percent, share)
    bold = book.style(**_EDGE, bold=True, bg_color="#F1F3F4")
    figure = book.style(**_EDGE, bold=True, bg_color="#F1F3F4", num_format="0.000000")
    row = total - 1
    text(page, row, 0, "", bold)
    text(page, row, 1, writer.say("全县 N、Σ、X", "County N, Σ, X"), bold)
    page.write_formula(row, 2, f"=SUM(C{first}:C{last})", bold, whole)
    if of.resources:
        summed = sum(number(one.value) for one in of.resources)
        page.write_formula(row, 3, f"=SUM(D{first}:D{last})", bold, summed)
        page.write_formula(row, 4, f"=D{total}/C{total}{times}", figure, mean)
    else:
        text(page, row, 3, "—", bold)
        pooled = f"=SUMPRODUCT(C{first}:C{last},E{first}:E{last})/C{total}"
        page.write_formula(row, 4, pooled, figure, mean)
    page.write_formula(row, 5, f"=SUM(F{first}:F{last})", figure, 1)
    page.write_formula(row, 6, f"=SUM(G{first}:G{last})", figure, variance)
    text(page, row, 7, "", bold)
    return _result(book, page, county, of, writer, total, variance)


def _result(
    book: Book, page: Worksheet, county: County, of: Working, writer: Writer, total: int, variance: float
) -> str:
    """The lines under the table: deviation, coefficient, the program's value, limit and verdict."""
    say, outcome, objects = writer.say, of.outcome, county.objects
    value = figures.as_number(outcome.value)
    assert value is not None
    printed = figures.value_text(objects, outcome, writer.lang, _DIGITS)
    label, left = book.style(**_EDGE, bold=True), book.style(**_EDGE, num_format="0.000000")
    correction = of.correction
    times = "" if correction == 1 else f"*{correction.numerator}/{correction.denominator}"
    row = total + 1
    root = (variance * float(correction)) ** 0.5
    strong = book.style(**_EDGE, bold=True, font_size=12, num_format=decimals(printed))
    steps: list[tuple[str, str | None, float, Format]] = [
        (say("标准差 √Σ", "Standard deviation √Σ"), f"=SQRT(G{total}{times})", root, left),
        (say("差异系数（公式）", "CV (formula)"), f"=E{row + 1}/E{total}", number(value), strong),
        (say("差异系数（程序，精确）", "CV (program, exact)"), None, number(value),
         book.style(**_EDGE, num_format="0.000000000000")),
        (say("相差", "Difference"), f"=ABS(E{row + 2}-E{row + 3})", 0.0, book.style(**_EDGE, num_format="0.0E+00")),
    ]  # fmt: skip
    for step, (name, formula, known, style) in enumerate(steps):
        page.merge_range(row + step, 1, row + step, 3, "", label)
        text(page, row + step, 1, name, label)
        if formula is None:
            page.write_number(row + step, 4, known, style)
        else:
            page.write_formula(row + step, 4, formula, style, known)
    limit, verdict = figures.limit_text(objects, outcome, writer.lang), outcome.verdict
    note = words.note(outcome.note, writer.lang) if outcome.note else ""
    ink, wash = COLOURS[verdict]
    said = f"{words.SIGNS[verdict]} {verdict.word(writer.lang)}"
    coloured = book.style(**_EDGE, bold=True, font_color=ink, bg_color=wash)
    for step, (name, words_, style) in enumerate((
        (say("标准", "Limit"), limit, book.style(**_EDGE)), (say("结论", "Verdict"), said, coloured),
    ), len(steps)):  # fmt: skip
        page.merge_range(row + step, 1, row + step, 3, "", label)
        text(page, row + step, 1, name, label)
        text(page, row + step, 4, words_, style)
    if note:
        text(page, row + len(steps) + 1, 5, note, book.style(font_color="#5A646E"))
    exact = say("结论由程序按精确的分数判定，不受小数误差影响。", "The verdict is decided on exact fractions.")
    text(page, row + len(steps) + 3, 1, exact, book.style(font_color="#5A646E"))
    return f"$E${row + 2}"


def _lacking(book: Book, page: Worksheet, county: County, of: Working, writer: Writer) -> None:
    """Schools with figures still missing: no formula, so that nothing looks like a result."""
    plain, missing = book.style(**_EDGE), book.style(**_EDGE, bg_color=COLOURS[of.outcome.verdict][1])
    row = _FIRST
    for place, key in enumerate(of.members):
        absent = key in of.lacking
        text(page, row + place, 0, str(place + 1), plain)
        text(page, row + place, 1, county.objects.label(key), plain)
        text(page, row + place, 2, writer.say("缺数据", "data missing") if absent else "", missing if absent else plain)
    note = words.note(of.outcome.note, writer.lang) if of.outcome.note else ""
    said = f"{words.SIGNS[of.outcome.verdict]} {of.outcome.verdict.word(writer.lang)} {note}".strip()
    text(page, row + len(of.members) + 1, 1, said, book.style(bold=True))
    for step, cell in enumerate(of.outcome.missing[:20]):
        text(page, row + len(of.members) + 2 + step, 1, f"{writer.say('待补', 'needs')} {cell}")


# ── the front sheet ──────────────────────────────────────────────
def _summary(book: Book, page: Worksheet, county: County, found: Found, lang: str, ruleset_hash: str) -> None:
    """Every coefficient on a line: formula, program, difference, limit, verdict for each stage."""
    places = county.places()
    title = words.either(lang, "义务教育校际差异系数表", "Variation between schools")
    text(page, 0, 0, f"{county.name}{title}", book.style(bold=True, font_size=16))
    heads = [words.of(p, lang) for p in (("公式值", "Formula"), ("程序值", "Program"), ("相差", "Difference"),
                                         ("标准", "Limit"), ("结论", "Verdict"))]  # fmt: skip
    head = book.style(**_HEAD)
    page.merge_range(2, 0, 3, 0, "", head)
    text(page, 2, 0, words.either(lang, "指标", "Indicator"), head)
    page.set_column(0, 0, 46)
    for place, (grain, key) in enumerate(places):
        left = 1 + place * len(heads)
        page.merge_range(2, left, 2, left + len(heads) - 1, "", head)
        text(page, 2, left, county.objects.below_county(grain, key, county.key, lang), head)
        for column, word in enumerate(heads):
            text(page, 3, left + column, word, head)
            page.set_column(left + column, left + column, (9, 16, 10, 10, 13)[column])
    for step, rule in enumerate(county.dispersions):
        row = 4 + step
        text(page, row, 0, words.coded(rule.about, rule.id, lang), book.style(**_EDGE, text_wrap=True))
        for place, (_, key) in enumerate(places):
            outcome = county.objects.outcome(rule.id, key)
            _line(book, page, county, (row, 1 + place * len(heads)), rule, outcome, found, lang)
    page.freeze_panes(4, 1)
    row = 5 + len(county.dispersions)
    for step, (label, words_) in enumerate(receipt.lines(county.objects.evaluation, lang, ruleset_hash)):
        text(page, row + step, 0, f"{label}　{words_}", book.style(font_color="#5A646E", font_size=9))


def _line(
    book: Book, page: Worksheet, county: County, at: tuple[int, int], rule: Rule, outcome: Outcome | None,
    found: Found, lang: str,
) -> None:  # fmt: skip
    row, left = at
    plain = book.style(**_EDGE, align="center")
    value = figures.as_number(outcome.value) if outcome is not None else None
    if outcome is None:
        for column in range(5):
            text(page, row, left + column, "", plain)
        return
    formula = _formula(rule, outcome, found)
    printed = figures.value_text(county.objects, outcome, lang, _DIGITS)
    if value is None or formula is None:
        text(page, row, left, "—", plain)
        text(page, row, left + 1, printed, plain)
        text(page, row, left + 2, "", plain)
    else:
        page.write_formula(row, left, formula, book.style(**_EDGE, num_format=decimals(printed)), number(value))
        page.write_number(row, left + 1, number(value), book.style(**_EDGE, num_format="0.000000000000"))
        spot = f"{_letter(left)}{row + 1}-{_letter(left + 1)}{row + 1}"
        page.write_formula(row, left + 2, f"=ABS({spot})", book.style(**_EDGE, num_format="0.0E+00"), 0)
    ink, wash = COLOURS[outcome.verdict]
    text(page, row, left + 3, figures.limit_text(county.objects, outcome, lang), plain)
    said = f"{words.SIGNS[outcome.verdict]} {outcome.verdict.word(lang)}"
    text(page, row, left + 4, said, book.style(**_EDGE, font_color=ink, bg_color=wash, align="center"))


def _formula(rule: Rule, outcome: Outcome, found: Found) -> str | None:
    """A link to the sheet of a coefficient, the mean of several for a composite."""
    own = found.get((rule.id, outcome.key))
    if own is not None:
        return f"={own}"
    value = outcome.case.value if outcome.case is not None else None
    if isinstance(value, e.Several) and value.function == "mean":
        cells = [found.get((part.rule, outcome.key)) if isinstance(part, e.Result) else None for part in value.values]
        if all(cells):
            return f"=AVERAGE({','.join(cell for cell in cells if cell)})"
    return None


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
