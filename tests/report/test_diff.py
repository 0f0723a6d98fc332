"""对照文书 · One comparison as sentences, data, page, document and workbook; text never becomes markup or formula."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from eqrules.compare.changes import Comparison, Judgement, Side
from eqrules.plan.plan import About, ItemSpec, Plan
from eqrules.report.diff.data import dump
from eqrules.report.diff.document import document
from eqrules.report.diff.examples import files
from eqrules.report.diff.page import page
from eqrules.report.diff.sentences import Sentences
from eqrules.report.diff.text import text
from eqrules.report.diff.workbook import workbook
from eqrules.workspace.compare import diff

from . import small

DAY = date(2024, 9, 1)


def raised(plan: Plan) -> Plan:
    """R1 asks more of primary schools, and has a name that a page or spreadsheet must not obey."""
    rules = []
    for rule in plan.rules:
        if rule.id == "R1":
            case = rule.cases[0]
            limits = small.at(">=", "9.5")
            about = About(zh=small.SCRIPT, en=small.FORMULA, basis="新第一条")
            rule = rule.model_copy(
                update={"about": about, "cases": (case.model_copy(update={"limits": limits}), *rule.cases[1:])}
            )
        rules.append(rule)
    return plan.model_copy(update={"rules": tuple(rules), "id": "cn/new"})


@pytest.fixture(scope="module")
def found() -> Comparison:
    plan = small.plan()
    known = {item.id for item in plan.items}
    judged = [
        ItemSpec(id=v.item, grain="county", type="yes_no", judged=v.id) for v in plan.vetoes if v.item not in known
    ]
    plan = plan.model_copy(update={"items": (*plan.items, *judged)})
    return diff((plan, "sha256:old", None), (raised(plan), "sha256:new", None), DAY)


def test_the_data_have_the_names_that_programs_rely_on(found: Comparison) -> None:
    data: dict[str, Any] = json.loads(dump(found))
    assert data["schema"] == "eqrules/diff/1"
    assert (data["old"]["hash"], data["new"]["id"]) == ("sha256:old", "cn/new")
    limit = next(c for c in data["changes"] if c["aspect"] == "limit")
    assert {"rule", "aspect", "where", "old", "new", "effect", "basis", "text"} <= limit.keys()
    assert (limit["rule"], limit["new"], limit["effect"]) == ("R1", ">= 9.5", "stricter")
    assert limit["text"].keys() == {"zh", "en"}
    assert {"effect", "proof"} <= data["overall"].keys()
    assert data["impact"] == {"schools": [], "counties": []}
    for one in data["counterexamples"]:
        assert {"passes", "fails", "rule", "submission"} <= one.keys()


def test_a_line_is_one_sentence_in_either_language(found: Comparison) -> None:
    change = next(c for c in found.changes if c.aspect == "limit")
    assert Sentences(found, "zh").sentence(change).endswith("\u3002更严\u3002")
    assert "changes from" in Sentences(found, "en").sentence(change)


def test_the_text_begins_with_the_judgement(found: Comparison) -> None:
    lines = text(found, "zh").splitlines()
    assert lines[0].startswith("旧  ")
    assert lines[3].startswith("↑ 更严\uff1a凡按新规则达标的县")
    assert text(found, "en").splitlines()[3].startswith("↑ stricter: Every county")


def test_names_are_never_markup(found: Comparison) -> None:
    for lang in ("zh", "en"):
        made = page(found, lang)
        assert "<script" not in made
        assert "http://" not in made
        assert "https://" not in made
    assert "&lt;script&gt;" in page(found, "zh")


def test_names_are_never_formulas(found: Comparison) -> None:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(workbook(found, "en")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(small.FORMULA in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_the_document_has_the_table_of_old_and_new(found: Comparison) -> None:
    from docx import Document

    made = Document(BytesIO(document(found, "zh")))
    rows = [[cell.text for cell in row.cells] for row in made.tables[1].rows]
    assert rows[0] == ["条目", "项目", "原规定", "新规定", "宽严", "依据"]
    assert any(row[3] == "≥ 9.5" and row[4] == "↑ 更严" for row in rows)


def test_the_same_bytes_every_time(found: Comparison) -> None:
    assert document(found, "zh") == document(found, "zh")
    assert page(found, "zh") == page(found, "zh")
    assert dump(found) == dump(found)


def test_examples_are_folders_that_say_what_to_run(found: Comparison) -> None:
    written = dict(files(found))
    readme = next(content.decode() for name, content in written.items() if name.endswith("README.txt"))
    assert "eqrules run" in readme
    heads = next(content.decode("utf-8-sig") for name, content in written.items() if name.endswith("section.csv"))
    assert "pupils" in heads.splitlines()[0]


def half(found: Comparison, passes: Side) -> Comparison:
    """One way refuted, the other open."""
    return replace(found, overall=Judgement("unproven", passes=passes))


def test_the_heading_says_which_way_is_refuted_and_which_is_open(found: Comparison) -> None:
    for lang, words in (
        ("zh", ("有的县按旧规则达标、按新规则不达标", "未能证明", "更严\uff0c或互有宽严")),
        ("en", ("Some county passes the old ruleset and fails the new one", "neither proved nor refuted", "stricter")),
    ):
        made = half(found, "old")
        said = [text(made, lang), page(made, lang), str(json.loads(dump(made))["overall"])]
        assert all(word in one for word in words[:2] for one in said)
        assert all(words[2] in one for one in said[:2])
        assert "没有找到足够的反例" not in said[0]
    assert json.loads(dump(half(found, "old")))["overall"]["effect"] == "unproven"
    assert text(half(found, "new"), "zh").splitlines()[3].startswith("? 更宽\uff0c或互有宽严")


def test_nothing_known_is_said_too(found: Comparison) -> None:
    made = replace(found, overall=Judgement("unproven"))
    assert "也没有找到足够的反例" in text(made, "zh").splitlines()[3]


def test_two_with_one_id_go_by_what_they_were_asked_for(found: Comparison) -> None:
    twins = replace(found, new=found.new.model_copy(update={"id": found.old.id}), asked=("甲/旧.md", "乙/新.md"))
    for made in (text(twins, "zh"), page(twins, "zh")):
        assert "甲/旧.md" in made
        assert "乙/新.md" in made
    readme = next(content.decode() for name, content in files(twins) if name.endswith("README.txt"))
    assert "eqrules run 乙/新.md" in readme
    assert "甲/旧.md" not in text(replace(found, asked=("甲/旧.md", "乙/新.md")), "zh")


def test_two_plans_with_one_id_go_by_their_hashes(found: Comparison) -> None:
    """As of Python, where nobody asked by name."""
    twins = replace(found, new=found.new.model_copy(update={"id": found.old.id}), asked=("", ""),
                    hashes=("sha256:0123456789abcdef", "sha256:fedcba9876543210"))  # fmt: skip
    for told in (text(twins, "zh"), page(twins, "zh")):
        assert f"{found.old.id} 01234567" in told
        assert f"{found.old.id} fedcba98" in told


def test_one_change_is_no_changes(found: Comparison) -> None:
    assert "1 change" in text(replace(found, changes=found.changes[:1]), "en").splitlines()
    assert "2 changes" in text(replace(found, changes=found.changes[:1] * 2), "en").splitlines()
