"""释义 · What each chapter, column and line is for, in one sentence of each language."""

from __future__ import annotations

from types import MappingProxyType

CHAPTERS: MappingProxyType[str, tuple[str, str]] = MappingProxyType(
    {
        "GRAINS": ("数据是谁的：县、学校、学段校……", "Whose figures there are: county, school, section …"),
        "ITEMS": ("县和学校填报的每一个数", "Every figure that counties and schools hand in"),
        "DERIVED": ("由数据项算出、几处要用的数", "Figures worked out from items and used in several places"),
        "CHECKS": ("填报的数之间应当成立的关系", "Relations that must hold between figures handed in"),
        "READINGS": ("原文没有说清的地方取哪一种读法", "Which reading is taken where the paper leaves it open"),
        "SPLIT": ("几个学段共用的数怎样分到各学段", "How figures shared by several stages are divided"),
        "MERGE": ("哪些校区并入主校", "Which sites are merged into their main school"),
        "INDICATORS": ("一组指标：怎样算，达到多少", "A group of indicators: how each is worked out, and its limit"),
        "PERIODS": ("某段时间里另用的标准", "Limits that hold for a period instead"),
        "RELAXATIONS": ("符合条件时放宽的标准或算式", "Limits or formulas relaxed where a condition holds"),
        "VETOES": ("出现就不能通过的情形", "Cases that alone prevent a pass"),
        "CONCLUSIONS": ("由指标得出的结论", "What is concluded from the indicators"),
        "EXAMPLES": ("几个数和应得的结论，供检验规则", "A few figures with the verdicts they must give"),
    }
)

