"""别的说法 · What people say where the language has a word of its own: 不得低于, 除以, 都达标, average of.

Tried only in cells that cannot be read, and told only where the cell reads once the word is written: no declared
name is ever taken for one of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from eqrules.diagnostics.fixes import change
from eqrules.diagnostics.report import Report
from eqrules.source import Span
from eqrules.syntax.characters import fold

_BETWEEN = r"(?<=\d)\s*(?:{})\s*(?=\d)"
_SAYINGS: tuple[tuple[str, str], ...] = (
    # 比较 · comparisons
    (r"(?:不得|不应|不能|不宜|不可|不许)(?:低|少|小)于", "不低于"),
    (r"(?:不得|不应|不能|不宜|不可|不许)(?:超过|超出|高于|多于|大于)", "不超过"),
    (r"超出|多过", "超过"),
    (r"没到|未到|不够|未达到?|没达到?(?!标)", "不足"),
    (r"相等于?|相当于", "等于"),
    (r"已上|之上", "以上"),
    (r"已下|之下", "以下"),
    (r"\b(fewer|less|more|larger|greater|smaller) then\b", r"\1 than"),
    (r"\b(fewer|less|more) (?=\d)", r"\1 than "),
    (r"\bat ?least\b", "at least"),
    (r"\bat ?most\b", "at most"),
    (r"\bbelow of\b", "below"),
    (r"\band (?:up|more|over)\b|\bor (?:higher|greater)\b", "or more"),
    # 符号 · signs
    (r"除以", "÷"),
    (r"乘以|乘上|乘", "×"),
    (r"加上|加", "+"),
    (r"减去|减|[\u2014\u2013\u2212]+", "-"),
    (r"\bdivided by\b", "÷"),
    (r"\btimes\b", "×"),
    (r"\bplus\b", "+"),
    (r"\bminus\b", "-"),
    (_BETWEEN.format("比"), ":"),
    (_BETWEEN.format(r"至|到|-|[\u2014\u2013]+|to"), "~"),
    (r",", ":"),
    (r"=", "为"),
    (r"=", " is "),
    # 连接 · joints: what fits is tried in turn
    (r"以?及|和|与|、", "、"),
    (r"以?及|和|与|、", "或"),
    (r"并|同时|而且|和|与|,|、", "且"),
    (r"和|与", "+"),
    (r" and\b", ","),
    (r"\band\b", "+"),
    # 达标 · what is met
    (r"未达标|没有?达标|不合格|未通过", "不达标"),
    (r"项(?:不|没有?|未能)达标", "项未达标"),
    (r"(?:都|全都?|均|全部)(?:达标|合格|通过)", "全部达标"),
    (r"合格|通过", "达标"),
    (r"其余(?:各项)?|其他各?项|剩余各?项", "余项"),
    (r"(?:没有?|无|未出现|不存在)一票否决(?:的?情[形况]|项)?", "无一票否决情形"),
    (r"\b(?:all )?are met\b", "all met"),
    (r"\b(?:no vetoes|without (?:a )?veto|no vetos)\b", "no veto"),
    # 整格 · whole cells
    (r"^(?:待定|待核|不明|不详|不清楚)$", "未知"),
    (r"^(?:仅|只)(?:公布|公示|报告|统计|列出|展示)$|^不判定$", "仅报告"),
    (r"^(?:合格|通过|达标|达到要求|符合要求)$", "符合"),
    (r"可以?(?:没有|为空|不填|空着?)", "可无此项"),
    (r"^(?:没有|不设)$", "无"),
    (r"^(?:所有|全体|不限|都算)$", "全部"),
    (r"一半", "50%"),
    (r"^met$", "satisfied"),
    (r"^report(?:ed)?$|^for report$", "report only"),
    (r"\bmay be (?:empty|blank|missing|absent)\b|\boptional\b", "may be none"),
    # 函数 · functions
    (r"未加权|不作加权|无加权|不带权", "不加权"),
    (r"抽样", "样本"),
    (r"平均[值数]|均值", "平均"),
    (r"总和|总计|求和|累计", "合计"),
    (r"\baverage\b", "mean"),
    (r"\btotal\b", "sum"),
    (r"\bweighted with\b", "weighted by"),
    *((rf"\b{word}\b", str(n)) for n, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)),
)  # fmt: skip
"""What is said, as a pattern over the folded text, and the word for it."""


_TRIES = 60


def reworded(place: Span, reads: Callable[[str], bool], report: Report) -> bool:
    """True if the cell reads with the language's own word for what it says, and that has been reported (EQ131)."""
    text = place.text
    for start, end, made in islice(_tries(text), _TRIES):
        if reads(made):
            seen, wanted = text[start:end], made[start : len(made) - (len(text) - end)]
            where = Span(place.source, place.start + start, place.start + end)
            report.error("EQ131", where, seen=seen.strip(), wanted=wanted.strip(), fixes=[change(where, wanted)])
            return True
    return False


def _tries(text: str) -> Iterator[tuple[int, int, str]]:
    """One saying put right, everywhere it stands; then two of them: from where, to where, and the cell then."""
    once = list(_put_right(text))
    yield from once
    for start, end, made in once:
        for again, until, twice in _put_right(made):
            yield min(start, again), max(end, len(text) - (len(made) - until)), twice


def _put_right(text: str) -> Iterator[tuple[int, int, str]]:
    folded = fold(text)
    for said, word in _SAYINGS:
        found = list(re.finditer(said, folded))
        if found:
            made, at = "", 0
            for one in found:
                made += text[at : one.start()] + one.expand(word)
                at = one.end()
            yield found[0].start(), found[-1].end(), made + text[at:]
