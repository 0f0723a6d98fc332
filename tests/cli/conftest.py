"""命令行的桌面 · The small county behind every command, so that these tests are about the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eqrules import workspace
from eqrules.cli import main
from eqrules.data.submission import Submission
from eqrules.diagnostics.report import Finding, Report
from eqrules.engine.contract import Evaluation
from eqrules.plan.plan import Plan
from eqrules.source import Source
from report import small

Run = Callable[..., Result]


@pytest.fixture
def asked() -> dict[str, object]:
    """What the command line asked the workspace for."""
    return {}


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: dict[str, object]) -> Path:
    """A folder with a submission, and a workspace that knows one ruleset and one county."""
    (tmp_path / "填报.xlsx").write_bytes(b"")
    plan = small.plan()

    def load(name: str, layers: tuple[str, ...] = ()) -> workspace.Loaded:
        asked.update(name=name, layers=layers)
        report = Report()
        if name == "有错的规则集":
            report.error("EQ709", None, name="甲", reason="乙")
            return workspace.Loaded(None, report)
        if name not in ("cn/2017", "cn/small"):
            raise workspace.CannotRun(Finding("EQ405", "error", facts={"name": name, "near": "cn/2017"}))
        return workspace.Loaded(plan, report, "sha256:whole")

    def read(made: Plan, paths: list[Path], mapping: Path | None, county: str | None) -> Submission:
        asked.update(paths=paths, mapping=mapping, county=county)
        return small.submission()

    def run(made: Plan, data: Submission, day: date, readings: dict[str, str], engine: str) -> Evaluation:
        asked.update(day=day, readings=readings, engine=engine)
        found = small.evaluation()
        found.day = day
        if asked["county"] == "999999":
            found.counties = []
        if asked.get("twins"):
            found.submission.names |= {small.SECOND: "重名学校", small.THIRD: "重名学校"}
        return found

    monkeypatch.setattr(workspace, "load", load)
    monkeypatch.setattr(workspace, "read", read)
    monkeypatch.setattr(workspace, "run", run)

    def import_book(path: Path) -> workspace.Imported:
        return workspace.Imported(Report(), [Source("图书.md", "# 规则集 图书\n")])

    (tmp_path / "图书.xlsx").write_bytes(b"")
    (tmp_path / "别的规则").mkdir()
    (tmp_path / "别的规则" / "指标.md").write_text("# 规则集 别的\n", "utf-8")
    monkeypatch.setattr(workspace, "import_book", import_book)
    monkeypatch.setattr(workspace, "check", lambda name: load(name).report)
    monkeypatch.chdir(tmp_path)
    for name in ("EQRULES_LANG", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def eqrules(desk: Path) -> Run:
    """`eqrules("run", "cn/2017", "填报.xlsx")` as typed."""

    def run(*words: str, **env: str) -> Result:
        return CliRunner().invoke(main, list(words), env=env)

    return run
