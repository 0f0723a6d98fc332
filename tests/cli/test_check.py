"""检查 · eqrules check on a file of one's own: all mistakes in reading order, what is certain mended, choices left."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eqrules.cli import main

WRONG = """# 规则集 试错

-编号\uff1atest/wrong
- 英文名\uff1aWrong
- 施行\uff1a2024年1月1日起
- 文号\uff1a教督[2017]6号

## 对象

| 编号 | 名称 | 英文 | 属于 | 主键 |
| county | 县 | county |  | 县名 |

##数据项

| 编号 | 名称 | 英文 | 类型 | 对象 | 单位 |
|---|---|---|---|---|---|
| name | 县名 | county name | 文本 | 县 | |
| pupils | 在校\u200b生数 | pupils | 整数 | 县 | 人 |
| teachers | 专任教师数 | teachers | 整数 | 县 | 人 |

## 指标 资源

> 师生比不低于6%.

- 编号\uff1aRES
- 英文名\uff1aRes
- 对象\uff1a县
- 依据\uff1a第六条

| 编号 | 指标 | 英文 | 单位 | 计算 | 标准 |
|---|---|---|---|---|---|
| R1 | 师生比 | ratio | % | 专任教师书÷在校生数 | 至少5以上 |
"""


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.md"
    path.write_text(WRONG, "utf-8")
    return path


@pytest.fixture
def eqrules() -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words], env={"EQRULES_LANG": "zh"})


def codes(result: Result) -> list[tuple[str, int]]:
    (entry,) = json.loads(result.stdout)["rulesets"]
    return [(finding["code"], finding["place"]["line"]) for finding in entry["findings"] if finding["level"] != "hint"]


def test_all_mistakes_in_one_pass_in_reading_order(wrong: Path, eqrules: Callable[..., Result]) -> None:
    got = eqrules("check", wrong, "--format", "json")
    assert got.exit_code == 1
    assert codes(got) == [
        ("EQ103", 3), ("EQ112", 10), ("EQ103", 13), ("EQ101", 18), ("EQ330", 23),
        ("EQ201", 32), ("EQ121", 32), ("EQ307", 32),
    ]  # fmt: skip


def test_what_is_certain_is_mended_and_the_rest_is_offered(wrong: Path, eqrules: Callable[..., Result]) -> None:
    got = eqrules("check", wrong, "--fix")
    assert got.exit_code == 1
    assert "已改" in got.stderr
    assert "    1) 改成「专任教师数」\n" in got.stdout
    text = wrong.read_text("utf-8")
    assert "- 编号\uff1atest/wrong" in text
    assert "\n## 数据项\n" in text
    assert "\u200b" not in text
    assert "| 至少5 |" in text
    assert "教督〔2017〕6号" in text
    assert "专任教师书" in text, "a person decides"
    assert codes(eqrules("check", wrong, "--format", "json")) == [("EQ330", 24), ("EQ201", 33), ("EQ307", 33)]


def test_mended_by_hand_it_is_sound(wrong: Path, eqrules: Callable[..., Result]) -> None:
    eqrules("check", wrong, "--fix")
    text = wrong.read_text("utf-8").replace("专任教师书", "专任教师数").replace("至少5 ", "至少5% ").replace("6%", "5%")
    wrong.write_text(text, "utf-8")
    got = eqrules("check", wrong)
    assert got.exit_code == 0, got.stdout
    assert "错误 0\uff0c提醒 0" in got.stdout


def test_checking_again_says_the_same(wrong: Path, eqrules: Callable[..., Result]) -> None:
    """Only rulesets without any finding are remembered."""
    assert eqrules("check", wrong).stdout == eqrules("check", wrong).stdout
