"""批注 · Every problem marked at its cell and no other; the list links there; the original stays as it is."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

import submissions
from eqrules import workspace
from eqrules.engine.contract import Evaluation
from eqrules.report.annotated.marks import CannotMark, Seen, places
from eqrules.report.annotated.workbook import FILLS, workbook
from eqrules.report.result import findings
from report import office

PLAN = submissions.shipped_plan("cn/2017")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up county with flaws, a formula, a text that looks like one, and a comment of somebody's."""
    path = tmp_path_factory.mktemp("in") / "county.xlsx"
    workspace.sample(PLAN, path, 1, 8, 4, 30)
    book = load_workbook(path)
    page = book["学段校"]
    heads = [cell.value for cell in page[1]]
    at = next(i for i, head in enumerate(heads, 1) if str(head).startswith("本科学历专任教师数"))
    for row in range(2, 9):
        page.cell(row, at, "\u7ea630")
    page.cell(2, at).comment = Comment("mine", "Wang")
    note = page.cell(1, len(heads) + 1, "=1+1")
    note.data_type = "s"
    page.cell(2, len(heads) + 1, "=1+1")
    book.save(path)
    return path


def judged(path: Path) -> Evaluation:
    return workspace.run(PLAN, workspace.read(PLAN, [path]), date(2024, 9, 1), {})


def seen(evaluation: Evaluation) -> Seen:
    return Seen(evaluation.submission, findings(evaluation), [c for one in evaluation.counties for c in one.missing])


def copy(path: Path, lang: str = "zh") -> bytes:
    return workbook(seen(judged(path)), path.name, path.read_bytes(), lang)


def coloured(book: Any) -> dict[str, str]:
    return {
        f"{page.title}!{cell.coordinate}": cell.fill.fgColor.rgb[2:]
        for page in book.worksheets[1:]
        for row in page.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb[2:] in FILLS.values()
    }


def test_every_problem_at_its_cell_and_no_other(handed_in: Path) -> None:
    evaluation = judged(handed_in)
    said = {cell for f in findings(evaluation) for cell in f.cells}
    said |= {cell for county in evaluation.counties for cell in county.missing}
    book = load_workbook(BytesIO(copy(handed_in)))
    cells = {cell for cell in said if "!" in cell and not cell.endswith(")")}
    marked = coloured(book)
    assert cells <= set(marked)
    wanted = {f"{p.sheet}!{p.cell}" for p in places(seen(evaluation), "zh") if p.cell}
    assert set(marked) == wanted
    assert len([cell for cell in marked if cell.startswith("学段校!") and marked[cell] == FILLS["error"]]) >= 7


def test_a_finding_whose_message_shows_the_first_cells_marks_them_all(handed_in: Path) -> None:
    evaluation = judged(handed_in)
    finding = next(f for f in findings(evaluation) if f.count >= 7 and f.code == "EQ664")
    marked = [
        p for p in places(seen(evaluation), "zh") if any(r.code == "EQ664" for r in p.remarks) and p.sheet == "学段校"
    ]
    assert len(marked) >= finding.count


def test_the_comment_says_what_was_read_why_and_what_to_do(handed_in: Path) -> None:
    book = load_workbook(BytesIO(copy(handed_in)))
    comments = [c.comment.text for row in book["学段校"].iter_rows() for c in row if c.comment]
    first = next(text for text in comments if "mine" in text)
    assert first.startswith("mine\n"), "what people wrote stays above"
    for part in ("原文\uff1a\u7ea630", "读作\uff1a有误", "【错误 EQ664】", "\u2192 "):
        assert part in first, part


def test_the_list_links_to_the_cells(handed_in: Path) -> None:
    content = copy(handed_in)
    page = load_workbook(BytesIO(content)).worksheets[0]
    assert page.title == "检查结果"
    rows = list(page.iter_rows(min_row=5))
    levels = [row[1].value for row in rows]
    assert levels == sorted(levels, key=["错误", "提醒", "提示"].index)
    for row in rows:
        if row[4].value:
            assert row[4].hyperlink.location == f"'{row[3].value}'!{row[4].value}"
            assert not row[4].hyperlink.target
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]


