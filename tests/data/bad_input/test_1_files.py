"""文件 · Cases 1 to 15: what kind of file arrives, and whether it can be opened at all."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from cases import ONE, SECTION, TWO, Rows, answer, finding, refused, said, sections, words
from handing_in import read, value, workbook
from made_files import SHEET1, html, locked_xls, parts_of, with_dimension, with_macros, xls, zip_of
from msoffcrypto.format.ooxml import OOXMLFile

from eqrules.cli.outputs import _handed_in
from eqrules.data.submission import Absent, Submission
from eqrules.diagnostics.catalogue import next_step
from eqrules.report.annotated.marks import Seen
from eqrules.report.annotated.workbook import workbook as annotated

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TEXT = "".join(",".join(map(str, row)) + "\n" for row in SECTION)


def is_whole(submission: Submission) -> None:
    assert value(submission, "section", "pupils", *ONE) == 1000
    assert value(submission, "section", "degree_teachers", *TWO) == 36


def test_case_01_an_old_xls_is_read(tmp_path: Path) -> None:
    submission = read(xls(tmp_path / "县.xls", "学段校", SECTION))
    is_whole(submission)
    assert said(submission) == [("A", "EQ646", "县.xls")]


def test_case_02_an_xls_that_is_a_web_page_or_text(tmp_path: Path) -> None:
    path = tmp_path / "学段校.xls"
    path.write_bytes(html(SECTION))
    is_whole(submission := read(path))
    assert said(submission)[0] == ("A", "EQ646", "学段校.xls")
    path.write_bytes(TEXT.replace(",", "\t").encode("utf-16"))
    is_whole(submission := read(path))
    assert ("A", "EQ646", "学段校.xls") in said(submission)
    path.write_bytes(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n")
    assert "MHTML" in words(refused(path, "EQ649"))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("县.et", OLE, "WPS 表格"),
        ("县.wps", OLE, "WPS 文字"),
        ("县.numbers", b"PK\x03\x04", "Numbers"),
        ("县.pdf", b"%PDF-1.7", "PDF"),
        ("县.jpg", b"\xff\xd8\xff\xe0", "JPEG"),
        ("县.xlsx", b"%PDF-1.7", "PDF"),
        ("县.xls", OLE + "WordDocument".encode("utf-16-le"), "Word"),
    ],
)
def test_case_03_files_of_other_programs(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert kind in words(refused(tmp_path / name, "EQ649"))


def test_case_04_an_encrypted_workbook(tmp_path: Path) -> None:
    (tmp_path / "县.xlsx").write_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    refused(tmp_path / "县.xlsx", "EQ603")


def test_case_04_a_password_opens_it_and_is_told_to_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    plain = workbook(tmp_path / "县.xlsx", {"学段校": SECTION})
    locked = BytesIO()
    OOXMLFile(BytesIO(plain.read_bytes())).encrypt("Sesame-2024", locked)
    plain.write_bytes(locked.getvalue())
    refused(plain, "EQ603")
    monkeypatch.setenv("EQRULES_PASSWORD", "wrong-2024")
    assert "wrong" not in str(refused(plain, "EQ603"))
    monkeypatch.setenv("EQRULES_PASSWORD", "Sesame-2024")
    is_whole(submission := read(plain))
    assert said(submission) == []
    assert "2024" not in "".join(capfd.readouterr())
    assert plain.read_bytes() == locked.getvalue()


def test_case_04_an_old_xls_with_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = locked_xls(tmp_path / "县.xls", "学段校", SECTION, "Sesame-2024")
    assert "EQRULES_PASSWORD" in next_step(refused(path, "EQ603"), "zh")
    monkeypatch.setenv("EQRULES_PASSWORD", "wrong-2024")
    refused(path, "EQ603")
    monkeypatch.setenv("EQRULES_PASSWORD", "Sesame-2024")
    is_whole(submission := read(path))
    assert said(submission) == [("A", "EQ646", "县.xls")]
    is_whole(read(xls(tmp_path / "县.xls", "学段校", SECTION)))


def test_case_05_cut_off_empty_and_placeholder(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "全.xlsx", {"学段校": SECTION}).read_bytes()
    path = tmp_path / "县.xlsx"
    path.write_bytes(whole[: len(whole) // 2])
    assert "KB" in words(refused(path, "EQ647"))
    for empty in (b"", b"\0" * 4096):
        path.write_bytes(empty)
        refused(path, "EQ602")


def test_case_06_wps_says_the_sheet_is_one_cell(tmp_path: Path) -> None:
    path = with_dimension(workbook(tmp_path / "县.xlsx", {"学段校": SECTION}), "A1")
    assert b'<dimension ref="A1"/>' in parts_of(path)[SHEET1]
    is_whole(submission := read(path))
    assert said(submission) == []


def test_case_07_traces_of_programs(tmp_path: Path) -> None:
    workbook(tmp_path / "县.xlsx", {"学段校": SECTION})
    for name in ("~$小学.xlsx", "小学.tmp", "desktop.ini", ".DS_Store", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"\0")
    is_whole(submission := read(tmp_path))
    assert said(submission) == []


def test_case_08_a_file_that_is_open_elsewhere_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "县.xlsx", {"学段校": SECTION})
    (tmp_path / "~$县.xlsx").write_bytes(b"\x05user")
    os.chmod(path, 0o444)
    before = path.read_bytes()
    is_whole(read(path))
    assert path.read_bytes() == before


def test_case_08_a_file_that_another_program_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "县.xlsx", {"学段校": SECTION})

    def held(_: Path) -> bytes:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "read_bytes", held)
    assert "关闭" in next_step(refused(path, "EQ601"), "zh")


def test_case_09_two_versions_are_asked_about_and_never_chosen_by_name(tmp_path: Path) -> None:
    workbook(tmp_path / "县终版.xlsx", {"学段校": SECTION})
    later = sections([2134000001, "小学", 1001, 42], [2134000002, "小学", 800, 36])
    workbook(tmp_path / "县终版2(1).xlsx", {"学段校": later})
    submission = read(tmp_path)
    assert [entry[:2] for entry in said(submission)] == [("E", "EQ622"), ("Q", "EQ648")]
    found = finding(submission, "EQ648")
    assert (found.facts["n"], found.facts["differ"], found.facts["where"]) == ("2", "1", "县")
    assert all(part in words(found) for part in ("县终版.xlsx", "县终版2(1).xlsx", "20", " B"))
    answer(tmp_path, ("EQ648", "县", "县终版2(1).xlsx"))
    submission = read(tmp_path)
    assert said(submission) == [("A", "EQ679", "县")]
    assert value(submission, "section", "pupils", *ONE) == 1001


def with_its_copy(folder: Path) -> Path:
    """县.xlsx and the annotated copy beside it, as `eqrules validate -o` writes it."""
    original = workbook(folder / "县.xlsx", {"学段校": SECTION})
    copy = folder / "批注.xlsx"
    seen = Seen(read(original), ())
    copy.write_bytes(annotated(seen, original.name, original.read_bytes(), "zh"))
    return copy


def test_case_09_an_annotated_copy_beside_its_original_is_left_out(tmp_path: Path) -> None:
    copy = with_its_copy(tmp_path)
    submission = read(tmp_path)
    assert said(submission) == [("A", "EQ696", "批注.xlsx")]
    assert [file.name for file in submission.files] == ["县.xlsx"]
    assert [name for name, _ in _handed_in(submission, [tmp_path])] == ["县.xlsx"], "annotated once more"
    assert submission.tables["section"].columns["pupils"].place(0) == "学段校!C2"
    assert said(read(copy)) == [("A", "EQ689", "检查结果")], "alone it is the submission"


def test_case_09_figures_typed_into_the_annotated_copy_are_not_lost(tmp_path: Path) -> None:
    copy = with_its_copy(tmp_path)
    made = openpyxl.load_workbook(copy)
    made["学段校"]["C2"] = 1001
    made.save(copy)
    submission = read(tmp_path)
    assert ("Q", "EQ648") in [entry[:2] for entry in said(submission)]
    assert isinstance(value(submission, "section", "pupils", *ONE), Absent)
    assert value(submission, "section", "pupils", *TWO) == 800
    answer(tmp_path, ("EQ648", "县", "批注.xlsx"))
    assert value(read(tmp_path), "section", "pupils", *ONE) == 1001


def test_case_10_a_zip_with_names_in_gbk(tmp_path: Path) -> None:
    inside = {"县里/学段校.csv": TEXT.encode(), "县里/~$学段校.csv": b"", "__MACOSX/学段校.csv": b"?"}
    is_whole(submission := read(zip_of(tmp_path / "县.zip", inside, "gbk")))
    assert submission.tables["section"].columns["pupils"].place(0) == "学段校!C2"
    assert [file.name for file in submission.files] == ["县里/学段校.csv"]
    is_whole(read(zip_of(tmp_path / "县.zip", inside)))
    for name, content in (
        ("县.rar", b"Rar!\x1a\x07\x00"),
        ("县.7z", b"7z\xbc\xaf\x27\x1c"),
        ("县.zip", b"Rar!\x1a\x07\x00"),
    ):
        (tmp_path / name).write_bytes(content)
        refused(tmp_path / name, "EQ650")


def test_case_11_csv_in_gbk(tmp_path: Path) -> None:
    path = tmp_path / "学段校.csv"
    path.write_bytes(TEXT.encode("gb18030"))
    is_whole(submission := read(path))
    assert said(submission) == [("A", "EQ646", "学段校.csv")]
    assert "GB18030" in words(finding(submission, "EQ646"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_case_12_unicode_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "学段校.csv"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path.write_bytes(mark + TEXT.encode(encoding))
    is_whole(submission := read(path))
    assert said(submission) == ([("A", "EQ646", "学段校.csv")] if "16" in encoding else [])


@pytest.mark.parametrize("broken", ["\u951f\u65a4\u62f7", "\u70eb\u70eb\u70eb", "\u00ef\u00bb\u00bf", "\ufffd"])
def test_case_13_text_that_was_broken_before(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "学段校.csv"
    path.write_bytes(TEXT.replace("小学", broken).encode())
    assert broken in refused(path, "EQ605").facts["sample"]


@pytest.mark.parametrize("delimiter", [";", "\t", "\uff0c"])
def test_case_14_other_separators(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "学段校.csv"
    path.write_text(TEXT.replace(",", delimiter).replace("学段", '"学\n段"', 1), "utf-8")
    is_whole(submission := read(path))
    assert said(submission) == [("A", "EQ683", "学段校.csv")]
    assert "2134000001 | 小学 | 1000" in words(finding(submission, "EQ683"))


def test_case_15_macros_are_not_run_and_links_are_told(tmp_path: Path) -> None:
    path = tmp_path / "县.xlsm"
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet("学段校")
        rows: Rows = SECTION
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.write_formula(1, 2, "='[县表.xlsx]表'!A1", None, 1000)
    with_macros(tmp_path / "a.xlsx").rename(path)
    is_whole(submission := read(path))
    assert said(submission) == [("A", "EQ651", "县.xlsm"), ("W", "EQ656", "学段校!C2")]
