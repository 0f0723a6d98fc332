"""编辑器 · How long an editor waits: a change to a ruleset of 2,000 lines, a completion, and a cold `check`.

The ruleset is cn/2017 with made-up chapters behind it, in files of their own. Writes its part of docs/benchmarks.md;
`--print` leaves the page as it is.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]

from measure import load, machine, table, write_part  # noqa: E402

from compare import MARK as NEXT  # noqa: E402
from eqrules.lsp import completion, hover, seen  # noqa: E402
from eqrules.lsp.places import position, uri  # noqa: E402
from eqrules.lsp.session import Open, Session  # noqa: E402
from eqrules.shipped import shipped  # noqa: E402
from eqrules.undisturbed import undisturbed  # noqa: E402

MARK = "<!-- editor: written by python benchmarks/editor.py -->\n"
LINES = 2000
Measured = Iterator[tuple[str, list[float]]]


def long_ruleset(folder: Path) -> Path:
    """The files of a sound ruleset of that many lines."""
    for file in sorted((shipped("rulesets") / "cn" / "2017").glob("*.md")):
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    have = sum(file.read_text("utf-8").count("\n") for file in folder.glob("*.md"))
    (folder / "8-加量.md").write_text(made_up((LINES - have) // 4), "utf-8")
    return folder


def made_up(count: int) -> str:
    """Items, indicators and examples in equal parts, `count` rows each, and as many derived items."""
    numbers = range(1, count + 1)
    items = "\n".join(f"| extra_{n} | 增补数{n}号 | extra figure {n} | 人 | 整数 | 学段校 | 0以上 |" for n in numbers)
    derived = "\n".join(
        f"| both_{n} | 增补和{n}号 | extra sum {n} | 人 | 整数 | 学段校 | 增补数{n}号+在校生数 | 试 |" for n in numbers
    )
    rules = "\n".join(
        f"| Z{n} | 增补比{n}号 | Extra share {n} | 增补数{n}号÷增补和{n}号 | 10%以上 | 12%以上 | 试 |" for n in numbers
    )
    examples = "\n".join(f"| 例{n} | 小学 | 小学 | 100 | {n} | {'达标' if n >= 12 else '不达标'} |" for n in numbers)
    return f"""## 数据项

| 编号 | 名称 | 英文 | 单位 | 类型 | 对象 | 可取 |
|---|---|---|---|---|---|---|
{items}

## 派生项

| 编号 | 名称 | 英文 | 单位 | 类型 | 对象 | 计算 | 依据 |
|---|---|---|---|---|---|---|---|
{derived}

## 指标 增补

- 编号:EXTRA
- 英文名:Extra
- 对象:学段校

| 编号 | 指标 | 英文 | 计算 | 小学 | 初中 | 依据 |
|---|---|---|---|---|---|---|
{rules}

## 示例 增补

| 说明 | 学段 | 办学类型 | 在校生数 | 增补数1号 | Z1 |
|---|---|---|---|---|---|
{examples}
"""


CHANGES = (
    ("a limit", "3-resources.md", "4.2以上", "4.3以上"),
    ("a formula", "8-加量.md", "增补数5号÷增补和5号", "增补数5号÷(增补和5号+在校生数)"),
    ("a gist", "3-resources.md", "七项资源", "七种资源"),
    ("an example", "7-examples.md", "恰好等于标准", "正好等于标准"),
    ("a slip", "8-加量.md", "增补数7号÷", "增补书7号÷"),
    ("a name", "8-加量.md", "| 增补数9号 |", "| 增补数九号 |"),
)


def timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return 1000 * (perf_counter() - start)


def changes(folder: Path, session: Session, rounds: int = 7) -> Measured:
    def write(name: str, text: str) -> Open:
        opened = session.write(uri(folder / name), text)
        assert opened
        return opened

    start = (folder / "3-resources.md").read_text("utf-8")
    yield "the first load", [timed(lambda: seen.diagnostics(write("3-resources.md", start), session))]
    for what, name, old, new in CHANGES:
        text = (folder / name).read_text("utf-8")
        assert old in text
        there, back = [], []
        for _ in range(rounds):
            there.append(timed(lambda: seen.diagnostics(write(name, text.replace(old, new, 1)), session)))  # noqa: B023
            back.append(timed(lambda: seen.diagnostics(write(name, text), session)))  # noqa: B023
        yield f"{what} changes", there
        yield f"{what} is as it was", back


def questions(folder: Path, session: Session) -> Measured:
    name = uri(folder / "8-加量.md")
    text = (folder / "8-加量.md").read_text("utf-8")
    opened = session.write(name, text)
    assert opened
    completion.prepare(opened)  # as the server does when nobody types
    for what, typed in (("by name", "增补"), ("by pinyin", "zxss"), ("by initials", "jxjfz"), ("by English", "pup")):
        changed = text.replace("增补数5号÷", f"{typed}÷", 1)
        at = changed.index(f"{typed}÷") + len(typed)
        session.write(name, changed)
        spot = session.spot(name, position(changed, at))
        assert spot
        _ = spot.open.compilation
        yield f"completion {what}", [timed(lambda: completion.complete(spot, session)) for _ in range(7)]  # noqa: B023
    session.write(name, text)
    spot = session.spot(name, position(text, text.index("增补数5号÷") + 1))
    assert spot
    _ = spot.open.compilation
    yield "hover", [timed(lambda: hover.hover(spot, session)) for _ in range(7)]


def cold(folder: Path) -> Measured:
    """A `check` that finds nothing kept, but for the tables of the grammar, against importing what it needs."""
    with tempfile.TemporaryDirectory() as kept:
        env = {**os.environ, "EQRULES_CACHE": kept}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode
        check = [sys.executable, "-m", "eqrules", "check", str(folder)]
        imports = [sys.executable, "-c", "import lark, pydantic, click"]
        ratios, times = [], []
        subprocess.run(check, capture_output=True, env=env)  # writes the tables of the grammar, and bytecode
        for _ in range(7):
            base = timed(lambda: subprocess.run(imports, check=True, capture_output=True))
            for plan in Path(kept).glob("*.plan"):
                plan.unlink()
            times.append(timed(lambda: subprocess.run(check, capture_output=True, env=env)))
            ratios.append(times[-1] / base)
    yield "a cold `check`", times
    yield 'times `python -c "import lark, pydantic, click"`', ratios


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the editor and write its part of docs/benchmarks.md.")
    parser.add_argument("--print", action="store_true", help="print only")
    arguments = parser.parse_args()
    busy = load()
    with tempfile.TemporaryDirectory() as name, undisturbed():  # as the server does, which collects at rest
        folder = long_ruleset(Path(name))
        lines = sum(file.read_text("utf-8").count("\n") for file in folder.glob("*.md"))
        session = Session()
        found = [*changes(folder, session), *questions(folder, session), *cold(folder)]
    part = _page(lines, [[what, f"{statistics.median(t):.1f}", f"{max(t):.1f}"] for what, t in found], busy)
    print(part)
    if not arguments.print:
        write_part(part, MARK, NEXT)


def _page(lines: int, rows: list[list[str]], busy: str) -> str:
    return f"""## While somebody types

`python benchmarks/editor.py` measures this part: a ruleset of {lines:,} lines in several files, in one process, from
the changed text to what is seen in all files. A change is to take less than 100 ms, a completion less than 50, a cold
`check` (no plan kept) at most 10 times the imports. {machine()}. Load before it began: {busy}.

{table(("what", "median ms", "slowest ms"), rows)}
"""


if __name__ == "__main__":
    main()