def test_the_original_is_untouched_and_its_contents_stay(handed_in: Path) -> None:
    before = handed_in.read_bytes()
    old, new = load_workbook(handed_in), load_workbook(BytesIO(copy(handed_in)))
    assert handed_in.read_bytes() == before
    for page in old:
        for row in page.iter_rows():
            for cell in row:
                there = new[page.title][cell.coordinate]
                assert (there.value, there.data_type) == (cell.value, cell.data_type), cell.coordinate
    kinds = {c.data_type for row in new["学段校"].iter_rows() for c in row if c.value == "=1+1"}
    assert kinds == {"s", "f"}


def test_a_corrected_copy_handed_in_again_is_marked_afresh(handed_in: Path, tmp_path: Path) -> None:
    book = load_workbook(BytesIO(copy(handed_in)))
    heads = [cell.value for cell in book["学段校"][1]]
    at = next(i for i, head in enumerate(heads, 1) if str(head).startswith("本科学历专任教师数"))
    fixed = [book["学段校"].cell(row, at) for row in range(2, 9)]
    for cell in fixed:
        cell.value = 1
    again = tmp_path / "county.xlsx"
    book.save(again)
    made = load_workbook(BytesIO(copy(again)))
    assert [name for name in made.sheetnames if name.startswith("检查结果")] == ["检查结果"]
    marks = coloured(made)
    assert not [c.coordinate for c in fixed if marks.get(f"学段校!{c.coordinate}") == FILLS["error"]]
    assert made["学段校"].cell(2, at).comment.text == "mine" or "EQ630" not in made["学段校"].cell(2, at).comment.text


def test_merged_cells_and_sheets_are_marked_where_they_can_be(evaluation: Evaluation) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.title = "学段校"
    page.merge_cells("D5:D6")
    out = BytesIO()
    book.save(out)
    evaluation.submission.report.cell("EQ709", ["学段校"], name="=1", reason="&")
    made = load_workbook(BytesIO(workbook(seen(evaluation), "填报.xlsx", out.getvalue(), "en")))
    assert coloured(made) == {"学段校!D5": FILLS["warning"]}
    rows = [[cell.value for cell in row] for row in made["Findings"].iter_rows(min_row=5)]
    assert ["学段校", None] in [row[3:5] for row in rows]
    assert ["县", "G2"] in [row[3:5] for row in rows], "a sheet that is not in this file is named all the same"


def test_signs_that_no_file_can_hold_are_left_out(evaluation: Evaluation) -> None:
    from openpyxl import Workbook

    book, out = Workbook(), BytesIO()
    book.active.title = "学段校"
    book.save(out)
    evaluation.submission.report.cell("EQ709", ["学段校!B2"], name="a\x01b", reason="\x0b")
    made = load_workbook(BytesIO(workbook(seen(evaluation), "填报.xlsx", out.getvalue(), "zh")))
    assert "ab" in made["学段校"]["B2"].comment.text


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"a,b"])
def test_what_is_no_workbook_is_refused(evaluation: Evaluation, content: bytes) -> None:
    with pytest.raises(CannotMark):
        workbook(seen(evaluation), "填报.xlsx", content, "zh")


@office.needed
def test_office_opens_it(handed_in: Path, tmp_path: Path) -> None:
    assert office.converted(copy(handed_in), "copy.xlsx", "pdf", tmp_path).startswith(b"%PDF")


