"""比较 · Which sign each comparison word stands for, unless a ruleset's 用语 line says otherwise.

Sources: 民法典第一千二百五十九条 (以上、以下、以内 inclusive; 不满、超过、以外 exclusive).
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Literal

Sign = Literal[">=", "<=", ">", "<", "="]

TOKENS: dict[str, Sign] = {
    "GE_BEFORE": ">=",
    "LE_BEFORE": "<=",
    "GT_BEFORE": ">",
    "LT_BEFORE": "<",
    "EQ_BEFORE": "=",
    "GE_AFTER": ">=",
    "LE_AFTER": "<=",
}
PRINTED: dict[Sign, str] = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "="}
TESTS: dict[Sign, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
INCLUDED: dict[Sign, Sign] = {">": ">=", "<": "<=", ">=": ">=", "<=": "<=", "=": "="}
EXCLUDED: dict[Sign, Sign] = {">=": ">", "<=": "<", ">": ">", "<": "<", "=": "="}
