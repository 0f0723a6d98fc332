"""台账工作簿 · The ledger as a workbook: columns to fill, lists to choose from, what is solved at the end."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from eqrules.language.verdicts import Verdict
from eqrules.report import receipt, words
from eqrules.report.county import County
from eqrules.report.ledger.entries import Gap, entries
from eqrules.report.ledger.kept import ID, OURS, SHEET, THEIRS, Kept, Written, read
from eqrules.report.ledger.merge import CLOSED, Item, merge
from eqrules.report.workbook import Book, lines, number, text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = {
    "序号": 6, "学校": 22, "指标": 28, "现值": 11, "标准": 11, "缺口": 13, "存在问题": 44, "整改措施": 30,
    "责任单位": 16, "责任人": 10, "完成时限": 13, "进展": 10, "销号": 16, ID: 10,
}  # fmt: skip
_OTHER = 16
_PROGRESS = ["未开始", "进行中", "已完成"]
_HEAD = 2
"""The row of the headings, from 0."""
_EDGE: dict[str, Any] = {"border": 1, "border_color": "#B8C0C8", "text_wrap": True, "font_size": 10}


def workbook(county: County, last: bytes | None = None) -> bytes:
    """The ledger; with last month's, what people wrote there stays. May raise `NotALedger`."""
    kept = None if last is None else read(last, county.key[0])
    items = merge(county, entries(county), kept)
    book = Book(f"{county.name} 整改台账", f"eqrules {county.objects.plan.id}")
    _ledger(book, book.sheet(SHEET, landscape=True), county, items, kept)
    _missing(book, book.sheet("待补数据", landscape=True), county)
    _about(book, book.sheet("说明"), county)
    return book.content()


def _ledger(book: Book, page: Worksheet, county: County, items: list[Item], kept: Kept | None) -> None:
    heads = [*OURS, *THEIRS, *(kept.added if kept else ()), ID]
    closed = sum(item.closed for item in items)
    text(page, 0, 0, f"{county.name}问题清单、整改台账", book.style(bold=True, font_size=16))
    page.set_row(0, 28)
    said = f"截至 {county.objects.evaluation.day}：未销号 {len(items) - closed} 项，已销号 {closed} 项"
    said += f"；比上次新增 {sum(item.new for item in items)} 项" if kept else ""
    text(page, 1, 0, said, book.style(font_color="#5A646E"))
    for column, head in enumerate(heads):
        page.set_column(column, column, _WIDTHS.get(head, _OTHER), None, {"hidden": head == ID})
        yours = head in THEIRS or head not in (*OURS, ID)
        text(page, _HEAD, column, head, book.style(**_EDGE, bold=True, align="center",
                                                   bg_color="#FFF4D9" if yours else "#F1F3F4"))  # fmt: skip
    page.set_row(_HEAD, 24)
    for place, item in enumerate(items):
        _line(book, page, _HEAD + 1 + place, place + 1, item, heads)
    last = _HEAD + max(len(items), 1)
    page.autofilter(_HEAD, 0, last, len(heads) - 1)
    page.freeze_panes(_HEAD + 1, 3)
    page.repeat_rows(_HEAD)
    _lists(page, items, heads, last)


def _line(book: Book, page: Worksheet, row: int, count: int, item: Item, heads: list[str]) -> None:
    entry = item.entry
    look = _EDGE | ({"font_color": "#7A828A", "bg_color": "#F5F7F8"} if item.closed else {})
    plain, middle = book.style(**look), book.style(**look, align="center")
    ours = {
        "学校": entry.where, "指标": entry.indicator, "现值": entry.value, "标准": entry.limit,
        "存在问题": entry.problem, ID: entry.id,
    }  # fmt: skip
    theirs: dict[str, Written] = {"责任单位": entry.responsible, **item.theirs}
    for column, head in enumerate(heads):
        if head == "序号":
            page.write_number(row, column, count, middle)
        elif head == "缺口":
            _gap(book, page, row, column, None if item.closed else entry.gap, look)
        elif head in ours:
            text(page, row, column, ours[head], middle if head in ("现值", "标准") else plain)
        else:
            _written(book, page, row, column, theirs.get(head), look)
    tall = max(lines(entry.problem, _WIDTHS["存在问题"] - 2), lines(entry.indicator, _WIDTHS["指标"] - 2))
    tall = max(tall, lines(str(item.theirs.get("整改措施") or ""), _WIDTHS["整改措施"] - 2))
    page.set_row(row, min(400, 15 * tall + 6))


