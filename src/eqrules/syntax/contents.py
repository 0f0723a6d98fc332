"""内容 · What stands in one cell or behind one line, in canonical form or in the other language."""

from __future__ import annotations

import re

from eqrules.language import units
from eqrules.language.comparisons import TOKENS
from eqrules.syntax import tree
from eqrules.syntax.characters import FOLD, fold, name_key
from eqrules.syntax.declare import is_list_type, split_list, split_values
from eqrules.syntax.layout import ACTIONS, PARTS
from eqrules.syntax.permit import read_permit
from eqrules.syntax.punctuation import canonical
from eqrules.syntax.wording import Writer, written
from eqrules.syntax.words import spell, spelled_by, words

_FIXED = {"DETERMINED", "MODALITY", "LEVEL", "STATUS", "MAY_LACK", "SEVERAL"}
_OWN = {
    "ACTION": ACTIONS,
    "PART": tuple(PARTS),
    "OLD_LIMIT": ("DECIDES", "REFERENCE"),
    "NEW": ("DECIDES", "REFERENCE"),
    "INHERITS": ("HIGHER_RULE", "PROCEDURE", "LOCAL_RULE"),
}
"""Columns and lines whose words are among these tokens; any other word stays."""
_NAMES = {"GRAIN", "PARENT", "KEY"}


def text_of(content: tree.Content, token: str, writer: Writer, section: str = "") -> str:
    if not isinstance(content, tree.Text):
        return written(content, writer)
    if not writer.translating:
        return _as_typed(content.text, token, section, writer)
    text = content.text
    if token == "INHERITS":
        return writer.listed([_parent(entry, writer) for entry in split_list(text)])
    if token == "AUTHORISES":
        return _authorised(text, writer)
    if token in _OWN:
        return _fixed(text, writer, _OWN[token])
    if token in _FIXED or (section == "EXAMPLES" and token != "NOTE"):
        return _fixed(text, writer)
    if token in _NAMES:
        return writer.named(text, "name")
    if token == "UNIT":
        return units.translate(text, writer.lang)
    if token == "TYPE":
        return _list_type(text, writer) if is_list_type(text) else _fixed(text, writer)
    if token == "OPTIONS":
        return _list_type(text, writer)
    if token == "DEFAULT" or (section == "SPLIT" and not token):
        return writer.listed(
            [writer.named(part, "value") if not _is_number(part) else part for part in split_list(text)]
        )
    if token == "CODE":
        return _code(text, writer)
    if token in ("WORDS", "ROUNDING"):
        return _header_words(text, writer)
    return canonical(text)


def _as_typed(text: str, token: str, section: str, writer: Writer) -> str:
    """Nothing but punctuation; what a submission may hold, and the values of lists, not even that."""
    if section == "EXAMPLES" and token != "NOTE":
        return _figure(text)
    if token in ("TYPE", "OPTIONS") and is_list_type(text):
        values, ranked = split_values(text)
        parts = [f"{own}={other}" if other else own for own, other in values]
        return "<".join(parts) if ranked else writer.listed(parts)
    if token == "CODE":
        return _code(text, writer)
    if token in ("DEFAULT", "ID") or (section == "SPLIT" and not token):
        return text
    return canonical(text)


_FIGURE = re.compile(r"[-+]?[\d,.]+%?")


def _figure(text: str) -> str:
    """A number in half-width digits; anything else that a submission may hold stays as it is."""
    return name_key(text) if _FIGURE.fullmatch(text.translate(FOLD)) else text


def _is_number(text: str) -> bool:
    return name_key(text).replace(".", "").replace("/", "").isdigit()


def _fixed(text: str, writer: Writer, among: tuple[str, ...] = ()) -> str:
    tokens = [t for t in spelled_by("values").get(name_key(text), ()) if not among or t in among]
    if tokens:
        return words("values")[tokens[0]].twin(name_key(text), writer.lang)
    if not among and "value" in writer.glossary.kinds(text):
        return writer.named(text, "value")
    return _figure(text)


def _list_type(text: str, writer: Writer) -> str:
    """`小学=primary、初中=junior` → `primary=小学, junior=初中`."""
    values, ranked = split_values(text)
    parts = [f"{other}={own}" if other else own for own, other in values]
    return "<".join(parts) if ranked else writer.listed(parts)


def _code(text: str, writer: Writer) -> str:
    """`B1 到 B7` → B1至B7; a single code as it stands, since it is the name that plans know."""
    codes = text.translate(FOLD)
    for mark in ("至", "到", " to ", "~"):
        first, found, last = codes.partition(mark)
        if found:
            return writer.spaced(first.strip(), spell("TO", writer.lang), last.strip())
    return text


def _parent(text: str, writer: Writer) -> str:
    """`cn/2017(上位规定)`: the id stays, the role is translated."""
    name, bracket, role = text.translate(FOLD).partition("(")
    if not bracket:
        return text
    role = _fixed(role.rstrip(")").strip(), writer, _OWN["INHERITS"])
    space = "" if writer.lang == "zh" else " "
    return f"{name.strip()}{space}{writer.mark('(')}{role}{writer.mark(')')}"


def _authorised(text: str, writer: Writer) -> str:
    """`下级可提高 R1至R7;不得降低`, sentence by sentence; one that nobody can read stays as it is."""
    made = []
    for sentence in text.translate(FOLD).split(";"):
        permit = read_permit(sentence)
        if permit is None:
            made.append(sentence.strip())
            continue
        word = words("values")[permit.action].spelled(writer.lang)
        codes = writer.listed([_code(code, writer) for code in split_list(permit.codes)])
        may = (("不得", "下级可"), ("children must not", "children may"))[writer.lang == "en"][permit.granted]
        made.append(f"{may}{'' if writer.lang == 'zh' else ' '}{word}{' ' if codes else ''}{codes}")
    return writer.mark(";").join(made)


def _header_words(text: str, writer: Writer) -> str:
    """用语 and 修约 lines: known words, parts with ; and , between."""
    parts = []
    for part in text.translate(FOLD).split(";"):
        made: dict[str, None] = {}
        for word in split_list(part):
            tokens = spelled_by("values").get(name_key(word), ())
            compared = next((t for t in spelled_by("keywords").get(fold(word), ()) if t in TOKENS), None)
            if tokens:
                made[words("values")[tokens[0]].spelled(writer.lang)] = None
            else:
                made[words("keywords")[compared].twin(fold(word), writer.lang) if compared else word] = None
        *front, last = made
        parts.append(writer.mark(",").join(filter(None, (writer.listed(front), last))))
    return writer.mark(";").join(parts)
