"""旧词 · Words and codes that older forms used, and characters that only look like the usual ones."""

from __future__ import annotations

import re
from unicodedata import normalize

from eqrules.plan.plan import ItemSpec

_AREAS = frozenset(("111", "121", "220"))
_AREA_WORDS = {
    "城区": "111", "城市": "111", "主城区": "111", "城乡结合区": "112",
    "镇区": "121", "县镇": "121", "镇": "121", "镇中心区": "121", "镇乡结合区": "122", "特殊区域": "123",
    "乡村": "220", "农村": "220", "村庄": "220", "乡中心区": "210",
    "1": "111", "2": "121", "3": "220",
}  # fmt: skip
"""城乡分类: the words of the 2008 rules, those before them (城市 县镇 农村), and the numbers of old forms."""
_AREA_GROUPS = {"100": "111 / 112", "110": "111 / 112", "120": "121 / 122", "200": "210 / 220"}
_RADICALS = re.compile("[\u2e80-\u2eff\u2f00-\u2fdf]")


def modern(word: str, spec: ItemSpec) -> str | None:
    """The value of today for an old word; only where the list is that of the classification by area."""
    return _AREA_WORDS.get(word) if set(spec.values) >= _AREAS else None


def two_words(word: str, spec: ItemSpec) -> str:
    """A code that stands for a group of codes: what it may mean."""
    return _AREA_GROUPS.get(word, "") if set(spec.values) >= _AREAS else ""


def plain_radicals(text: str) -> str:
    """⼩学 written with a radical of the dictionary is 小学."""
    return _RADICALS.sub(lambda found: normalize("NFKC", found[0]), text)
