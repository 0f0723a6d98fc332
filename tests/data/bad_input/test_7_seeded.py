"""一百处毛病 · A workbook with a hundred errors of forty kinds: each is marked at its cell, and nothing else is.

The errors stand in `seeded.md`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from eqrules import workspace
from eqrules.cli import main
from eqrules.plan.plan import Plan
from eqrules.report.annotated.workbook import FILLS

PAGE = Path(__file__).with_name("seeded.md")
_SAID = re.compile(r"【\S+ (EQ\d+)】")


class Seed(NamedTuple):
    """One line of the page."""

    sheet: str
    row: int
    column: str
    written: str
    kind: str
    codes: tuple[str, ...]
    also: tuple[str, ...]


def seeds() -> list[Seed]:
    found = []
    for line in PAGE.read_text("utf-8").splitlines():
        parts = [part.strip() for part in line.strip("|").split("|")]
        if line.startswith("|") and len(parts) == 7 and parts[0] not in ("表",) and not parts[0].startswith("--"):
            sheet, row, column, written, kind, codes, also = parts
            listed = tuple(filter(None, also.split("、")))
            found.append(Seed(sheet, int(row or 0), column, written, kind, tuple(codes.split("、")), listed))
    return found


class Book:
    """The workbook, with its columns by heading."""

    def __init__(self, path: Path) -> None:
        self.book: Workbook = load_workbook(path)

    def letter(self, sheet: str, column: str) -> str:
        if column.isascii():
            return column
        heads = [re.sub(r"\([^()]*[/\w]\)$", "", str(cell.value)) for cell in self.book[sheet][1]]
        whole = [str(cell.value) for cell in self.book[sheet][1]]
        return get_column_letter((whole if column in whole else heads).index(column) + 1)

    def address(self, seed: Seed, column: str) -> str:
        name, _, row = column.partition("@")
        return f"{seed.sheet}!{self.letter(seed.sheet, name)}{row or seed.row}"

    def at(self, address: str) -> object:
        sheet, _, cell = address.partition("!")
        return self.book[sheet][cell]

    def write(self, seed: Seed) -> None:
        if seed.written == "〔新表〕":
            page = self.book.create_sheet(seed.sheet)
            page.append(["文件", "份数"])
            page.append(["佐证材料", 3])
            return
        page, written = self.book[seed.sheet], seed.written
        if seed.column == "〔整行〕":
            self._row(seed)
        elif seed.column == "〔隐藏行〕":
            page.row_dimensions[seed.row].hidden = True
        elif written != "〔不动〕":
            self._cell(page[f"{self.letter(seed.sheet, seed.column)}{seed.row}"], seed)

    def _row(self, seed: Seed) -> None:
        page = self.book[seed.sheet]
        if copied := re.fullmatch(r"照抄第(\d+)行", seed.written):
            values = [cell.value for cell in page[int(copied[1])]]
            for cell, value in zip(page[seed.row], values, strict=True):
                cell.value = value
        else:
            page.cell(seed.row, 1, seed.written)

    def _cell(self, cell, seed: Seed) -> None:  # type: ignore[no-untyped-def]
        page, written = self.book[seed.sheet], seed.written
        tag, _, rest = written.partition("〕")
        match tag:
            case "〔公式":
                cell.value = f"={rest}"
            case "〔外链":
                cell.value = "='[1]去年'!A1"
            case "〔删除线":
                cell.font = Font(strike=True)
            case "〔合并两行":
                page.merge_cells(f"{cell.coordinate}:{cell.column_letter}{cell.row + 1}")
            case "〔批注":
                cell.value, cell.comment = None, Comment(rest, "县教育局")
            case "〔百分比":
                cell.value, cell.number_format = float(rest), "0.0%"
            case _ if re.fullmatch(r"[+-]\d+", written) and isinstance(cell.value, int):
                cell.value += int(written)
            case _ if re.fullmatch(r"-?[0-9]+([.][0-9]+)?", written):
                cell.value = float(written)
            case "〔往下写":
                for row, part in enumerate(rest.split("、"), 9):
                    page.cell(row, cell.column, int(part))
            case _:
                cell.value = written or None
                cell.data_type = "e" if written.startswith("#") else cell.data_type


@pytest.fixture(scope="module")
def plan() -> Plan:
    loaded = workspace.load("cn/2017").plan
    assert loaded
    return loaded


@pytest.fixture(scope="module")
def handed_in(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeded") / "县.xlsx"
    workspace.sample(plan, path, 1, 40, 7, 0)
    book = Book(path)
    for seed in seeds():
        book.write(seed)
    book.book.save(path)
    return path


@pytest.fixture(scope="module")
def returned(handed_in: Path) -> Workbook:
    copy_ = handed_in.with_name("批注.xlsx")
    got = CliRunner().invoke(main, ["validate", "cn/2017", str(handed_in), "-o", str(copy_), "--as-of", "2024-09-01"])
    assert got.exit_code == 1, got.output
    return load_workbook(copy_)


def expected(plan: Plan, book: Book) -> dict[str, set[str]]:
    """Address → the codes that must stand there. A check concerns all its columns in that row."""
    items = {item.id: item.about.zh for item in plan.items}
    checks = {check.id: check for check in plan.checks}
    wanted: dict[str, set[str]] = {}
    for seed in seeds():
        for code in seed.codes:
            columns = [seed.column, *seed.also]
            if code in checks:
                grain = next(i.grain for i in plan.items if i.about.zh == seed.column)
                own = {i.id for i in plan.items if i.grain == grain}
                columns = [items[item] for item in checks[code].items if item in own]
                code = "EQ731" if checks[code].level == "logical" else "EQ732"
            for column in columns:
                if not column.startswith("〔"):
                    place = book.address(seed, column) if column else seed.sheet
                    wanted.setdefault(place, set()).add(code)
    return wanted


def listed(returned: Workbook) -> dict[str, set[str]]:
    """The sheet of findings: address → codes."""
    found: dict[str, set[str]] = {}
    for row in returned["检查结果"].iter_rows(min_row=5, values_only=True):
        found.setdefault(f"{row[3]}!{row[4]}" if row[4] else str(row[3]), set()).add(str(row[2]))
    return found


def marked(returned: Workbook) -> dict[str, set[str]]:
    """Comments at coloured cells: address → codes."""
    return {
        f"{page.title}!{cell.coordinate}": set(_SAID.findall(cell.comment.text if cell.comment else ""))
        for page in returned.worksheets[1:]
        for row in page.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb[2:] in FILLS.values()
    }


def test_there_are_a_hundred_of_forty_kinds() -> None:
    assert len(seeds()) >= 100
    assert len({seed.codes for seed in seeds()}) >= 40


def test_every_error_is_in_the_list_and_nothing_else(plan: Plan, handed_in: Path, returned: Workbook) -> None:
    assert listed(returned) == expected(plan, Book(handed_in))


def test_every_error_is_marked_at_its_cell_and_no_other(plan: Plan, handed_in: Path, returned: Workbook) -> None:
    book = Book(handed_in)
    wanted = {place: codes for place, codes in expected(plan, book).items() if "!" in place}
    merged = [place for place in wanted if type(book.at(place)).__name__ == "MergedCell"]
    for place in merged:
        del wanted[place]
    assert len(merged) == 1, "marked at the first of the merged cells"
    assert marked(returned) == wanted
