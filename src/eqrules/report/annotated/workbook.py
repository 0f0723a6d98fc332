"""批注工作簿 · A copy of the submitted workbook with colours, comments and a sheet of findings; the original stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from eqrules.data.own_marks import LISTS, OURS, is_our_list, theirs
from eqrules.diagnostics.report import Level
from eqrules.report import words
from eqrules.report.annotated.marks import LEVELS, NEEDED, CannotMark, Place, Seen, places

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.worksheet.worksheet import Worksheet

FILLS: dict[Level, str] = {"error": "F8C9C4", "warning": "FFE699", "hint": "D6E4F0"}
NAMES: dict[Level, tuple[str, str]] = {
    "error": ("错误", "Error"),
    "warning": ("提醒", "Note"),
    "hint": ("提示", "Hint"),
}
_AUTHOR = "eqrules"
_MOST = 5_000
"""Comments in one workbook; more make office programs slow, and the list has them all."""
_HEADS = (
    ("序号", "No.", 6), ("级别", "Level", 8), ("编号", "Code", 9), ("工作表", "Sheet", 14), ("单元格", "Cell", 10),
    ("原文", "Original", 18), ("读作", "Read as", 14), ("问题", "What was seen", 60), ("怎么办", "What to do", 44),
)  # fmt: skip


def workbook(seen: Seen, name: str, content: bytes, lang: str) -> bytes:
    """The annotated copy of one file of the submission, called `name` there."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(BytesIO(content), rich_text=True)
    except (BadZipFile, InvalidFileException, OSError, KeyError, ValueError, SyntaxError) as problem:
        raise CannotMark(name) from problem
    _clear(book)
    alone = len(seen.submission.files) == 1
    own = [p for p in places(seen, lang) if _is_here(p, name, book, alone)]
    originals = [_mark(book, place, lang, number < _MOST) for number, place in enumerate(own)]
    _list(book, own, originals, name, lang)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _is_here(place: Place, name: str, book: Workbook, alone: bool) -> bool:
    if place.file:
        return place.file == name
    return alone or place.sheet in book.sheetnames


def _clear(book: Workbook) -> None:
    """Marks of an earlier run, for a copy that was corrected and handed in again; people's own comments stay."""
    from openpyxl.styles import PatternFill

    for page in book.worksheets:
        if is_our_list(page["A1"].value, page["A4"].value):
            book.remove(page)
            continue
        ours = [cell for row in page.iter_rows() for cell in row if cell.comment and cell.comment.author == _AUTHOR]
        for cell in ours:
            kept = theirs(cell.comment.text if cell.comment else "")
            cell.comment = _said(kept) if kept else None
            cell.fill = PatternFill()


def _said(text: str) -> Comment:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.comments import Comment

    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    height = 40 + 18 * (text.count("\n") + len(text) // 24)
    return Comment(text, _AUTHOR, width=340, height=min(height, 420))


def _mark(book: Workbook, place: Place, lang: str, comment: bool) -> str:
    """Colour one cell and say why; what stood in it."""
    if not place.cell or place.sheet not in book.sheetnames:
        return ""
    page = book[place.sheet]
    cell = _cell(page, place.cell)
    original = "" if cell.value is None else str(cell.value)
    from openpyxl.styles import PatternFill

    cell.fill = PatternFill("solid", fgColor=FILLS[place.level])
    if comment:
        before = f"{cell.comment.text}\n\n" if cell.comment is not None else ""
        cell.comment = _said(f"{before}{OURS}\n{_comment(place, original, lang)}")
    return original


def _cell(page: Worksheet, at: str) -> Any:
    """The cell, or the first of the merged ones that it is part of."""
    cell: Any = page[at]
    if type(cell).__name__ == "MergedCell":
        area = next(area for area in page.merged_cells.ranges if at in area)
        return page.cell(area.min_row, area.min_col)
    return cell


def _comment(place: Place, original: str, lang: str) -> str:
    """原文, 读作, then each thing seen: why, and what to do."""
    colon = words.either(lang, "：", ": ")
    lines = [
        words.either(lang, "原文", "Original") + colon + (original or words.either(lang, "（空白）", "(blank)")),
        words.either(lang, "读作", "Read as") + colon + (place.read or "—"),
    ]
    for remark in place.remarks:
        code = "" if remark.code == NEEDED else f" {remark.code}"
        lines.append(f"【{words.of(NAMES[remark.level], lang)}{code}】{remark.why}")
        if remark.what:
            lines.append(f"→ {remark.what}")
    return "\n".join(lines)


# ── the sheet of findings ────────────────────────────────────────
def _list(book: Workbook, own: Sequence[Place], originals: Sequence[str], name: str, lang: str) -> None:
    """检查结果, first in the book: a line for each place and finding, the worst first, each linked to its cell."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    from eqrules.report.workbook import lines as lines_of

    title = _free(book, words.either(lang, *LISTS))
    page = book.create_sheet(title, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    counts = Counter(place.level for place in own)
    said = [f"{words.of(NAMES[level], lang)} {counts[level]}" for level in LEVELS if counts[level]]
    summary = words.either(lang, "，", ", ").join(said) or words.either(lang, "没有发现问题", "nothing found")
    _put(page, 1, 1, f"{title}：{summary}").font = Font(bold=True, size=14)
    zh = f"「{name}」的批注副本；原文件没有改动。点单元格一列跳到所在位置。"
    en = f"Annotated copy of {name}; the original is untouched. The cell column leads there."
    _put(page, 2, 1, words.either(lang, zh, en))
    for column, (zh, en, wide) in enumerate(_HEADS, 1):
        head = _put(page, 4, column, words.either(lang, zh, en))
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="F1F3F4")
        page.column_dimensions[get_column_letter(column)].width = wide
    lines = [(r, p, o) for p, o in zip(own, originals, strict=True) for r in p.remarks]
    row = 4
    for remark, place, original in sorted(lines, key=lambda line: LEVELS.index(line[0].level)):
        row += 1
        code = "" if remark.code == NEEDED else remark.code
        page.cell(row, 1, row - 4).alignment = Alignment(horizontal="center", vertical="top")
        texts = (words.of(NAMES[remark.level], lang), code, place.sheet, place.cell, original, place.read,
                 remark.why, remark.what)  # fmt: skip
        for column, text in enumerate(texts, 2):
            _put(page, row, column, text).alignment = Alignment(wrap_text=True, vertical="top")
        tall = max(lines_of(remark.why, 58), lines_of(remark.what, 42), lines_of(original, 16))
        page.row_dimensions[row].height = min(300, 15 * tall + 3)
        page.cell(row, 2).fill = PatternFill("solid", fgColor=FILLS[remark.level])
        if place.sheet in book.sheetnames:
            _link(page, row, 5 if place.cell else 4, place)
    page.auto_filter.ref = f"A4:I{max(row, 5)}"
    page.freeze_panes = "A5"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "4:4"


def _put(page: Worksheet, row: int, column: int, words_: str) -> Any:
    """Words as words, never a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell: Any = page.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", words_)[:32_000] or None
    if cell.data_type == "f":
        cell.data_type = "s"
    return cell


def _link(page: Worksheet, row: int, column: int, place: Place) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    from eqrules.report.workbook import reference

    cell = page.cell(row, column)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=reference(place.sheet, place.cell or "A1"))
    cell.font = Font(color="0B5CAD", underline="single")


def _free(book: Workbook, wanted: str) -> str:
    """A name that no sheet of the book has."""
    name, count = wanted, 1
    while name in book.sheetnames:
        count += 1
        name = f"{wanted} {count}"
    return name
