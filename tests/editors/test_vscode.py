"""VS Code 扩展 · Colours as in the grammar, Chinese punctuation left alone, a package that builds."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from eqrules.syntax.words import words

FOLDER = Path(__file__).resolve().parents[2] / "editors" / "vscode"
NPM = shutil.which("npm")


def colours() -> ModuleType:
    spec = importlib.util.spec_from_file_location("colours", FOLDER / "colours.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_its_colours_come_from_the_grammar(accept: bool) -> None:
    made = colours()
    if accept:
        made.GRAMMAR.write_text(made.written(), "utf-8")
    assert made.GRAMMAR.read_text("utf-8") == made.written(), "python editors/vscode/colours.py"


def test_every_word_has_a_colour() -> None:
    text = json.dumps(colours().grammar(), ensure_ascii=False)
    for file in ("keywords", "headings", "values"):
        for word in words(file).values():
            assert all(re.escape(s) in text.replace("\\\\", "\\") for s in word.spellings if s[0].isalpha()), word


def test_its_settings_leave_chinese_punctuation_alone() -> None:
    package = json.loads((FOLDER / "package.json").read_text("utf-8"))
    settings = package["contributes"]["configurationDefaults"]["[eqrules]"]
    assert settings["editor.unicodeHighlight.ambiguousCharacters"] is False
    assert settings["editor.unicodeHighlight.nonBasicASCII"] is False
    for part in (*package["contributes"]["languages"], *package["contributes"]["grammars"]):
        path = part.get("configuration") or part["path"]
        assert json.loads((FOLDER / path).read_text("utf-8"))


@pytest.mark.skipif(NPM is None, reason="npm is not on this computer: the extension cannot be packaged")
@pytest.mark.skipif(
    not (FOLDER / "node_modules").is_dir(), reason="its packages are not here: `make editor` fetches them once"
)
def test_its_package_builds(tmp_path: Path) -> None:
    assert NPM
    package = tmp_path / "eqrules.vsix"
    subprocess.run(
        [NPM, "run", "package", "--", "--out", str(package)], cwd=FOLDER, check=True, capture_output=True, timeout=300
    )
    names = zipfile.ZipFile(package).namelist()
    assert "extension/extension.js" in names
    assert "extension/syntaxes/eqrules.tmLanguage.json" in names
    assert "extension/node_modules/vscode-languageclient/package.json" in names
    assert not [name for name in names if name.endswith((".py", "package-lock.json"))]
