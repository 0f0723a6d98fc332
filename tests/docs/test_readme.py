"""首页不说谎 · What README and the other pages say of commands, options and files is there."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from eqrules.cli.group import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / name
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "rulesets/README.md",
        "docs/language.md",
        "docs/glossary.md",
        "docs/checking.md",
        "docs/comparing.md",
    )
]
_SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|#)(?P<path>[^)#]+)")
_VERBS = {name: entry.verb for entry in COMMANDS for name in (entry.verb, entry.alias)}


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _commands(page: Path) -> list[list[str]]:
    """The `eqrules …` lines of its shell blocks, without comments."""
    lines = [line for block in _SHELL.findall(page.read_text("utf-8")) for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("eqrules ")]


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_its_commands_and_options_exist(page: Path) -> None:
    for verb, *rest in _commands(page):
        command = import_module(f"eqrules.cli.{_VERBS[verb]}").command
        options = {option for parameter in command.params for option in parameter.opts}
        named = {word.partition("=")[0] for word in rest if word.startswith("-")}
        assert named <= options, (verb, named - options)
        for word in rest:
            if word.startswith("cn/"):
                assert (ROOT / "rulesets" / word).is_dir(), word


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_its_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.finditer(page.read_text("utf-8")):
        assert (page.parent / link["path"]).exists(), link["path"]


def test_the_table_of_commands_is_whole() -> None:
    text = PAGES[0].read_text("utf-8")
    table = "\n".join(line for line in text.splitlines() if line.startswith("| `"))
    for entry in COMMANDS:
        assert f"`{entry.verb}`" in table
        assert entry.alias in table


def test_the_two_commands_are_targets() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", PAGES[0].read_text("utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_shipped_ruleset_is_in_its_list() -> None:
    from eqrules import workspace

    text = (ROOT / "rulesets" / "README.md").read_text("utf-8")
    for shipped in workspace.rulesets():
        assert f"[`{shipped.id}`]({shipped.id})" in text
