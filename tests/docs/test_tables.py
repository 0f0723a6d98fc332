"""词表不漂移 · The tables of `docs/language.md` are those of the program; `pytest --accept` rewrites them."""

from __future__ import annotations

from .blocks import PAGE
from .tables import TABLES, places, renewed


def test_the_tables_are_those_of_the_program(accept: bool) -> None:
    text = PAGE.read_text("utf-8")
    if accept:
        text = renewed(text)
        PAGE.write_text(text, "utf-8")
    assert places(text) == {name: made() for name, made in TABLES.items()}
