"""填模板 · The template with a county's figures: names that nobody knows become 【待填】, texts never become markup."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from eqrules.report import paper
from eqrules.report.charts.picture import NoFont, png
from eqrules.report.county import County
from eqrules.report.selfreport.names import Picture, names
from eqrules.report.selfreport.template import template


class BadTemplate(Exception):
    """The office's template cannot be filled; `reason` is what the filling program says."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = (zh, en)


def document(county: County, own: bytes | None = None) -> bytes | None:
    """The report from the office's own template, else from the one that comes with eqrules."""
    known = names(county)
    if known is None:
        return None
    return filled(template() if own is None else own, known)


def filled(content: bytes, known: dict[str, Any]) -> bytes:
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError, TemplateSyntaxError
    from lxml.etree import XMLSyntaxError

    made: Any = DocxTemplate(BytesIO(content))
    try:
        shown = {name: Shown(made, name, one) if isinstance(one, Picture) else one for name, one in known.items()}
        made.render(shown, _environment(), autoescape=True)
    except TemplateSyntaxError as problem:
        said = str(problem.message)
        raise BadTemplate(f"写法有误：{said}", f"its syntax is off: {said}") from problem
    except TemplateError as problem:
        raise BadTemplate(f"填不进去：{problem}", f"it cannot be filled: {problem}") from problem
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, XMLSyntaxError) as problem:
        raise BadTemplate("不是可以打开的 .docx 文件", "it is no .docx file that can be opened") from problem
    out = BytesIO()
    made.save(out)
    return paper.steady(out.getvalue())


class Shown:
    """A picture as wide as the text, drawn only where the template shows it."""

    def __init__(self, made: Any, name: str, picture: Picture) -> None:
        self.made, self.name, self.picture = made, name, picture

    def __bool__(self) -> bool:
        return self.picture.drawing is not None

    def __str__(self) -> str:
        from docx.shared import Mm
        from docxtpl import InlineImage

        drawing = self.picture.drawing
        if drawing is None:
            return ""
        try:
            content = png(drawing)
        except NoFont:
            return f"【待填：{self.name}（这台电脑没有带汉字的字体，画不出图，见 eqrules help EQ763）】"
        return str(InlineImage(self.made, BytesIO(content), width=Mm(paper.width(wide=False))))

    __html__ = __str__


def _environment() -> Any:
    """Templates may look at what they are given, and at nothing else."""
    from jinja2 import Undefined
    from jinja2.sandbox import SandboxedEnvironment

    class ToFill(Undefined):
        """A name that nobody knows: an open place, with its name, for a person to write."""

        def __str__(self) -> str:
            return f"【待填：{self._undefined_name}】"

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return self

        def __getitem__(self, name: object) -> Any:
            return self

    return SandboxedEnvironment(undefined=ToFill, autoescape=True)