WORDS: MappingProxyType[str, tuple[str, str]] = MappingProxyType(
    {
        "ID": ("规则集或一组指标的编号，像路径一样写", "The id of a ruleset or group, written like a path"),
        "TITLE_EN": ("英文名，供英文版使用", "The English name, for the English version"),
        "TITLE_ZH": ("中文名，供中文版使用", "The Chinese name, for the Chinese version"),
        "DOCUMENT": ("依据的文件名称", "The paper that these rules come from"),
        "NUMBER": ("文号", "The paper's number"),
        "ISSUED": ("谁、哪一天发布", "Who issued it, and when"),
        "EFFECTIVE": ("从哪一天起施行，到哪一天为止", "From which day it holds, and until which"),
        "STATE": ("正式、试行、草案等", "Official, trial, draft and so on"),
        "WORDS": ("「以上」「不足」等词含不含本数", "Whether words like 以上 include the number itself"),
        "ROUNDING": ("显示时怎样修约；评定一律用原值", "How figures are printed; verdicts use unrounded values"),
        "KIND": ("国家规定、地方细则、附加层等", "National rules, local rules, a layer and so on"),
        "APPLIES_TO": ("附加在哪一个规则集上", "The ruleset that this layer is laid over"),
        "ADOPTS": ("采用哪些附加层", "Which layers are taken"),
        "NOTE_LINE": ("给人看的说明", "A note for people"),
        "GRAIN": ("是谁的数：对象一章里的名称", "Whose figure it is: a name from the objects chapter"),
        "BASIS": ("出自哪一条、哪一款；没有依据不能编入", "The article it comes from; nothing stands without one"),
        "EXCEPT": ("哪些对象不参加；几种情形用分号隔开", "Which objects are left out; cases separated by ;"),
        "SEVERAL": ("几项放宽同时适用时取哪一项", "Which relaxation holds when several apply"),
        "BY_ITEM": ("按哪个数据项的多少来分", "The item by whose size shares are taken"),
        "SPLIT_ITEMS": ("要拆分的数据项", "The items that are split"),
        "MUST_HAVE": ("哪些学校应当有表中的各学段", "Which schools must have the stages of the table"),
        "MERGE_WHEN": ("什么样的校区并入主校", "Which sites are merged"),
        "MERGE_INTO": ("哪个数据项写着主校", "The item that names the main school"),
        "GIVEN": ("这一章的示例都用的数", "Figures that all examples of this chapter share"),
        "CODE": ("简短的编号，字母开头，不能重复", "A short code of its own, a letter first"),
        "NAME": ("名称；算式和条件里就写它", "The name that formulas and conditions use"),
        "OTHER_EN": ("英文名称", "The English name"),
        "OTHER_ZH": ("中文名称", "The Chinese name"),
        "UNIT": ("单位，如 人、平方米、元/生、%", "The unit, such as person, m², yuan/pupil, %"),
        "TYPE": ("整数、小数、文本、是否、日期、年份，或用、隔开的可选值",
                 "whole number, decimal, text, yes or no, date, year, or the values to choose from"),
        "TIME": ("是哪个时点的数", "The day the figure is of"),
        "SOURCE": ("出自哪张统计报表", "The statistics form it is copied from"),
        "ALIASES": ("别的叫法，用、隔开", "Other names, separated by commas"),
        "RANGE": ("可以填的范围，如 0以上、1~10、可无此项",
                  "What may be filled in, such as 0 or more, 1~10, may be none"),
        "PARENT": ("属于哪一种对象", "The kind of object it is part of"),
        "KEY": ("靠哪个数据项与别的区分", "The item that tells one from another"),
        "MAY_LACK": ("是：可以一个也不报", "yes: none need be handed in"),
        "RELATION": ("应当成立的关系，如 甲 不超过 乙", "What must hold, such as A at most B"),
        "LEVEL": ("逻辑校验必须成立；经验校验可以说明",
                  "A logical check must hold; an experience check may be explained"),
        "NOTE": ("给人看的说明，不参加计算", "A note for people; nothing is worked out from it"),
        "QUESTION": ("原文没有说清的是什么", "What the paper leaves open"),
        "DEFAULT": ("取哪一种读法", "The reading that is taken"),
        "OPTIONS": ("有哪几种读法，用、隔开", "The readings there are, separated by commas"),
        "APPLIES": ("什么条件下用这一行；空着就是都用", "When this row holds; always if blank"),
        "FORMULA": ("怎样算，如 甲÷乙×100", "How it is worked out, such as A ÷ B × 100"),
        "DETERMINED": ("计算、填报、人工认定，或国家提供", "computed, reported, judged, or supplied by the state"),
        "LIMIT": ("达到多少，如 4.2以上；只报告的写 仅报告",
                  "What must be reached, such as 4.2 or more; or report only"),
        "DIGITS": ("显示几位小数", "How many decimals are printed"),
        "MODALITY": ("应当：决定结论；参考、原则上：只报告", "decides; or for reference, in principle: only reported"),
        "STATUS": ("已核、转引、推定、未知：这个数有多可靠",
                   "confirmed, second-hand, inferred, unknown: how sure it is"),
        "RESPONSIBLE": ("哪个部门负责", "Which office is responsible"),
        "WHEN": ("什么情形下", "Under which condition"),
        "RELAXATION": ("这项放宽自己的编号", "The relaxation's own code"),
        "OLD_LIMIT": ("被放宽的标准，照原样写", "The limit that is relaxed, as it stands"),
        "NEW_LIMIT": ("放宽成多少", "What it is relaxed to"),
        "FROM": ("从哪一天起", "From which day"),
        "UNTIL": ("到哪一天止；空着就是一直", "Until which day; open if blank"),
        "PROMISE": ("放宽的同时要做到什么", "What must be done in return"),
        "CASE": ("同一个案例的几行写同一个编号", "Rows of one case have the same id"),
    }
)  # fmt: skip


def meaning(token: str, lang: str) -> str:
    """What the chapter, column or line with this token is for; "" for a token that is none of them."""
    zh, en = CHAPTERS.get(token) or WORDS.get(token) or ("", "")
    return zh if lang == "zh" else en