def _gap(book: Book, page: Worksheet, row: int, column: int, gap: Gap | None, look: dict[str, Any]) -> None:
    """A number that can be summed, with its unit in the format."""
    if gap is None:
        text(page, row, column, "", book.style(**look))
        return
    verb = "" if gap.more else "减少"
    shape = f'"{verb}"General"{gap.unit}"'
    page.write_number(row, column, number(gap.amount), book.style(**look, align="center", num_format=shape))


def _written(book: Book, page: Worksheet, row: int, column: int, value: Written, look: dict[str, Any]) -> None:
    """What people wrote, as it was: dates as dates, text never as a formula."""
    if isinstance(value, date):
        at = datetime(value.year, value.month, value.day)
        page.write_datetime(row, column, at, book.style(**look, num_format="yyyy-mm-dd", align="center"))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        page.write_number(row, column, value, book.style(**look))
    else:
        text(page, row, column, "" if value is None else str(value), book.style(**look))


def _lists(page: Worksheet, items: list[Item], heads: list[str], last: int) -> None:
    """Choices for progress and unit; anything else may still be written."""
    units = [item.entry.responsible for item in items] + [str(item.theirs.get("责任单位") or "") for item in items]
    offered = list(dict.fromkeys(unit for unit in units if unit))
    if len(",".join(offered)) > 250:
        offered = []
    for head, choices in (("进展", _PROGRESS), ("责任单位", offered)):
        if choices:
            column = heads.index(head)
            page.data_validation(_HEAD + 1, column, last, column,
                                 {"validate": "list", "source": choices, "error_type": "information",
                                  "error_title": head, "error_message": "不在下拉列表中，仍可使用。"})  # fmt: skip


# ── what is still needed ─────────────────────────────────────────
def _missing(book: Book, page: Worksheet, county: County) -> None:
    """What nobody can judge yet, with the cells that would tell."""
    objects, head = county.objects, book.style(**_EDGE, bold=True, align="center", bg_color="#F1F3F4")
    text(page, 0, 0, "数据不全、还不能判定的项目（补齐以后才知道是不是问题）", book.style(bold=True, font_size=14))
    for column, (name, wide) in enumerate((("序号", 6), ("学校", 30), ("指标", 44), ("待补的单元格", 60))):
        page.set_column(column, column, wide)
        text(page, 2, column, name, head)
    plain = book.style(**_EDGE)
    row = 3
    for rule in objects.plan.rules:
        for outcome in county.outcomes[rule.id]:
            if outcome.verdict is Verdict.UNDETERMINED and outcome.decides:
                page.write_number(row, 0, row - 2, plain)
                text(page, row, 1, objects.label(outcome.key), plain)
                text(page, row, 2, words.coded(rule.about, rule.id, "zh"), plain)
                more = f" 等 {len(outcome.missing)} 处" if len(outcome.missing) > 10 else ""
                text(page, row, 3, "、".join(outcome.missing[:10]) + more, plain)
                row += 1
    if row == 3:
        text(page, row, 1, "没有。", plain)
    page.freeze_panes(3, 0)


def _about(book: Book, page: Worksheet, county: County) -> None:
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 76)
    said = [
        ("怎样用", "黄色表头的列由人填写；灰色表头的列每次运行重新写。可以排序、筛选，可以在右边加列。"),
        ("下个月", "把新的台账写到同一个文件，或用 --last 指出上月的台账：各行写过的内容保留。"),
        (CLOSED, "已达到标准的问题自动写上销号日期，移到末尾；数据不全、不能判定的不销号；再次出现的会写明。"),
        ("缺口", "达到标准至少要增加（或减少）多少，取整数；别的数不变时如此。"),
        *receipt.lines(county.objects.evaluation, "zh"),
    ]
    wrap = book.style(text_wrap=True, valign="top")
    for row, (label, words_) in enumerate(said):
        text(page, row, 0, label, book.style(bold=True, valign="top"))
        text(page, row, 1, words_, wrap)
        page.set_row(row, 16 * lines(words_, 74) + 4)
