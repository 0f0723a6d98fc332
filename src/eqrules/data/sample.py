"""样例 · Made-up submissions for any ruleset, labelled as made up, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from eqrules.data.raw import Sheet
from eqrules.data.sample_book import Book, add_county, empty_book
from eqrules.data.sample_county import make_county
from eqrules.data.sample_flaws import Flaw, Ground, plant
from eqrules.data.write_xlsx import Cell, Page, write_xlsx
from eqrules.plan.identity import identity
from eqrules.plan.plan import Plan

_TITLE = "样例（虚构数据） · Sample (invented data)"


def write_sample(plan: Plan, path: Path, counties: int, schools: int, seed: int, flaws: int) -> list[Path]:
    """Made-up submissions: one workbook, or for a folder one workbook per county, named by its code.

    `schools` stand in each county; the `flaws` are spread over all of them, and listed on the sheet 说明.
    """
    shares, mark = _share_out(flaws, counties, seed), identity(plan)
    numbers = range(1, counties + 1)
    if path.suffix.lower() == ".xlsx":
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(plan, path, *_book(plan, numbers, schools, seed, shares), mark, seed)
        return [path]
    path.mkdir(parents=True, exist_ok=True)
    written = []
    for number in numbers:
        book, found = _book(plan, [number], schools, seed, shares)
        file = path / f"{book.counties[0].code}.xlsx"
        _write(plan, file, book, found, mark, seed)
        written.append(file)
    return written


def sample_sheets(plan: Plan, schools: int, seed: int) -> list[Sheet]:
    """The sheets of one county without flaws as intake would find them, without writing a file."""
    return _book(plan, [1], schools, seed, [0])[0].sheets("样例.xlsx")


def _share_out(flaws: int, counties: int, seed: int) -> list[int]:
    """How many flaws each county gets."""
    rng, shares = Random(f"{seed}/flaws"), [0] * counties
    for _ in range(flaws):
        shares[rng.randrange(counties)] += 1
    return shares


def _book(
    plan: Plan, numbers: Sequence[int], schools: int, seed: int, shares: Sequence[int]
) -> tuple[Book, list[Flaw]]:
    book, flaws = empty_book(plan), list[Flaw]()
    for number in numbers:
        rng = Random(f"{seed}/{number}")
        county = make_county(plan, number, schools, (number - 1) * schools + 1, rng)
        add_county(book, county, rng)
        flaws += plant(Ground(book, county, rng), shares[number - 1])
    return book, flaws


def _write(plan: Plan, path: Path, book: Book, flaws: Sequence[Flaw], mark: str, seed: int) -> None:
    about = f"全部数据均为虚构。All data are invented. {plan.id} {mark} seed {seed}"
    write_xlsx(path, [*book.pages(), _notes(plan, book, flaws, mark, seed)], _TITLE, about)


def _notes(plan: Plan, book: Book, flaws: Sequence[Flaw], mark: str, seed: int) -> Page:
    """The sheet that says what this is. Intake passes over a sheet of this name without a word."""
    schools = sum(len(county.schools) for county in book.counties)
    counties = "、".join(f"{county.name} {county.code}" for county in book.counties[:20])
    layers = "".join(f" + {layer}" for layer in plan.layers)
    rows: list[list[Cell]] = [
        ["本工作簿的全部数据均为虚构，只供试用：县、学校、地名、代码和数字都不是真的。"],
        ["All data in this workbook are invented, for trying things out. No place, code or number is real."],
        [],
        ["规则集 · Ruleset", f"{plan.id}{layers}"],
        ["哈希 · Hash", mark],
        ["种子 · Seed", str(seed)],
        ["县 · Counties", f"{len(book.counties)}（{counties}{'…' if len(book.counties) > 20 else ''}）"],
        ["学校 · Schools", str(schools)],
        [],
        [f"埋设的瑕疵 {len(flaws)} 处；除此之外，数据自相一致。"],
        [f"{len(flaws)} flaws were planted; apart from them the data agree with themselves."],
        [],
    ]
    rows += [[flaw.cell, flaw.zh, flaw.en] for flaw in flaws]
    return Page("说明", rows)
