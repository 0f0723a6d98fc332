"""小国 · Many made-up counties as CSV or Parquet files, quickly, for the resource rule of the benchmarks."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

RULES = Path(__file__).resolve().parents[2] / "benchmarks" / "large" / "ruleset.md"
SECTION = (
    "行政区划代码", "学校标识码", "学段", "在校生数(人)",
    "高于规定学历教师数", "县级以上骨干教师数", "体育、艺术专任教师数",
    "教学及辅助用房面积", "体育运动场馆面积", "教学仪器设备值", "网络多媒体教室间数",
)  # fmt: skip


def rows(county: str, schools: int, rng: Random) -> Iterator[list[Any]]:
    """Sections near their limits; some figures are not handed in."""
    for number in range(schools):
        pupils = rng.randrange(100, 2000)
        stage, need = rng.choice((("小学", 42), ("初中", 53)))
        row = [
            county, f"{county}{number:04d}", stage, pupils, pupils * need // 1000 + rng.randrange(2),
            pupils // 90, pupils // 100, round(pupils * rng.uniform(4.4, 7), 1), round(pupils * rng.uniform(8, 12), 1),
            round(pupils * rng.uniform(1990, 3000), 2), pupils // 40 + 1,
        ]  # fmt: skip
        if rng.random() < 0.02:
            row[rng.randrange(4, 11)] = None
        yield row


def write(folder: Path, counties: int, schools: int, kind: str = "csv", files: int = 2, seed: int = 1) -> list[str]:
    """`section-1.csv` … and `county.csv`; the codes of the counties, which lie in no order."""
    folder.mkdir(parents=True)
    codes = [f"{340000 + n}" for n in range(counties)]
    mixed = Random(seed).sample(codes, counties)
    for part in range(files):
        found = [row for code in mixed[part::files] for row in rows(code, schools, Random(f"{seed}/{code}"))]
        _save(folder / f"section-{part + 1}.{kind}", SECTION, found)
    _save(folder / f"county.{kind}", ("行政区划代码",), [[code] for code in codes])
    return codes


def _save(path: Path, headings: tuple[str, ...], found: list[list[Any]]) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([headings, *found])
        return
    import pyarrow as pa
    from pyarrow.parquet import write_table

    columns = zip(*found, strict=True)
    write_table(pa.table(dict(zip(headings, map(list, columns), strict=True))), path)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a result folder, hidden ones too."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
