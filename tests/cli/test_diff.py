"""对照 · eqrules diff as typed: what goes to the screen and to files, exit codes, examples that run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eqrules.cli import main

PREFACE = (Path(__file__).parents[1] / "diagnostics" / "preface.md").read_text("utf-8")
RULES = """
## 指标 资源配置

- 编号:RES
- 英文名:Resources
- 对象:学段校
- 依据:第六条

| 编号 | 指标 | 英文 | 单位 | 计算 | 标准 |
|---|---|---|---|---|---|
| R1 | 每百名学生教师数 | Teachers per 100 pupils | 人/百名学生 | 专任教师数÷在校生数×100 | 4.2以上 |

## 结论

| 编号 | 结论 | 英文 | 对象 | 条件 |
|---|---|---|---|---|
| CA | 县达标 | county met | 县 | 资源配置全部达标 |
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("EQRULES_LANG", "LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "旧.md").write_text(PREFACE + RULES, "utf-8")
    (tmp_path / "新.md").write_text(PREFACE + RULES.replace("4.2以上", "4.5以上"), "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.mark.usefixtures("folder")
def test_the_screen_says_what_and_which_way() -> None:
    got = run("对照", "旧.md", "新.md")
    assert got.exit_code == 0
    assert "标准\uff1a≥ 4.2 → ≥ 4.5  ↑ 更严  [第六条]" in got.stdout
    assert "凡按新规则达标的县" in got.stdout


@pytest.mark.usefixtures("folder")
def test_the_exit_code_says_whether_anything_changed() -> None:
    assert run("diff", "旧.md", "新.md", "--exit-code").exit_code == 1
    assert run("diff", "旧.md", "旧.md", "--exit-code").exit_code == 0
    assert "规则没有变化" in run("diff", "旧.md", "旧.md").stdout


def test_files_of_every_kind(folder: Path) -> None:
    names = ("表.html", "表.docx", "表.xlsx", "表.json", "表.txt")
    got = run("diff", "旧.md", "新.md", *(word for name in names for word in ("-o", name)))
    assert got.exit_code == 0
    assert all((folder / name).stat().st_size for name in names)
    assert json.loads((folder / "表.json").read_text("utf-8"))["overall"]["effect"] == "stricter"


def test_counterexamples_can_be_run(folder: Path) -> None:
    run("diff", "旧.md", "新.md", "--examples", "反例")
    (example, *_) = sorted(path for path in (folder / "反例").iterdir() if "-R1-" in path.name)
    for ruleset, verdict in (("旧.md", "met"), ("新.md", "not_met")):
        got = run("run", ruleset, str(example), "--format", "json")
        results = json.loads(got.stdout)["results"]
        assert [one["verdict"] for one in results if one["rule"] == "R1"] == [verdict]


@pytest.mark.usefixtures("folder")
def test_a_document_needs_a_file() -> None:
    got = run("diff", "旧.md", "新.md", "--format", "docx")
    assert got.exit_code == 2
    assert "EQ770" in got.stderr


def test_the_submission_is_never_written_over(folder: Path) -> None:
    (folder / "学段校.csv").write_text("行政区划代码,学校标识码,学段,在校生数,专任教师数\n1,A,小学,100,4\n", "utf-8")
    (folder / "表.json").write_text("{}", "utf-8")
    got = run("diff", "旧.md", "新.md", "--data", "学段校.csv", "--data", "表.json", "-o", "表.json")
    assert (got.exit_code, "EQ744" in got.stderr) == (2, True)


def test_impact_on_a_submission(folder: Path) -> None:
    rows = "行政区划代码,学校标识码,学段,在校生数,专任教师数\n340203,A,小学,1000,43\n340203,B,小学,1000,50\n"
    (folder / "学段校.csv").write_text(rows, "utf-8")
    data = json.loads(run("diff", "旧.md", "新.md", "--data", "学段校.csv", "--format", "json").stdout)["impact"]
    assert [(s["rule"], s["object"], s["old"], s["new"]) for s in data["schools"]] == [
        ("R1", ["340203", "A", "小学"], "met", "not_met")
    ]
    assert [(c["old"], c["new"]) for c in data["counties"]] == [("met", "not_met")]
