"""错误页 · Every EQ6 page tells the truth: the wrong example gives its code, the right one does not."""

import re
from pathlib import Path

import pytest
from handing_in import hand_in

import eqrules.data.intake as intake
from eqrules.diagnostics.catalogue import Page, message, next_step, pages
from eqrules.engine import coloured, few

ALL = [page for page in pages() if page.code.startswith("EQ6")]
PAGES = [page for page in ALL if not (page.wrong and page.wrong[0][0].startswith("eqr"))]
"""Those whose examples are files alone; examples that need a ruleset of their own are run with the rulesets'."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_every_page_tells_the_truth(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page.wrong
    assert page.right
    with pytest.MonkeyPatch.context() as patch:
        findings = hand_in(tmp_path / "wrong", page.wrong, patch)
    assert page.code in [f.code for f in findings]
    assert page.code not in [f.code for f in hand_in(tmp_path / "right", page.right, monkeypatch)]
    for finding in findings:
        for lang in ("zh", "en"):
            for words in (message(finding, lang), next_step(finding, lang)):
                assert words
                assert "{" not in words
        if finding.code == page.code:
            assert "—" not in message(finding, "zh").replace("最大 —", "").replace("单位\uff1a—", "")


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    files = [*Path(intake.__file__).parent.glob("*.py"), Path(few.__file__), Path(coloured.__file__)]
    text = "".join(path.read_text("utf-8") for path in files)
    assert set(re.findall(r'"(EQ6\d\d)"', text)) == {page.code for page in ALL}
