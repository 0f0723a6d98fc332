"""出处 · For people: names, papers, dates, and which document did what to a rule."""

from datetime import date
from typing import Literal

from pydantic import Field

from eqrules.language.effects import Effect
from eqrules.plan.expressions import Node

Status = Literal["已核", "转引", "推定", "未知", ""]


class Touch(Node):
    """What one document did to one part of a rule (沿革): a row of 变更, or a table of its own.

    `action`, `part`, `where`, `old` and `new` in the words of the ruleset that wrote them; `part` "" is the whole.
    """

    origin: str
    action: str
    part: str = ""
    where: str = ""
    old: str = ""
    new: str = ""
    effect: Effect = ""
    basis: str = ""
    status: Status = ""
    since: str = ""
    """The ISO day from which the document holds, "" if nobody knows it."""


class About(Node):
    """Names and papers, for people. `basis` e.g. 第六条(一); `status` 已核 转引 推定 未知."""

    zh: str = ""
    en: str = ""
    aliases: tuple[str, ...] = ()
    basis: str = ""
    status: Status = ""
    responsible: str = ""
    note: str = ""
    origin: str = ""
    """The ruleset id that wrote it."""
    history: tuple[Touch, ...] = ()
    """What later documents did to it, oldest first; the parts nobody touched are as `origin` wrote them."""


class Interval(Node):
    """Inclusive days, ISO; "" is open."""

    start: str = ""
    end: str = ""

    def covers(self, day: date) -> bool:
        iso = day.isoformat()
        return (not self.start or self.start <= iso) and (not self.end or iso <= self.end)


class Retired(Node):
    """A rule that a document of the lineage no longer applies (停用): its names, and its history to the end."""

    id: str
    about: About


class Paper(Node):
    """The document behind a ruleset."""

    document: str = ""
    number: str = ""
    issued: str = ""
    state: str = ""
    kind: str = ""


class Ancestor(Node):
    """A ruleset that this one stands on. `role` 上位规定 技术规程 地方细则, "" for what it inherits by others."""

    id: str
    role: str = ""
    about: About = Field(default_factory=About)
    paper: Paper = Field(default_factory=Paper)
    interval: Interval = Field(default_factory=Interval)
