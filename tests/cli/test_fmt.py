"""整理 · eqrules fmt on files of one's own: in place, one chapter, refused, in the other language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eqrules.cli import main

GENERAL = """# 规则集 试写

-  编号: test/own
- 英文名:Own rules
- 施行:2024年1月1日起
<!-- 留给下一任 -->

## 对象

|编号|名称|英文|属于|主键|
|---|---|:-:|---|---|
|county|县|county||县名|

## 数据项

|编号|名称|英文|类型|对象|
|---|---|---|---|---|
|name|县名|county name|文本|县|
|pupils|在校生数|pupils|整数|县|
|rooms|教室数||整数|县|
"""
RULES = """## 指标 资源

> 每间教室不超过45人.
- 编号:RES
- 英文名:Resources
- 依据:第六条(一)
- 对象:县

|编号|指标|英文|计算|标准|
|---|---|---|---|---|
|R1|每间教室人数|pupils per room|在校生数 / 教室数|\uff14\uff15 以下|
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "试写"
    folder.mkdir()
    (folder / "1.md").write_text(GENERAL, "utf-8")
    (folder / "2.md").write_text(RULES, "utf-8")
    return folder


@pytest.fixture
def eqrules() -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words], env={"EQRULES_LANG": "zh"})


def test_a_folder_is_tidied_in_place_and_then_left_alone(own: Path, eqrules: Callable[..., Result]) -> None:
    assert eqrules("fmt", own, "--check").exit_code == 1
    assert (own / "2.md").read_text("utf-8") == RULES
    assert eqrules("整理", own).exit_code == 0
    assert (own / "2.md").read_text("utf-8") == (
        "## 指标 资源\n\n> 每间教室不超过45人.\n\n- 编号\uff1aRES\n- 英文名\uff1aResources\n"
        "- 依据\uff1a第六条\uff08一\uff09\n- 对象\uff1a县\n\n"
        "| 编号 | 指标         | 英文            | 计算            | 标准   |\n"
        "|------|--------------|-----------------|-----------------|--------|\n"
        "| R1   | 每间教室人数 | pupils per room | 在校生数÷教室数 | 45以下 |\n"
    )
    assert "<!-- 留给下一任 -->" in (own / "1.md").read_text("utf-8")
    again = eqrules("fmt", own, "--check")
    assert (again.exit_code, again.stdout) == (0, "")


def test_one_chapter_is_read_with_its_folder_and_changed_alone(own: Path, eqrules: Callable[..., Result]) -> None:
    assert eqrules("fmt", own / "2.md").exit_code == 0
    assert (own / "1.md").read_text("utf-8") == GENERAL
    assert (own / "2.md").read_text("utf-8") != RULES


def test_what_is_not_understood_is_not_touched(own: Path, eqrules: Callable[..., Result]) -> None:
    broken = RULES.replace("教室数|", "教室书|")
    (own / "2.md").write_text(broken, "utf-8")
    got = eqrules("fmt", own)
    assert got.exit_code == 1
    assert "EQ201" in got.stderr
    assert (own / "2.md").read_text("utf-8") == broken
    assert (own / "1.md").read_text("utf-8") == GENERAL


def test_the_other_language_goes_to_the_screen_and_says_what_it_has_no_name_for(
    own: Path, eqrules: Callable[..., Result]
) -> None:
    got = eqrules("fmt", own, "--lang", "en")
    assert got.exit_code == 0
    assert got.stdout.startswith("# ruleset Own rules\n")
    assert "| R1   | pupils per room | 每间教室人数 | pupils ÷ 教室数 | 45 or less |" in got.stdout
    assert "教室数" in got.stderr
    assert (own / "1.md").read_text("utf-8") == GENERAL


def test_a_translation_into_a_folder_keeps_the_files(own: Path, eqrules: Callable[..., Result]) -> None:
    assert eqrules("fmt", own, "--lang", "en", "-o", own.parent / "own").exit_code == 0
    assert (own.parent / "own" / "2.md").read_text("utf-8").startswith("## indicators Resources\n")
    assert eqrules("check", own.parent / "own").exit_code == 0


def test_a_file_behind_the_first_starts_with_a_chapter(own: Path, eqrules: Callable[..., Result]) -> None:
    (own / "2.md").write_text("<!-- 无主 -->\n" + RULES, "utf-8")
    got = eqrules("check", own)
    assert got.exit_code == 1
    assert "EQ103" in got.stdout
    assert "第二个以后的文件" in got.stdout
