"""测文书 · python benchmarks/documents.py: reading a county's workbook, judging it and writing every document.

Whole processes, by the time of the processor that they take (user and system), so that other programs disturb
little; rounds alternate. Writes its part of docs/benchmarks.md; `--print` leaves the page as it is.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]

from large.page import MARK as NEXT  # noqa: E402
from measure import load, machine, milliseconds, table, write_part  # noqa: E402

from eqrules import workspace  # noqa: E402
from eqrules.data.sample import write_sample  # noqa: E402
from eqrules.plan.plan import Plan  # noqa: E402
from eqrules.report.kinds import KINDS  # noqa: E402

SCHOOLS, ROWS = 200, 20_000
MARK = "<!-- documents: written by python benchmarks/documents.py -->\n"
TIMES, SECONDS = 10, 3
"""What the documents may take: so many times the read alone, and so many seconds."""
_READ = (
    "import sys; from python_calamine import CalamineWorkbook as W; b = W.from_path(sys.argv[1]); "
    "[b.get_sheet_by_name(n).to_python() for n in b.sheet_names]"
)
_SHEETS = (
    "import sys; from pathlib import Path; from eqrules.data.files import read_files; "
    "from eqrules.diagnostics.report import Report; read_files([Path(sys.argv[1])], Report())"
)
_INTAKE = (
    "import sys; from pathlib import Path; from eqrules import workspace; "
    "workspace.read(workspace.load('cn/2017').plan, [Path(sys.argv[1])])"
)
_START = "import python_calamine"
_IMPORTS = "from eqrules import workspace; import eqrules.data.intake; workspace.load('cn/2017')"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the documents and write their part of docs/benchmarks.md.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--print", action="store_true", help="print only")
    arguments = parser.parse_args()
    plan = workspace.load("cn/2017").plan
    if plan is None:
        raise SystemExit("cn/2017 does not compile")
    busy = load()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (county,) = write_sample(plan, folder / "样例县.xlsx", 1, SCHOOLS, 1, 40)
        part = _page(county, _rows(plan, folder, county), folder, arguments.rounds, busy)
    print(part)
    if not arguments.print:
        write_part(part, MARK, NEXT)


def _rows(plan: Plan, folder: Path, county: Path) -> Path:
    """One sheet of sections, the county's told again under other codes."""
    import xlsxwriter
    from openpyxl import load_workbook

    head, *body = load_workbook(county, read_only=True)["学段校"].iter_rows(values_only=True)
    path = folder / "学段校.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("学段校")
        page.write_row(0, 0, head)
        for number in range(ROWS):
            county_code, _, *rest = body[number % len(body)]
            page.write_row(number + 1, 0, [county_code, str(2_100_000_000 + number), *rest])
    return path


def _documents() -> list[str]:
    """Names of all files that can be asked for."""
    return [f"{kind.zh}{ending}" for kind in KINDS for ending in kind.endings]


def _page(county: Path, rows: Path, folder: Path, rounds: int, busy: str) -> str:
    def run(*names: str) -> list[str]:
        return ["-m", "eqrules", "run", "cn/2017", str(county), "--as-of", "2024-09-01",
                *(word for name in names for word in ("-o", str(folder / name)))]  # fmt: skip

    every = _documents()
    wanted = {
        "read": ["-c", _READ, str(county)], "run": run(), "documents": run(*every),
        "rows read": ["-c", _READ, str(rows)],
        "rows sheets": ["-c", _SHEETS, str(rows)], "rows intake": ["-c", _INTAKE, str(rows)],
        "start": ["-c", _START], "imports": ["-c", _IMPORTS],
    }  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "EQRULES_LANG": "zh",
                   "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}  # fmt: skip
    taken = _alternate({name: _process(words, environment) for name, words in wanted.items()}, rounds)
    middle = {name: median(seconds) for name, seconds in taken.items()}
    allowed = TIMES * middle["read"] + SECONDS
    lines = [
        ["calamine reads the workbook", milliseconds(middle["read"]), ""],
        ["`eqrules run` · no document", milliseconds(middle["run"]), f"{middle['run'] / middle['read']:.1f}"],
        [f"`eqrules run` · {len(every)} documents", milliseconds(middle["documents"]),
         f"{middle['documents'] / middle['read']:.1f}"],
        ["what that may take: 10 × the read + 3 s", milliseconds(allowed), f"{allowed / middle['read']:.1f}"],
    ]  # fmt: skip
    shares = {name: _ratio(taken, name) for name in ("rows sheets", "rows intake")}
    sheet = [
        ["calamine", milliseconds(middle["rows read"]), "1.00"],
        ["eqrules, its sheets: values, errors, formats, comments", milliseconds(middle["rows sheets"]),
         f"{shares['rows sheets']:.2f}"],
        ["eqrules, the whole intake: every cell exact, keys joined, checked", milliseconds(middle["rows intake"]),
         f"{shares['rows intake']:.2f}"],
    ]  # fmt: skip
    return f"""## Every document of one county

`python benchmarks/documents.py` measures this part. A made-up county of {SCHOOLS} schools with flaws; every round
starts each process once. Milliseconds of processor time (user and system) with all that a new Python needs, medians
of {rounds} rounds. The documents are {"、".join(every)}. {machine()}. Load before it began: {busy}.

{table(("one process", "ms", "× read"), lines)}

A sheet of {ROWS:,} sections, 35 columns; from both sides what starting Python and importing eqrules takes is
left out.

{table(("who reads it", "ms in all", "ratio"), sheet)}
"""


def _ratio(taken: Mapping[str, list[float]], name: str) -> float:
    """Median over rounds, without what the start of each takes."""
    pairs = zip(taken[name], taken["rows read"], taken["imports"], taken["start"], strict=True)
    return median((whole - imports) / (alone - start) for whole, alone, imports, start in pairs)


def _process(words: list[str], environment: Mapping[str, str]) -> Callable[[], object]:
    """With bytecode beside the source, as an installed program has it."""
    return lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True, env=environment)


def _alternate(cases: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of processor time of each case in each round, after one round to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, case in cases.items():
            before = _spent()
            case()
            if number:
                taken[name].append(_spent() - before)
    return taken


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
