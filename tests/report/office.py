"""办公软件 · What LibreOffice makes of a document: values worked out again, pages as PDF. Skipped where it is not."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needed = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this computer: soffice recalculates nothing")


def converted(content: bytes, name: str, ending: str, folder: Path) -> bytes:
    """The document as LibreOffice saves it in another format."""
    assert SOFFICE is not None
    source = folder / name
    source.write_bytes(content)
    out = folder / "made"
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", ending,
         "--outdir", str(out), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (out / source.name).with_suffix(f".{ending}").read_bytes()


def recalculated(content: bytes, folder: Path) -> Any:
    """The workbook with every formula worked out by LibreOffice: the values it came with are taken out first."""
    from openpyxl import load_workbook

    bare = BytesIO()
    load_workbook(BytesIO(content)).save(bare)  # openpyxl keeps formulas and drops their values
    return load_workbook(BytesIO(converted(bare.getvalue(), "book.xlsx", "xlsx", folder)), data_only=True)


CELL_ORDER = ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "vAlign")


def out_of_order(made: Any) -> list[list[str]]:
    """Properties of a document's table cells that do not stand in the order Word asks for."""
    found = []
    for cell in made.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tcPr"):
        names = [child.tag.rpartition("}")[2] for child in cell]
        if names != sorted(names, key=CELL_ORDER.index):
            found.append(names)
    return found


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """Every cell as it is written: formulas as text, which begin with an equals sign."""
    from openpyxl import load_workbook

    return {
        page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in load_workbook(BytesIO(content))
    }
