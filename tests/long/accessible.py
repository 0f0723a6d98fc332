"""看得见、用得了 · python tests/long/accessible.py AXE.MIN.JS: both pages as axe-core sees them in Chromium.

Get axe-core once with `npm install axe-core`; its `axe.min.js` is what this takes. Exits with 1 on any violation.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from html import unescape
from pathlib import Path

from eqrules import workspace
from eqrules.report.html import page

_SAY = (
    "axe.run().then(found => {const pre = document.createElement('pre'); pre.id = 'found';"
    "const told = found.violations.map(one => [one.id, one.impact, one.nodes.length]), all = document.documentElement;"
    "if (all.scrollWidth > all.clientWidth) told.push(['wider than the screen', 'serious', all.scrollWidth]);"
    "pre.textContent = JSON.stringify(told);"
    "document.body.replaceChildren(pre)})"
)
WIDTHS = (1280, 390)


def violations(text: str, axe: str, width: int, folder: Path) -> list[list[object]]:
    """Rule, how grave, how many places; the page's own policy, which allows no script, is taken out first."""
    open_to_scripts = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    library = axe.replace("</script>", "<\\/script>")
    asked = f"<script>{library}</script><script>{_SAY}</script></body>"
    path = folder / "page.html"
    path.write_text(open_to_scripts.replace("</body>", asked), "utf-8")
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    seen = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000",
         f"--window-size={width},900", "--dump-dom", path.as_uri()],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = re.search(r'<pre id="found">(.*?)</pre>', seen.stdout, re.S)
    assert found is not None, "axe-core did not run"
    return list(json.loads(unescape(found[1])))


def main() -> None:
    axe = Path(sys.argv[1]).read_text("utf-8")
    plan = workspace.load("cn/2017").plan
    assert plan is not None
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counties = workspace.sample(plan, folder / "data", 3, 12, 5, 40)
        evaluation = workspace.run(plan, workspace.read(plan, counties[:1]), date(2024, 9, 1), {})
        words = ["run", "cn/2017", str(folder / "data"), "-o", f"{folder}/out/"]
        subprocess.run([sys.executable, "-m", "eqrules", *words], check=True, capture_output=True)
        pages = {"report": page(evaluation, "zh"), "ranking": (folder / "out" / "ranking.html").read_text("utf-8")}
        for what, text in pages.items():
            for width in WIDTHS:
                found = violations(text, axe, width, folder)
                wrong += len(found)
                print(what, width, found or "nothing")
    raise SystemExit(int(wrong > 0))


if __name__ == "__main__":
    main()
