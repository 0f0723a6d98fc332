"""填表的毛病 · Flaws that any ruleset's sheets can have: blanks, words for numbers, numbers out of range."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eqrules.data.sample_book import Form
from eqrules.data.sample_flaws import Flaw, Ground, Planter
from eqrules.data.write_xlsx import Cell
from eqrules.plan.plan import ItemSpec

_Place = tuple[Form, int, ItemSpec, Cell]


def _places(ground: Ground, fits: Callable[[ItemSpec, Cell], bool]) -> Iterator[_Place]:
    """Cells of rows without a flaw that fit, in chance order; a hundred tries."""
    forms = [form for form in ground.book.forms.values() if form.rows and len(form.items) > form.keys]
    for _ in range(100 if forms else 0):
        form = ground.rng.choice(forms)
        row = ground.rng.randrange(len(form.rows))
        item = ground.rng.choice(form.items[form.keys :])
        cell = form.rows[row][form.column(item.id)]
        free = ground.spoiled.isdisjoint((_thing(form, row), *map(str, form.rows[row][1 : form.keys])))
        if free and form.rows[row][0] == ground.county.code and fits(item, cell):
            yield form, row, item, cell


def _thing(form: Form, row: int) -> str:
    return f"{form.name}!{row}"


def _number(item: ItemSpec, cell: Cell) -> bool:
    return item.type in ("integer", "decimal") and isinstance(cell, int | float) and cell > 0


def _planter(fits: Callable[[ItemSpec, Cell], bool], change: Callable[[Cell], Cell], zh: str, en: str) -> Planter:
    def planter(ground: Ground) -> Flaw | None:
        for form, row, item, cell in _places(ground, fits):
            new = change(cell)
            place = ground.put(_thing(form, row), form, row, item.id, new)
            return Flaw(place, zh.format(cell, new), en.format(cell, new))
        return None

    return planter


PLAIN: tuple[Planter, ...] = (
    _planter(_number, lambda _: None, "漏填（原为 {0}）", "left blank (was {0})"),
    _planter(
        _number, lambda cell: f"约{cell}", "数字写成文字「{1}」（原为 {0}）", "words for a number, 「{1}」 (was {0})"
    ),
    _planter(
        lambda item, cell: _number(item, cell) and item.minimum == "0",
        lambda cell: -cell if isinstance(cell, int | float) else cell,
        "写成负数（原为 {0}）",
        "a negative number (was {0})",
    ),
    _planter(
        lambda item, cell: item.type == "list" and isinstance(cell, str) and cell != "/",
        lambda _: "其他",
        "填了取值表以外的「{1}」（原为 {0}）",
        "「{1}」 is not among the listed values (was {0})",
    ),
)
