"""错误页上的工作簿 · The wrong workbook of a page gives its code and nothing else, the right one does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eqrules import workspace
from eqrules.diagnostics.catalogue import Page, message, next_step, pages

from .workbooks import laid_over, small_book

ON_PAGES = [page for page in pages() if page.wrong and page.wrong[0][0] == "workbook"]


@pytest.mark.parametrize("page", ON_PAGES, ids=lambda page: page.code)
def test_a_page_with_a_workbook_tells_the_truth(page: Page, tmp_path: Path) -> None:
    wrong = workspace.import_book(laid_over(small_book(tmp_path), page.wrong[0][1])).report.findings
    assert {finding.code for finding in wrong} == {page.code}
    assert all(re.search(r"![A-Z]+\d+$|\.xlsx$", cell) for finding in wrong for cell in finding.cells)
    for lang in ("zh", "en"):
        assert "\u2014" not in message(wrong[0], lang)
        assert next_step(wrong[0], lang)
    right = workspace.import_book(laid_over(small_book(tmp_path), page.right[0][1])).report.findings
    assert right == []
