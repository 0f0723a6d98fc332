"""文书 · The documents that a run can give back: Chinese name, id, endings, and what makes each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

from eqrules.engine.contract import CountyVerdict, Evaluation
from eqrules.report.county import County, county_of
from eqrules.report.objects import Objects


@dataclass(frozen=True, slots=True)
class Request:
    """One document that is wanted. `county` and `source` are set for documents about one county, or one file."""

    objects: Objects
    """The look-ups of the run, shared by all its documents."""
    ruleset_hash: str
    lang: str
    ending: str
    county: CountyVerdict | None = None
    source: tuple[str, bytes] = ("", b"")
    """A file of the submission: its name there, and what is in it."""
    template: bytes | None = None
    """The office's own, where the document is made from one."""
    last: bytes | None = None
    """The same document of last month, where its kind keeps what people wrote."""

    @property
    def evaluation(self) -> Evaluation:
        return self.objects.evaluation

    @property
    def about(self) -> County:
        assert self.county is not None
        return county_of(self.objects, self.county)


Make = Callable[[Request], bytes | None]
"""The whole file; None where the ruleset has nothing that such a document could show."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`per`: what there is one file for. `keeps`: what people wrote into last month's file stays."""

    id: str
    zh: str
    endings: tuple[str, ...]
    make: Make
    aliases: tuple[str, ...] = ()
    per: Literal["run", "county", "file"] = "run"
    keeps: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return (self.zh, self.id, *self.aliases)


def _json(of: Request) -> bytes:
    from eqrules.report.result import dump, result

    return dump(result(of.objects, of.ruleset_hash)).encode()


def _csv(of: Request) -> bytes:
    from eqrules.report.csv_table import table

    return table(of.objects, of.lang).encode()


def _html(of: Request) -> bytes:
    from eqrules.report.html import page

    return page(of.objects, of.lang, of.ruleset_hash).encode()


def _cv(of: Request) -> bytes | None:
    from eqrules.report.cv_sheet import workbook

    return workbook(of.about, of.lang, of.ruleset_hash)


def _forms(of: Request) -> bytes | None:
    if of.ending == ".docx":
        from eqrules.report.forms.docx import document

        return document(of.about)
    from eqrules.report.forms.xlsx import workbook

    return workbook(of.about)


def _annotated(of: Request) -> bytes:
    from eqrules.report.annotated.marks import Seen
    from eqrules.report.annotated.workbook import workbook
    from eqrules.report.result import findings

    needed = [cell for county in of.evaluation.counties for cell in county.missing]
    return workbook(Seen(of.evaluation.submission, findings(of.evaluation), needed), *of.source, of.lang)


def _self(of: Request) -> bytes | None:
    from eqrules.report.selfreport.fill import document

    return document(of.about, of.template)


def _self_template(of: Request) -> bytes:
    from eqrules.report.selfreport.template import template

    return template()


def _ledger(of: Request) -> bytes:
    from eqrules.report.ledger.xlsx import workbook

    return workbook(of.about, of.last)


def _chart(draw: Callable[[County, str], str | None]) -> Make:
    """A drawing as it is, or as a picture of it."""

    def make(of: Request) -> bytes | None:
        known = of.about.worked.setdefault((draw.__name__, of.lang), [])
        if not known:
            known.append(draw(of.about, of.lang))
        drawing: str | None = known[0]
        if drawing is None or of.ending == ".svg":
            return None if drawing is None else drawing.encode()
        from eqrules.report.charts.picture import png

        return png(drawing)

    return make


def _dispersion_chart(county: County, lang: str) -> str | None:
    from eqrules.report.charts.dispersion import chart

    return chart(county, lang)


def _strips(county: County, lang: str) -> str | None:
    from eqrules.report.charts.strips import chart

    return chart(county, lang)


def _radars(county: County, lang: str) -> str | None:
    from eqrules.report.charts.radars import chart

    return chart(county, lang)


