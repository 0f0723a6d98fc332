"""汉字数 · Numbers written in Chinese: 百分之九十五点五, 二〇二四, 壹佰; whole tokens only, never inside names."""

from __future__ import annotations

import re
from fractions import Fraction

from eqrules.language.numbers import plain_text

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_SCALES = {"十": 10, "百": 100, "千": 1000}
_TOKEN = re.compile(r"[零〇○一二三四五六七八九两十百千]+(?:点[零〇○一二三四五六七八九]+)?")


def chinese_number(text: str) -> Fraction | None:
    """九十五点五 → 95.5; None where it is no such number, or one of several (两三, 十几)."""
    text = text.translate(_FORMAL)
    if not _TOKEN.fullmatch(text):
        return None
    whole, _, decimals = text.partition("点")
    tail = Fraction(int("".join(str(_DIGITS[c]) for c in decimals) or 0), 10 ** len(decimals))
    if not set(whole) & set(_SCALES):
        return int("".join(str(_DIGITS[c]) for c in whole)) + tail if len(whole) in (1, 4) else None
    total, digit, last = 0, -1, 10_000
    for character in whole:
        if character in _SCALES:
            scale = _SCALES[character]
            if scale >= last or (digit < 0 and scale > 10):
                return None
            total, digit, last = total + (1 if digit < 0 else digit) * scale, -1, scale
        elif digit > 0:
            return None
        else:
            digit = _DIGITS[character] or -1
    return total + max(digit, 0) + tail


def counted(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五: as articles and chapters are counted, up to 9999."""
    text, gap = "", False
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            text += (
                ("零" if gap and text else "")
                + ("" if digit == 1 and scale == 10 and not text else _COUNTED[digit])
                + word
            )
            gap = False
        else:
            gap = True
    return text


_COUNTED = "零一二三四五六七八九"


def literal(text: str) -> str | None:
    """An exact number said in words or scales, in figures: 四点二, 百分之八十五, 八成五, 1.19亿; None for any other."""
    if text.startswith("百分之"):
        share = chinese_number(text.removeprefix("百分之"))
        return None if share is None else f"{plain_text(share)}%"
    if len(text) in (2, 3) and text[1] == "成" and text[0] in _DIGITS:
        return f"{_DIGITS[text[0]]}{_DIGITS.get(text[2:], 0)}%"
    scale = {"万": 10_000, "亿": 100_000_000}.get(text[-1:], 1)
    stem = text if scale == 1 else text[:-1]
    if re.fullmatch(r"\d+(\.\d+)?", stem):
        return plain_text(Fraction(stem) * scale) if scale > 1 else None
    number = chinese_number(stem)
    return None if number is None else plain_text(number * scale)


def digits(text: str) -> str:
    """二〇二四年九月十日 → 2024年9月10日: what is no number stays."""

    def written(found: re.Match[str]) -> str:
        number = chinese_number(found[0])
        return found[0] if number is None else str(number)

    return _TOKEN.sub(written, text)
