"""着色 · The editor's grammar for colours, made from `grammar/`: `python editors/vscode/colours.py` writes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eqrules.language.builtins import BUILTINS
from eqrules.language.comparisons import TOKENS
from eqrules.language.units import SPELLINGS
from eqrules.syntax.layout import HEAD, LAYOUTS
from eqrules.syntax.words import words

GRAMMAR = Path(__file__).parent / "syntaxes" / "eqrules.tmLanguage.json"
_FULL = {":": "\uff1a", "#": "\uff03", "|": "\uff5c"}
_ALONE = "(?<![A-Za-z0-9_])"
_LOGIC = (
    "AND", "OR", "NOT", "IS", "IS_NOT", "TO", "OF", "BY", "WEIGHTED", "UNWEIGHTED", "SAMPLE", "REST", "OF_STANDARD",
)  # fmt: skip


_PARTS = ("comment", "title", "chapter", "gist", "line", "table", "pasted")


def _any(spellings: Iterable[str]) -> str:
    """One of these, the longest first; English ones only as whole words."""
    found = sorted({s for s in spellings if s[0].isalpha()}, key=lambda s: (-len(s), s))
    return "|".join(rf"(?i:\b{re.escape(s)}\b)" if s.isascii() else re.escape(s) for s in found)


def _spelled(file: str, tokens: Iterable[str]) -> list[str]:
    return [spelling for token in tokens for spelling in words(file)[token].spellings]


def grammar() -> dict[str, Any]:
    """Chapters, lines, tables, gists, comments; inside cells numbers with units, comparisons, the fixed words."""
    columns = {token for layout in LAYOUTS.values() for token in layout.columns}
    lines = {*HEAD.split(), *(token for layout in LAYOUTS.values() for token in layout.lines)}
    keywords, values = words("keywords"), words("values")
    fixed = [t for t in keywords if t not in (*TOKENS, *_LOGIC) and keywords[t].spellings[0][0].isalpha()]
    colon, hashes = f"[:{_FULL[':']}]", f"[#{_FULL['#']}]"
    line_keys, heads = (_any(_spelled("headings", sorted(tokens))) for tokens in (lines, columns))
    cell = [
        {"name": "keyword.operator.comparison.eqrules", "match": _any(_spelled("keywords", TOKENS))},
        {"name": "constant.numeric.eqrules", "match": rf"{_ALONE}[0-9\uff10-\uff19]+(?:\.[0-9]+)?(?:{_units()})?"},
        {"name": "keyword.operator.eqrules", "match": r"[≥≤<>=+×÷~～]|(?<=\s)-(?=\s)"},
        {"name": "support.function.eqrules", "match": _any(w for b in BUILTINS for w in (b.zh, b.en, *b.aliases))},
        {"name": "constant.language.eqrules",
         "match": _any([*_spelled("keywords", fixed), *_spelled("values", values)])},
        {"name": "keyword.control.eqrules", "match": _any(_spelled("keywords", _LOGIC))},
    ]  # fmt: skip
    return {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "eqrules",
        "scopeName": "text.eqrules",
        "patterns": [{"include": f"#{part}"} for part in _PARTS],
        "repository": {
            "comment": {"name": "comment.block.eqrules", "begin": "<!--", "end": "-->"},
            "title": {"match": rf"^{hashes}\s+({_any(words('headings')['RULESET'].spellings)})?\s*(.*)$",
                      "name": "markup.heading.1.eqrules", "captures": {"1": {"name": "keyword.other.eqrules"}}},
            "chapter": {"match": rf"^{hashes}{{2}}\s+({_any(_spelled('headings', LAYOUTS))})?\s*(.*)$",
                        "name": "markup.heading.2.eqrules",
                        "captures": {"1": {"name": "keyword.other.eqrules"},
                                     "2": {"name": "entity.name.section.eqrules"}}},
            "gist": {"name": "markup.quote.eqrules", "match": "^>.*$"},
            "line": {"begin": rf"^\s*([-+])\s+(?:({line_keys})|([^:{_FULL[':']}]+?))\s*({colon})",
                     "end": "$",
                     "beginCaptures": {"1": {"name": "punctuation.definition.list.eqrules"},
                                       "2": {"name": "entity.name.tag.eqrules"},
                                       "4": {"name": "punctuation.separator.eqrules"}},
                     "patterns": [{"include": "#cell"}]},
            "table": {"begin": rf"^\s*(?=[|{_FULL['|']}])", "end": "$",
                      "patterns": [{"name": "punctuation.separator.table.eqrules", "match": r"\|[-:| ]{3,}\|?\s*$"},
                                   {"name": "punctuation.separator.table.eqrules", "match": rf"[|{_FULL['|']}]"},
                                   {"include": "#heading"}, {"include": "#cell"}]},
            "pasted": {"begin": r"^(?=[^#>\n]*\t)", "end": "$",
                       "patterns": [{"include": "#heading"}, {"include": "#cell"}]},
            "heading": {"name": "entity.name.tag.eqrules",
                        "match": rf"(?<=\| |\||\t|^)(?:{heads})(?=\s*(?:[|\t:{_FULL[':']}]|$))"},
            "cell": {"patterns": cell},
        },
    }  # fmt: skip


def _units() -> str:
    one = "|".join(re.escape(unit) for unit in SPELLINGS)
    return rf"\s?(?:{one})(?:/(?:{one}))?|%|\uff05"


def written() -> str:
    return json.dumps(grammar(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    GRAMMAR.write_text(written(), "utf-8")
