"""版式 · Which lines and columns each section may have, and how the cells of each are read.

A kind is a start rule of `grammar/eqrules.lark`, or "text" for words that only people read and for codes,
dates, units and lists, which the model reads. A column not in the table here must be a declared name
(`names`): a list value such as 小学, or in 示例 any item, indicator or conclusion.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Names = Literal["none", "values", "any"]


@dataclass(frozen=True, slots=True)
class Layout:
    """`lines` and `columns`: heading token → kind. `named`: kind of the columns headed by a name."""

    columns: MappingProxyType[str, str]
    lines: MappingProxyType[str, str]
    names: Names = "none"
    named: str = "limit"
    required: tuple[str, ...] = ()
    """Columns that must be there, and whose cells must not be empty unless `may_be_blank`."""
    titled: bool = False
    may_be_blank: tuple[str, ...] = ()


def _layout(
    columns: str,
    lines: str = "",
    names: Names = "none",
    named: str = "limit",
    required: str = "",
    titled: bool = False,
    may_be_blank: str = "",
) -> Layout:
    def table(text: str) -> MappingProxyType[str, str]:
        pairs = (entry.partition("=") for entry in text.split())
        return MappingProxyType({token: kind or "text" for token, _, kind in pairs})

    return Layout(
        table(columns), table(lines), names, named, tuple(required.split()), titled, tuple(may_be_blank.split())
    )


HEAD = (
    "ID TITLE_EN TITLE_ZH DOCUMENT NUMBER ISSUED EFFECTIVE STATE WORDS ROUNDING KIND INHERITS AUTHORISES APPLIES_TO "
    "ADOPTS NOTE_LINE"
)
_NAMES = "CODE NAME OTHER_EN OTHER_ZH"
_PAPER = "BASIS STATUS RESPONSIBLE NOTE"

ACTIONS = (
    "RAISE", "LOWER", "REFORMULATE", "REGROUP", "WIDEN", "NARROW", "ADD", "RETIRE", "RENAME", "REDATE", "LOOSEN",
    "DEEM", "RESTATE",
)  # fmt: skip
PARTS = MappingProxyType({
    "LIMIT_PART": "limit", "FORMULA_PART": "definition", "SCOPE_PART": "extent", "EXCEPT_PART": "extent",
    "CLAUSES_PART": "conclusion", "NAME_PART": "text", "DATES_PART": "text", "FORCE_PART": "text",
})  # fmt: skip
"""What a row of 变更 speaks of (项目) → how its old and its new cell are read."""
BY_PART = "by_part"

LAYOUTS: MappingProxyType[str, Layout] = MappingProxyType(
    {
        "GRAINS": _layout(f"{_NAMES} PARENT KEY MAY_LACK NOTE", required="CODE NAME KEY"),
        "ITEMS": _layout(
            f"{_NAMES} UNIT TYPE GRAIN TIME SOURCE ALIASES RANGE=span STATUS NOTE",
            required="CODE NAME TYPE GRAIN",
        ),
        "DERIVED": _layout(
            f"{_NAMES} UNIT TYPE GRAIN ALIASES APPLIES=condition FORMULA=definition {_PAPER}",
            lines="BASIS",
            required="CODE NAME GRAIN",
        ),
        "CHECKS": _layout("CODE RELATION=condition LEVEL NOTE", required="CODE RELATION LEVEL"),
        "READINGS": _layout(f"{_NAMES} QUESTION DEFAULT OPTIONS BASIS STATUS NOTE", required="CODE DEFAULT OPTIONS"),
        "SPLIT": _layout(
            "BASIS STATUS",
            lines="BY_ITEM=codes SPLIT_ITEMS=codes MUST_HAVE=condition BASIS",
            names="any",
            named="text",
        ),
        "MERGE": _layout("", lines="MERGE_WHEN=condition MERGE_INTO=codes BASIS NOTE_LINE"),
        "INDICATORS": _layout(
            f"{_NAMES} UNIT GRAIN DETERMINED APPLIES=condition FORMULA=formula LIMIT=limit DIGITS MODALITY {_PAPER}",
            lines="ID TITLE_EN TITLE_ZH GRAIN BASIS EXCEPT=exceptions SEVERAL",
            names="values",
            required="CODE NAME",
            titled=True,
        ),
        "PERIODS": _layout("CODE LIMIT=limit FROM UNTIL BASIS STATUS NOTE", names="values", required="CODE FROM BASIS"),
        "RELAXATIONS": _layout(
            "CODE WHEN=condition OLD_LIMIT=amount NEW_LIMIT=amount FROM UNTIL BASIS STATUS PROMISE NOTE RELAXATION",
            lines="BASIS",
            required="CODE WHEN OLD_LIMIT NEW_LIMIT FROM BASIS",
        ),
        "VETOES": _layout(
            f"{_NAMES} DETERMINED WHEN=condition FROM BASIS STATUS NOTE",
            required="CODE NAME DETERMINED BASIS",
        ),
        "CONCLUSIONS": _layout(f"{_NAMES} GRAIN WHEN=conclusion BASIS STATUS NOTE", required="CODE NAME GRAIN WHEN"),
        "CHANGES": _layout(
            f"ACTION CODE PART WITHIN=within OLD_LIMIT={BY_PART} NEW={BY_PART} FROM UNTIL PROMISE BASIS STATUS NOTE",
            lines="BASIS",
            required="ACTION CODE PART OLD_LIMIT NEW BASIS",
            may_be_blank="PART OLD_LIMIT NEW",
        ),
        "TARGETS": _layout(
            "CODE YEAR WITHIN COUNT NAME=formula LIMIT=limit MODALITY BASIS STATUS NOTE",
            lines="BASIS",
            required="CODE YEAR WITHIN NAME LIMIT BASIS STATUS",
        ),
        "SCHEDULE": _layout(
            "COUNTY_CODE COUNTY_NAME YEAR NAME=formula BASIS STATUS NOTE",
            lines="BASIS",
            required="COUNTY_NAME YEAR NAME BASIS STATUS",
        ),
        "EXAMPLES": _layout("NOTE CASE", lines="GIVEN=given", names="any", named="text", titled=True),
    }
)
