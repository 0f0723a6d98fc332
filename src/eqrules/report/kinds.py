"""文书 · The documents that a run can give back: Chinese name, id, endings, and what makes each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from eqrules.engine.contract import CountyVerdict, Evaluation
from eqrules.report.county import County
from eqrules.report.objects import Objects


@dataclass(frozen=True, slots=True)
class Request:
    """One document that is wanted. `county` is set for documents that are about one county."""

    evaluation: Evaluation
    ruleset_hash: str
    lang: str
    ending: str
    county: CountyVerdict | None = None
    last: bytes | None = None
    """The same document of last month, where its kind keeps what people wrote."""

    @property
    def about(self) -> County:
        assert self.county is not None
        return County(Objects(self.evaluation), self.county)


Make = Callable[[Request], bytes | None]
"""The whole file; None where the ruleset has nothing that such a document could show."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`each`: one file a county. `keeps`: what people wrote into last month's file stays."""

    id: str
    zh: str
    endings: tuple[str, ...]
    make: Make
    aliases: tuple[str, ...] = ()
    each: bool = False
    keeps: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return (self.zh, self.id, *self.aliases)


def _json(of: Request) -> bytes:
    from eqrules.report.result import dump, result

    return dump(result(of.evaluation, of.ruleset_hash)).encode()


def _csv(of: Request) -> bytes:
    from eqrules.report.csv_table import table

    return table(of.evaluation, of.lang).encode()


def _html(of: Request) -> bytes:
    from eqrules.report.html import page

    return page(of.evaluation, of.lang, of.ruleset_hash).encode()


def _cv(of: Request) -> bytes | None:
    from eqrules.report.cv_sheet import workbook

    return workbook(of.about, of.lang, of.ruleset_hash)


def _forms(of: Request) -> bytes | None:
    if of.ending == ".docx":
        from eqrules.report.forms.docx import document

        return document(of.about)
    from eqrules.report.forms.xlsx import workbook

    return workbook(of.about)


def _ledger(of: Request) -> bytes:
    from eqrules.report.ledger.xlsx import workbook

    return workbook(of.about, of.last)


KINDS: tuple[Kind, ...] = (
    Kind("monitoring", "监测报告", (".html",), _html, ("html", "页面")),
    Kind("result", "结果", (".json",), _json, ("json",)),
    Kind("table", "结果表", (".csv",), _csv, ("csv",)),
    Kind("cv", "差异系数表", (".xlsx",), _cv, ("差异系数",), each=True),
    Kind("forms", "申报表", (".xlsx", ".docx"), _forms, each=True),
    Kind("ledger", "整改台账", (".xlsx",), _ledger, ("台账", "问题清单"), each=True, keeps=True),
)
BY_WORD: dict[str, Kind] = {word: kind for kind in KINDS for word in kind.words}
ENDINGS: tuple[str, ...] = tuple(dict.fromkeys(ending for kind in KINDS for ending in kind.endings))


def with_ending(ending: str) -> list[Kind]:
    return [kind for kind in KINDS if ending in kind.endings]


def meant(name: str) -> Kind | None:
    """The document that a file name means: by its ending, or by the name of a document in it."""
    path = PurePath(name)
    fitting = with_ending(path.suffix.lower())
    if len(fitting) == 1 and not fitting[0].each:
        return fitting[0]
    said = [(len(word), kind) for kind in fitting for word in kind.words if word in path.stem.lower()]
    longest = max((length for length, _ in said), default=0)
    kinds = {kind.id: kind for length, kind in said if length == longest}
    return next(iter(kinds.values())) if len(kinds) == 1 else None


def files(
    kind: Kind, request: Request, path: str, last: Callable[[str], bytes | None]
) -> Iterator[tuple[str, bytes | None]]:
    """(file name, content): one file, or one a county, then named by its code. `last` finds what stood there."""
    counties = request.evaluation.counties
    if not kind.each:
        yield path, kind.make(request)
        return
    whole = PurePath(path)
    for county in counties:
        name = path if len(counties) == 1 else str(whole.with_stem(f"{whole.stem}-{'-'.join(county.county)}"))
        yield name, kind.make(replace(request, county=county, last=last(name) if kind.keeps else None))