# ── what the copy leaves alone ───────────────────────────────────
def rich(path: Path) -> Path:
    """A workbook with what openpyxl would lose: a picture, a chart, a box with words, rules of input, colours."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("学段校")
        bold = book.add_format({"bold": True, "num_format": "0.00", "border": 1})
        page.write_row(0, 0, ["学校标识码", "学段", "在校生数", "高于规定学历教师数"])
        page.write_row(1, 0, ["2134000001", "小学"])
        page.write(1, 2, "\u7ea61000", bold)
        page.write_formula(1, 3, "=40+2", bold, 42)
        page.write_comment("C2", "mine", {"author": "Wang"})
        page.write_comment("D2", "also mine", {"author": "Wang"})
        page.data_validation("B2:B9", {"validate": "list", "source": ["小学", "初中"]})
        page.conditional_format("C2:C9", {"type": "data_bar"})
        page.insert_textbox("F2", "a box")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=学段校!$D$2:$D$3"})
        page.insert_chart("F9", chart)
        page.repeat_rows(0)
        page.autofilter("A1:D2")
        book.add_worksheet("封面").activate()
    return path


def parts(content: bytes) -> dict[str, bytes]:
    from zipfile import ZipFile

    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_else_are_the_bytes_that_came(tmp_path: Path) -> None:
    path = rich(tmp_path / "county.xlsx")
    before, after = parts(path.read_bytes()), parts(copy(path))
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
    }  # fmt: skip
    assert b"tabSelected" in before["xl/worksheets/sheet2.xml"]
    assert b"tabSelected" not in after["xl/worksheets/sheet2.xml"]
    sheet = after["xl/worksheets/sheet1.xml"]
    for kept in (b"<f>40+2</f><v>42</v>", b"dataBar", b"dataValidation", b"<drawing ", b"legacyDrawing"):
        assert kept in sheet


def test_the_format_of_a_cell_stays_under_its_colour(tmp_path: Path) -> None:
    made = load_workbook(BytesIO(copy(rich(tmp_path / "county.xlsx"))))
    cell = made["学段校"]["C2"]
    assert (cell.font.bold, cell.number_format, cell.border.left.style) == (True, "0.00", "thin")
    assert cell.fill.fgColor.rgb[2:] == FILLS["error"]


def test_comments_of_people_stay_beside_and_above_ours(tmp_path: Path) -> None:
    content = copy(rich(tmp_path / "county.xlsx"))
    page = load_workbook(BytesIO(content))["学段校"]
    assert page["C2"].comment.text.startswith("mine\n")
    assert page["D2"].comment.text.startswith("also mine")
    boxes = parts(content)["xl/drawings/vmlDrawing1.vml"].decode()
    assert boxes.count("<v:shape ") == len([c for row in page.iter_rows() for c in row if c.comment])


def test_names_of_single_sheets_follow_their_sheet(tmp_path: Path) -> None:
    path = rich(tmp_path / "county.xlsx")
    made = load_workbook(BytesIO(copy(path)))
    assert made.sheetnames == ["检查结果", "学段校", "封面"]
    assert made["学段校"].print_title_rows == load_workbook(path)["学段校"].print_title_rows == "$1:$1"
    assert made["检查结果"].print_title_rows == "$4:$4"
    assert made.active.title == "检查结果"


def test_annotated_again_and_again_it_is_the_same(tmp_path: Path) -> None:
    """Marks of the last run go before those of this one come: nothing piles up."""
    path = rich(tmp_path / "county.xlsx")
    first = copy(path)
    path.write_bytes(first)
    second = copy(path)
    path.write_bytes(second)
    third = copy(path)
    one, two, three = (load_workbook(BytesIO(content)) for content in (first, second, third))
    assert one.sheetnames == two.sheetnames == three.sheetnames
    assert coloured(two) == coloured(one)
    texts = [
        [(c.coordinate, c.comment.text) for row in book["学段校"].iter_rows() for c in row if c.comment]
        for book in (two, three)
    ]
    assert texts[0] == texts[1]
    assert [text.count("eqrules \u2014\u2014") for _, text in texts[0]].count(2) == 0


def test_a_bare_workbook_gets_all_it_lacks(tmp_path: Path) -> None:
    """As small programs write them: no styles, no shared texts, no places at cells."""
    from zipfile import ZipFile

    main, rel = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    office = f"{rel}/officeDocument/2006/relationships"
    path = tmp_path / "county.xlsx"
    cells = [["学校标识码", "学段", "在校生数"], ["2134000001", "小学", "\u7ea610"]]
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in cells
    )
    kinds, leads = f"{rel}/package/2006/content-types", f"{rel}/package/2006/relationships"
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    written = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType="application/vnd.'
        f'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="{book}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/s.xml" ContentType="{book}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{leads}"><Relationship Id="a" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="学段校" sheetId="1" '
        'r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{leads}"><Relationship Id="b" '
        f'Type="{office}/worksheet" Target="worksheets/s.xml"/></Relationships>',
        "xl/worksheets/s.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    with ZipFile(path, "w") as archive:
        for name, text in written.items():
            archive.writestr(name, text)
    made = load_workbook(BytesIO(copy(path)))
    assert coloured(made)["学段校!C2"] == FILLS["error"]
    assert "\u7ea610" in made["学段校"]["C2"].comment.text
