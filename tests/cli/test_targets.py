"""目标命令 · eqrules targets on results that runs have written; lineage in list and show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eqrules.cli import main


def eqrules(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], env={"EQRULES_LANG": "zh"})


def written(folder: Path, day: str, *verdicts: str, rules: str = "cn/2017", batch: bool = False) -> Path:
    """A result by these rules: one county for each verdict, as a file or as a batch folder."""
    counties = [{"county": f"5308{n:02}", "name": f"{'思宁镇景墨江西孟澜县'[n]}县", "verdict": v, "vetoes": []}
                for n, v in enumerate(verdicts)]  # fmt: skip
    made = {"schema": "eqrules/batch/1" if batch else "eqrules/result/1", "ruleset": {"id": rules, "as_of": day},
            "counties": counties}  # fmt: skip
    path = folder / f"{day}.json"
    if batch:
        (folder / day).mkdir()
        path = folder / day / "manifest.json"
    path.write_text(json.dumps(made), "utf-8")
    return path.parent if batch else path


def test_shares_of_two_years(tmp_path: Path) -> None:
    first = written(tmp_path, "2027-09-01", "met", "met", "undetermined", "not_met", "not_met")
    last = written(tmp_path, "2035-09-01", "met", "met", batch=True)
    got = eqrules("targets", "cn-xj/2025-targets", first, last)
    assert got.exit_code == 0
    assert "2/5 \u2013 3/5 = 40% \u2013 60%\uff081 个县未定\uff09" in got.stdout
    assert "2/2 = 100%" in got.stdout
    assert "只算结果里有的县" in got.stdout


def test_the_schedule_and_the_number_of_counties(tmp_path: Path) -> None:
    found = written(tmp_path, "2025-09-01", "met", "not_met")
    got = eqrules("目标", "cn-yn/puer/2022", found, "--format", "json")
    made = json.loads(got.stdout)
    assert made["targets"][0]["counties"] == {
        "met": 1, "not_met": 1, "open": 8, "total": 10, "least": "1/10", "most": "9/10",
    }  # fmt: skip
    assert made["targets"][0]["verdict"] == "undetermined"
    assert [line["seen"] for line in made["schedule"]] == [False] * 10, "思县 is not 思茅"


@pytest.mark.parametrize(
    ("rules", "name", "code"),
    [("cn/2012", "cn-xj/2025-targets", "EQ431"), ("cn/2017", "cn/2017", "EQ432")],
)
def test_what_does_not_belong_together(tmp_path: Path, rules: str, name: str, code: str) -> None:
    got = eqrules("targets", name, written(tmp_path, "2027-09-01", "met", rules=rules))
    assert (got.exit_code, got.stderr[:5]) == (2, code)


def test_a_file_that_is_no_result(tmp_path: Path) -> None:
    other = tmp_path / "x.json"
    other.write_text("{}", "utf-8")
    got = eqrules("targets", "cn-xj/2025-targets", other)
    assert (got.exit_code, got.stderr[:5]) == (2, "EQ430")


# ── who wrote what ───────────────────────────────────────────────
def test_show_tells_the_history() -> None:
    got = eqrules("show", "cn-ah/yijiang/2024", "G13").stdout
    assert got.index("写定") < got.index("没有提到\uff0c沿用") < got.index("95%以上 \u2192 达到100%\uff08更严\uff09")
    assert "现在\uff1a标准、范围 cn-ah/yijiang/2024\uff1b其余 cn/2017" in got
    english = eqrules("--lang", "en", "show", "cn-ah/yijiang/2024", "G13").stdout
    assert "silent: inherited" in english
    assert "widen scope" in english


def test_list_names_the_parents() -> None:
    lines = {line.split()[0]: line for line in eqrules("list").stdout.splitlines()}
    assert lines["cn-ah/yijiang/2024"].endswith("cn-ah/2018")
    assert lines["cn/2019-guicheng"].endswith("附加于 cn/2017")
    assert lines["cn-ln/shenyang/2024"].endswith("cn/2017、cn/2019-guicheng")
