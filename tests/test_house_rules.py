"""家规 · House rules: small rooms with a door plate, codes and pages that match, no floats near the meaning."""

from __future__ import annotations

import ast
import re
from itertools import chain
from pathlib import Path

import pytest

from eqrules.diagnostics.catalogue import pages

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "eqrules"
MODULES = sorted(SRC.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
CODE = re.compile(r"""["'](EQ\d{3})["']""")
PLATE = re.compile(r'"""(?:[^\n·]*[\u4e00-\u9fff][^\n]*|eqrules) · ')
FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000]")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_room_is_small_and_says_what_it_is(module: Path) -> None:
    text = module.read_text("utf-8")
    assert len(text.splitlines()) <= 300, "split it by what it is about, not by size"
    if text.strip():
        assert PLATE.match(text), "open with: 中文 · English"


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    raised = {code for m in MODULES for code in CODE.findall(m.read_text("utf-8"))}
    assert raised == {page.code for page in pages()}


def test_a_code_has_one_page() -> None:
    codes = [page.code for page in pages()]
    assert len(codes) == len(set(codes))


# ── exactness ────────────────────────────────────────────────────
MEANING = sorted(chain.from_iterable((SRC / room).rglob("*.py") for room in (
    "language", "plan", "compile", "model", "syntax", "engine/reference",
)))  # fmt: skip


def floats(path: Path) -> list[str]:
    """Places where a module computes with binary floats: float(…), math.sqrt and its kin, 0.5, 1e-9."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="float")):
                found.append(f"{named(path)}:{node.lineno} float(…)")
            case ast.Constant(value=float()):
                found.append(f"{named(path)}:{node.lineno} {node.value}")
            case ast.Attribute(value=ast.Name(id="math"), attr=name) if name not in EXACT_MATH:
                found.append(f"{named(path)}:{node.lineno} math.{name}")
            case ast.ImportFrom(module="math", names=names):
                found += [f"{named(path)}:{node.lineno} {n.name}" for n in names if n.name not in EXACT_MATH]
            case ast.ImportFrom(module="statistics") | ast.Import(names=[ast.alias(name="statistics" | "numpy")]):
                found.append(f"{named(path)}:{node.lineno} import")
    return found


EXACT_MATH = {"isqrt", "gcd", "lcm", "comb", "prod", "ceil", "floor"}
"""Of `math`, what is exact on rationals."""


@pytest.mark.parametrize("module", MEANING, ids=named)
def test_no_floats_near_the_meaning(module: Path) -> None:
    assert floats(module) == []


def test_the_reference_engine_never_takes_a_root() -> None:
    """Coefficients are compared by squares: `exact_root` finds only rational roots, `isqrt` bounds the rest."""
    for module in (SRC / "engine" / "reference").rglob("*.py"):
        assert not re.search(r"\bsqrt\b|\*\* *0?\.5", module.read_text("utf-8")), named(module)


# ── tests ────────────────────────────────────────────────────────
@pytest.mark.parametrize("module", TESTS, ids=named)
def test_full_width_punctuation_is_escaped(module: Path) -> None:
    r"""Editors and tools change it silently: \uff0c \uff1a \uff08 \uff09."""
    lines = module.read_text("utf-8").splitlines()
    assert [f"{named(module)}:{n}" for n, line in enumerate(lines, 1) if FULL_WIDTH.search(line)] == []
