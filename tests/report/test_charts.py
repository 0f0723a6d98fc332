"""图 · Charts as files: the figures of the page, words as words, pictures only with a font that has Chinese."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from PIL import Image, ImageChops

import submissions
from eqrules import workspace
from eqrules.diagnostics.width import width
from eqrules.engine.contract import Evaluation
from eqrules.language.verdicts import Verdict
from eqrules.report import fonts, paper
from eqrules.report.charts import dispersion, faces, paint, picture, radars, strips, svg
from eqrules.report.county import County, counties
from eqrules.report.html import page
from eqrules.report.objects import Objects
from eqrules.report.selfreport import fill
from eqrules.report.selfreport.fill import document

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = (dispersion.chart, strips.chart, radars.chart)
WITH_CHINESE = pytest.mark.skipif(fonts.chinese() is None, reason="no font on this computer has Chinese")


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """A made-up county of eight schools with flaws, judged by cn/2017."""
    plan = submissions.shipped_plan("cn/2017")
    path = tmp_path_factory.mktemp("in") / "county.xlsx"
    workspace.sample(plan, path, 1, 8, 4, 30)
    return workspace.run(plan, workspace.read(plan, [path]), date(2024, 9, 1), {})


@pytest.fixture(scope="module")
def county(evaluation: Evaluation) -> County:
    return counties(Objects(evaluation))[0]


def drawn(drawing: str | None) -> ElementTree.Element:
    assert drawing is not None
    return ElementTree.fromstring(drawing)


def words(drawing: str | None) -> list[str]:
    return [text.text or "" for text in drawn(drawing).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", CHARTS, ids=["dispersion", "strips", "radars"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_stands_alone_and_is_well_formed(county: County, chart: object, lang: str) -> None:
    made = chart(county, lang)  # type: ignore[operator]
    root = drawn(made)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert county.name in (root.findtext(f"{SVG}title") or "")
    assert "<style" not in made
    assert "href" not in made


def test_names_from_files_are_text_and_never_markup(
    evaluation: Evaluation, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(evaluation.submission.names, county.key, "<script>&\"'")
    for chart in CHARTS:
        made = chart(counties(Objects(evaluation))[0], "zh")
        assert "<script" not in (made or "")
        assert any("<script>" in text for text in words(made))


def test_the_bars_say_what_the_county_has(county: County) -> None:
    """Each coefficient once in each stage, with its word; the bar and the line on one scale."""
    text = words(dispersion.chart(county, "zh"))
    outcomes = [o for rule in county.dispersions for o in county.outcomes[rule.id]]
    assert len([line for line in text if any(line.startswith(rule.id) for rule in county.dispersions)]) == len(outcomes)
    for outcome in outcomes:
        assert any(outcome.verdict.zh in line for line in text)
    boxes = [float(rect.get("width") or 0) for rect in drawn(dispersion.chart(county, "zh")).iter(f"{SVG}rect")]
    assert max(boxes[1:]) <= dispersion.WIDE


def test_the_page_shows_the_very_drawing(evaluation: Evaluation, county: County) -> None:
    made = dispersion.chart(county, "zh")
    assert made is not None
    assert made in page(evaluation, "zh")


def test_a_line_for_each_section_and_what_is_not_known_has_no_bar(county: County) -> None:
    text = words(strips.chart(county, "zh"))
    for decision in county.shown():
        assert svg.cut(county.objects.label(decision.key), 32) in text
    unknown = [county.objects.outcome(r.id, d.key) for r in county.measured for d in county.shown()]
    assert text.count("无法判定") == sum(
        o is not None and county.standing(o) is None and o.verdict is Verdict.UNDETERMINED for o in unknown
    ) + sum(d.verdict is Verdict.UNDETERMINED for d in county.shown())


def test_no_line_of_a_radar_bridges_an_indicator_without_a_value(county: County) -> None:
    rules = county.measured
    decision = county.shown()[0]
    outcomes = [o for rule in rules if (o := county.objects.outcome(rule.id, decision.key)) is not None]
    known = [o for o in outcomes if county.standing(o) is not None]
    runs, closed = radars.shape(county, rules, known)
    assert closed == (len(known) == len(rules))
    some = [known[0]]
    runs, closed = radars.shape(county, rules, some)
    assert (closed, [len(run) for run in runs]) == (False, [1])
    assert radars.tag(runs[0], closed).startswith("<circle")


@dataclass
class Standing:
    """As much of an indicator and its outcome as a ring asks for."""

    id: str
    rule: str
    reached: int | None


def test_two_runs_around_a_ring(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """1 1 ? 1 ? 1 1 goes round: four in one line, one alone."""
    monkeypatch.setattr(County, "standing", lambda _, outcome: outcome.reached)
    axes: Any = [Standing(str(n), str(n), reached) for n, reached in enumerate([1, 1, None, 1, None, 1, 1])]
    runs, closed = radars.shape(county, axes, axes)
    assert not closed
    assert sorted(map(len, runs)) == [1, 4]


@pytest.mark.parametrize(
    ("text", "columns", "short"), [("三年巩固率", 10, "三年巩固率"), ("三年巩固率", 7, "三年巩…"), ("", 5, "")]
)
def test_long_names_are_cut_by_columns(text: str, columns: int, short: str) -> None:
    assert svg.cut(text, columns) == short
    assert width(svg.cut(text, columns)) <= columns


@WITH_CHINESE
def test_a_picture_has_the_size_of_its_drawing_and_shows_the_words(county: County) -> None:
    made = dispersion.chart(county, "zh")
    assert made is not None
    content = picture.png(made)
    root = drawn(made)
    wide, high = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG")
    assert abs(wide - float(root.get("width") or 0) * picture.ZOOM) <= 1
    assert abs(high - float(root.get("height") or 0) * picture.ZOOM) <= 1
    wordless = picture.png(made.replace(county.name, " " * 4))
    assert wordless != content, "the Chinese name is drawn"
    assert picture.png(made) == content


def painted(*pieces: str, zoom: float = 1.0) -> Image.Image:
    """The pieces on a picture of 20 by 20."""
    found = faces.faces()
    assert found is not None
    return Image.open(BytesIO(paint.png(svg.drawing(20, 20, "", pieces), zoom, found))).convert("RGB")


@WITH_CHINESE
@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_rectangles_and_lines_fill_whole_dots(zoom: float) -> None:
    """A bar from 2 to 8, an upright line at 12 that is two wide and has gaps of two after every three."""
    red, ink, white = (168, 32, 26), (28, 33, 38), (255, 255, 255)
    dashed = svg.upright(12, 2, 12, svg.INK, 2, dashed=True)
    made = painted(svg.rect(2, 4, 6, 8, "#a8201a"), dashed, zoom=zoom)
    assert made.size == (20 * zoom, 20 * zoom)
    dots = {place: made.getpixel(tuple(int((side + 0.5) * zoom) for side in place)) for place in
            ((2, 4), (7, 11), (1, 4), (8, 4), (2, 12), (11, 3), (12, 3), (10, 3), (13, 3), (11, 5),
             (11, 8))}  # fmt: skip
    assert {place for place, dot in dots.items() if dot == red} == {(2, 4), (7, 11)}
    assert {place for place, dot in dots.items() if dot == ink} == {(11, 3), (12, 3), (11, 8)}
    assert {dot for place, dot in dots.items()} == {red, ink, white}


@WITH_CHINESE
def test_curves_and_words_have_soft_edges_in_their_own_colour() -> None:
    """Every dot lies between white and the colour; a dot on the edge between them."""
    triangle = '<polygon points="0,0 20,0 0,20" fill="#000000"/>'
    made = painted(triangle)
    assert made.getpixel((2, 2)) == (0, 0, 0)
    assert made.getpixel((18, 18)) == (255, 255, 255)
    assert 32 < made.getpixel((10, 9))[0] < 192
    word = painted(svg.text(1, 16, "\u6821", 16, "#0b5cad"))
    shares = {tuple(round((255 - part) / (255 - full), 1) for part, full in zip(dot, (11, 92, 173), strict=True))
              for _, dot in word.getcolors() or ()}  # fmt: skip
    assert len(shares) > 2
    assert all(max(share) - min(share) < 0.11 for share in shares)


@WITH_CHINESE
def test_a_group_moves_what_is_in_it_and_words_end_where_they_should() -> None:
    dot = '<circle cx="5" cy="5" r="2" fill="#000000"/>'
    moved = painted(f'<g transform="translate(8 -1)">{dot}</g>')
    assert moved.getpixel((13, 4)) == (0, 0, 0)
    assert moved.getpixel((5, 5)) == (255, 255, 255)
    box = ImageChops.invert(painted(svg.text(18, 16, "\u6821", 10, "#000000", "end"))).getbbox()
    assert box is not None
    assert 16 <= box[2] <= 19


@WITH_CHINESE
def test_what_drawings_are_not_made_of_is_not_left_out_in_silence() -> None:
    with pytest.raises(ValueError, match="path"):
        painted('<path d="M0 0"/>')


def test_without_a_font_no_picture_is_written(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "faces", lambda: None)
    picture.png.cache_clear()
    with pytest.raises(picture.NoFont):
        picture.png("<svg/>")


def test_the_self_report_holds_the_chart(county: County) -> None:
    content = document(county)
    assert content is not None
    shapes = Document(BytesIO(content)).inline_shapes
    assert len(shapes) == (fonts.chinese() is not None)
    for shape in shapes:
        assert abs(shape.width.mm - paper.width(wide=False)) < 1


def test_the_self_report_says_that_a_font_is_missing(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> bytes:
        raise picture.NoFont

    monkeypatch.setattr(fill, "png", refuse)
    content = document(county)
    assert content is not None
    assert "EQ763" in "\n".join(p.text for p in Document(BytesIO(content)).paragraphs)


# ── fonts ────────────────────────────────────────────────────────
def test_fonts_are_found_by_the_names_they_give_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two made fonts: one called 仿宋_GB2312 in Chinese and FangSong_GB2312 in English; one that is no font."""
    _make_font(tmp_path / "a.ttf", "FangSong_GB2312", "\u4eff\u5b8b_GB2312", "\u6821")
    (tmp_path / "b.ttf").write_bytes(b"no font")
    monkeypatch.setenv("EQRULES_FONTS", str(tmp_path))
    monkeypatch.setattr(fonts, "folders", lambda: [tmp_path])
    assert fonts.names(tmp_path / "b.ttf") == frozenset()
    found = {wanted.name: fonts.there(wanted) for wanted in fonts.WANTED}
    assert {name for name, there in found.items() if there} == {"仿宋"}
    drawn_with = fonts.chinese()
    assert drawn_with is not None
    assert drawn_with[1] == [tmp_path / "a.ttf"]


def test_a_font_without_chinese_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make_font(tmp_path / "a.ttf", "Plain", "Plain", "A")
    monkeypatch.setattr(fonts, "folders", lambda: [tmp_path])
    assert fonts.chinese() is None


def _make_font(path: Path, english: str, chinese: str, character: str) -> None:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "one"])
    builder.setupCharacterMap({ord(character): "one"})
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in (".notdef", "one")})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "one": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": {"en": english, "zh": chinese}, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