_PICTURES = (".svg", ".png")
KINDS: tuple[Kind, ...] = (
    Kind("monitoring", "监测报告", (".html",), _html, ("html", "页面")),
    Kind("result", "结果", (".json",), _json, ("json",)),
    Kind("table", "结果表", (".csv",), _csv, ("csv",)),
    Kind("cv", "差异系数表", (".xlsx",), _cv, ("差异系数",), per="county"),
    Kind("forms", "申报表", (".xlsx", ".docx"), _forms, per="county"),
    Kind("self", "自评报告", (".docx",), _self, ("自评",), per="county"),
    Kind("self-template", "自评报告模板", (".docx",), _self_template),
    Kind("annotated", "批注", (".xlsx",), _annotated, ("检查结果",), per="file"),
    Kind("cv-chart", "差异系数图", _PICTURES, _chart(_dispersion_chart), ("系数图",), per="county"),
    Kind("strips", "逐校条图", _PICTURES, _chart(_strips), ("条图", "达标图"), per="county"),
    Kind("radars", "雷达图", _PICTURES, _chart(_radars), ("逐校雷达图",), per="county"),
    Kind("ledger", "整改台账", (".xlsx",), _ledger, ("台账", "问题清单"), per="county", keeps=True),
)
BY_WORD: dict[str, Kind] = {word: kind for kind in KINDS for word in kind.words}
ENDINGS: tuple[str, ...] = tuple(dict.fromkeys(ending for kind in KINDS for ending in kind.endings))


def with_ending(ending: str) -> list[Kind]:
    return [kind for kind in KINDS if ending in kind.endings]


def meant(name: str) -> Kind | None:
    """The document that a file name means: by its ending, or by the name of a document in it."""
    path = PurePath(name)
    fitting = with_ending(path.suffix.lower())
    if len(fitting) == 1:
        return fitting[0]
    said = [(len(word), kind) for kind in fitting for word in kind.words if word in path.stem.lower()]
    longest = max((length for length, _ in said), default=0)
    kinds = {kind.id: kind for length, kind in said if length == longest}
    return next(iter(kinds.values())) if len(kinds) == 1 else None


def each(text: str, lang: str) -> tuple[str, Kind] | None:
    """File name and document meant by 整改台账, ledger or 申报表.docx; None where that is not one document."""
    if kind := BY_WORD.get(text):
        return f"{kind.zh if lang == 'zh' else kind.id}{kind.endings[0]}", kind
    kind = meant(text)
    return None if kind is None else (PurePath(text).name, kind)


@dataclass(frozen=True, slots=True)
class Around:
    """What a document may need beside the run, read only when it does."""

    last: Callable[[str], bytes | None]
    """What stood in a file before it is written."""
    handed_in: Callable[[], list[tuple[str, bytes]]]
    """The workbooks of the submission."""


def files(kind: Kind, request: Request, path: str, around: Around) -> Iterator[tuple[str, bytes | None]]:
    """(file name, content): one file; of several counties or workbooks one each, named by its code or name."""
    whole = PurePath(path)
    if kind.per == "run":
        yield path, kind.make(request)
    elif kind.per == "county":
        counties = request.evaluation.counties
        for county in counties:
            name = path if len(counties) == 1 else str(whole.with_stem(f"{whole.stem}-{'-'.join(county.county)}"))
            yield name, kind.make(replace(request, county=county, last=around.last(name) if kind.keeps else None))
    else:
        books = around.handed_in()
        for name, book in zip(one_each(path, [name for name, _ in books]), books, strict=True):
            yield name, kind.make(replace(request, source=book))


def one_each(path: str, names: Sequence[str]) -> list[str]:
    """A file name for each of several files: 批注-甲校.xlsx; with its folder where two are called alike."""
    whole, stems = PurePath(path), [PurePath(name).stem for name in names]
    if len(names) == 1:
        return [path]
    if len(set(stems)) < len(stems):
        stems = ["-".join(PurePath(name).with_suffix("").parts) for name in names]
    return [str(whole.with_stem(f"{whole.stem}-{stem}")) for stem in stems]
