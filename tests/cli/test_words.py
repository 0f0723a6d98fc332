"""命令行的话 · Both languages; every mistake gets its coded message and 2; nobody sees a traceback."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

import pytest

from eqrules import workspace
from eqrules.cli.group import COMMANDS
from eqrules.diagnostics.catalogue import Page, pages

from .conftest import Run

TYPED = [page for page in pages() if page.wrong and page.wrong[0][0] == "command"]


def typed(text: str) -> list[str]:
    return shlex.split(text)[1:]


@pytest.mark.parametrize("page", TYPED, ids=lambda page: page.code)
def test_the_wrong_line_gives_its_code(eqrules: Run, asked: dict[str, object], page: Page) -> None:
    asked["twins"] = page.code == "EQ712"
    for lang in ("zh", "en"):
        got = eqrules(*typed(page.wrong[0][1]), EQRULES_LANG=lang)
        assert got.exit_code == 2
        assert page.code in re.findall(r"^EQ\d{3}", got.stderr, re.M)
        last = got.stderr[got.stderr.rindex(page.code) :].splitlines()
        assert last[-1].startswith("  → ")
        assert "\u2014" not in last[0].replace("\u2014\u3002", "").replace("\u2014.", ""), "every fact is there"
        assert got.stdout == ""


@pytest.mark.parametrize("page", TYPED, ids=lambda page: page.code)
def test_the_right_line_runs(eqrules: Run, page: Page) -> None:
    got = eqrules(*typed(page.right[0][1]))
    assert got.exit_code == (1 if page.code == "EQ710" else 0), got.stderr


def test_close_names_come_from_both_languages(eqrules: Run) -> None:
    assert "相近的命令\uff1arun。" in eqrules("rnu").stderr
    assert "检查" in eqrules("检察").stderr
    assert "--as-of" in eqrules("run", "cn/2017", "填报.xlsx", "--as-off", "2024-09-01").stderr


def test_help_in_the_language_asked_for(eqrules: Run) -> None:
    assert eqrules("--help").stdout.startswith("用法")
    assert eqrules("--lang", "en", "--help").stdout.startswith("Usage: ")
    assert eqrules("--help", "--lang=en").stdout.startswith("Usage: ")
    assert eqrules("--help", LANG="en_GB.UTF-8").stdout.startswith("Usage: ")
    assert eqrules("--help", LANG="en_GB.UTF-8", EQRULES_LANG="zh").stdout.startswith("用法")
    assert eqrules("--help", LANG="C").stdout.startswith("用法")
    assert eqrules().output == eqrules("--help").output


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.verb)
def test_every_command_has_both_names_and_help_in_both_languages(eqrules: Run, entry: object) -> None:
    helps = [eqrules(entry.alias, "--help", EQRULES_LANG=lang) for lang in ("zh", "en")]
    assert [got.exit_code for got in helps] == [0, 0]
    assert not re.search(r"[\u4e00-\u9fff]", helps[1].stdout.replace("K3=合计", "")), "English has no Han"
    assert re.search(r"[\u4e00-\u9fff]", helps[0].stdout)
    assert eqrules(entry.verb, "-h").stdout == helps[0].stdout


def test_language_and_debug_may_stand_behind_the_command(eqrules: Run) -> None:
    got = eqrules("run", "cn/2017", "填报.xlsx", "--lang", "en", "--debug")
    assert "✗ Does not meet the standard" in got.stdout


def test_the_unforeseen_has_a_code_and_its_inside_only_on_request(
    eqrules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(workspace, "read", broken)
    got = eqrules("run", "cn/2017", "填报.xlsx")
    assert (got.exit_code, got.stderr[:5]) == (2, "EQ719")
    assert "ZeroDivision" not in got.stderr
    assert isinstance(eqrules("run", "cn/2017", "填报.xlsx", "--debug").exception, ZeroDivisionError)


def test_an_interrupted_run_says_so(eqrules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workspace, "read", stopped)
    got = eqrules("run", "cn/2017", "填报.xlsx")
    assert (got.exit_code, got.stderr.strip()[:5]) == (2, "EQ718")


@pytest.mark.parametrize(("encoding", "met", "not_met"), [("gbk", "√", "×"), ("ascii", "+", "x")])
def test_signs_on_an_old_terminal_never_become_the_sign_of_undetermined(encoding: str, met: str, not_met: str) -> None:
    program = "from eqrules.cli.signs import printable\nprintable()\nprint('✓ ✗ ≥ 达标')"
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    got = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=env)
    assert got.stdout.decode(encoding).split()[:2] == [met, not_met]
    assert got.stdout.decode(encoding).split()[2] in ("≥", ">=")


def test_help_starts_without_the_heavy_libraries() -> None:
    program = (
        "import sys\nfrom eqrules.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "import eqrules.cli.run, eqrules.workspace\n"
        "print([m for m in ('lark', 'openpyxl', 'rich', 'pyarrow', 'xlsxwriter') if m in sys.modules])"
    )
    got = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert got.stdout.splitlines()[-1] == "[]"
