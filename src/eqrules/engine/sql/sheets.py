"""表 · Tables as they grow: one per grain, version by version; what nobody reads is left out when it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from eqrules.engine.sql.dialect import Dialect, names_in
from eqrules.engine.sql.exactly import Exact


def key_column(part: str) -> str:
    return f"@{part}"


@dataclass(slots=True)
class Join:
    """Columns of an earlier statement, taken over by key: alias here → column there."""

    table: str
    keys: tuple[str, ...]
    columns: dict[str, str]


@dataclass(slots=True)
class Version:
    """`before` and its joins, then layer upon layer of new columns."""

    name: str
    before: str
    keys: tuple[str, ...]
    joins: list[Join] = field(default_factory=list)
    layers: list[dict[str, str]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.joins and not self.layers


@dataclass(slots=True)
class Totals:
    """One row per key: alias → aggregate over the rows of `below`."""

    name: str
    below: str
    keys: tuple[str, ...]
    columns: dict[str, str] = field(default_factory=dict)


Statement = Version | Totals | Exact


class Sheet:
    """The growing table of one grain."""

    def __init__(self, grain: str, keys: tuple[str, ...], source: Iterable[str]) -> None:
        self.grain, self.keys = grain, tuple(map(key_column, keys))
        self._place: dict[str, int] = dict.fromkeys((*self.keys, *source), -1)
        self._known: dict[str, str] = {}
        self._taken = {name.lower() for name in self._place}
        """Databases tell no B1 from b1."""
        self._count = 0
        self.version = Version(f"{grain}_1", grain, self.keys)

    def has(self, name: str) -> bool:
        return name in self._place

    def add(self, text: str, name: str) -> str:
        """The column with this text, under this name or the one it has already, as «name»."""
        if text in self._known:
            return f"«{self._known[text]}»"
        if text.startswith("«") and text.endswith("»") and text.count("«") == 1:
            return text
        while name.lower() in self._taken:
            self._count += 1
            name = f"{name.partition('#')[0]}#{self._count}"
        layer = max((self._place[n] for n in names_in(text)), default=-1) + 1
        layers = self.version.layers
        layers.extend({} for _ in range(layer + 1 - len(layers)))
        layers[layer][name] = text
        self._place[name], self._known[text] = layer, name
        self._taken.add(name.lower())
        return f"«{name}»"

    def close(self) -> Version | None:
        """The version so far, if it adds anything; what comes next builds on it."""
        done = self.version
        if done.empty:
            return None
        number = int(done.name.rpartition("_")[2]) + 1
        self.version = Version(f"{self.grain}_{number}", done.name, self.keys)
        self._place = dict.fromkeys(self._place, -1)
        return done

    @property
    def untouched(self) -> bool:
        return self.version.before == self.grain and self.version.empty

    def stand_on(self, table: str, columns: Iterable[str]) -> None:
        """Begin with a table of totals, where that has all the objects there are."""
        self.version.before = table
        self._take(columns)

    def join(self, join: Join) -> None:
        self.version.joins.append(join)
        self._take(join.columns)

    def _take(self, columns: Iterable[str]) -> None:
        """Columns that another statement has made."""
        for name in columns:
            self._place[name] = -1
            self._taken.add(name.lower())


# ── from statements to text ──────────────────────────────────────
def pruned(
    statements: list[Statement], outputs: dict[str, set[str]], again: bool = False
) -> tuple[list[Statement], dict[str, set[str]]]:
    """Only the statements and columns that the outputs (table → columns) rest on; and what is read of each table.

    `again`: what was handed in stands in memory, where reading it twice is cheaper than keeping a copy.
    """
    needed = {table: set(columns) for table, columns in outputs.items()}
    kept: list[Statement] = []
    versions = {s.name: s for s in statements if isinstance(s, Version)}
    for statement in reversed(statements):
        wanted = needed.get(statement.name)
        if wanted is None:
            continue
        match statement:
            case Totals():
                kept.append(_totals(statement, wanted, needed, versions, again))
            case Version():
                kept.append(_version(statement, wanted, needed))
            case Exact():
                needed.setdefault(statement.above, set()).update(_names(statement.reads_above()), statement.keys)
                below = _source(
                    statement.below, set(_names(statement.reads_below())), statement.keys, needed, versions, again
                )
                kept.append(replace(statement, below=below))
    return kept[::-1], needed


def _names(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from names_in(text)


def _totals(
    whole: Totals, wanted: set[str], needed: dict[str, set[str]], versions: dict[str, Version], again: bool
) -> Totals:  # fmt: skip
    columns = {alias: text for alias, text in whole.columns.items() if alias in wanted}
    below = _source(whole.below, set(_names(columns.values())), whole.keys, needed, versions, again)
    return Totals(whole.name, below, whole.keys, columns)


def _source(
    table: str, read: set[str], keys: Iterable[str], needed: dict[str, set[str]], versions: dict[str, Version],
    again: bool,
) -> str:  # fmt: skip
    """What these columns are read from. Columns made straight from what was handed in are made there and then: from
    that itself where nothing else is read, else from its columns beside the results, which are narrower."""
    version = versions.get(table)
    own: dict[str, str] = {}
    if version is not None and version.layers and not version.joins and version.before not in versions:
        own = {name: text for name, text in sorted(version.layers[0].items()) if name in read}
    if version is None or not own:
        needed.setdefault(table, set()).update(read, keys)
        return f"«{table}»"
    if again and not any(name in layer for layer in version.layers[1:] for name in read):
        table = version.before
    kept = (read - set(own)) | set(keys)
    needed.setdefault(table, set()).update(kept, _names(own.values()))
    columns = [*(f"«{name}»" for name in sorted(kept)), *(f"{text} AS «{name}»" for name, text in own.items())]
    return f"(SELECT {', '.join(columns)} FROM «{table}»)"


def _version(whole: Version, wanted: set[str], needed: dict[str, set[str]]) -> Version:
    wanted = set(wanted)
    layers: list[dict[str, str]] = []
    for layer in reversed(whole.layers):
        kept = {name: text for name, text in layer.items() if name in wanted}
        wanted.update(name for text in kept.values() for name in names_in(text))
        layers.insert(0, kept)
    joins = []
    for join in whole.joins:
        columns = {alias: source for alias, source in join.columns.items() if alias in wanted}
        if columns:
            joins.append(Join(join.table, join.keys, columns))
            needed.setdefault(join.table, set()).update(columns.values(), join.keys)
    made = Version(whole.name, whole.before, whole.keys, joins, [layer for layer in layers if layer])
    needed.setdefault(whole.before, set()).update(_carried(made, wanted))
    return made


def _carried(version: Version, wanted: Iterable[str]) -> set[str]:
    """The columns that the version before has to bring."""
    read = {name for layer in version.layers for text in layer.values() for name in names_in(text)}
    made = {name for layer in (*version.layers, *(join.columns for join in version.joins)) for name in layer}
    return ({*wanted, *version.keys} | read) - (made - set(version.keys))


def inlined(statements: Iterable[Statement], outputs: Iterable[str]) -> dict[str, Totals]:
    """Totals that one version alone reads: they are made within it, and no table is kept."""
    totals: dict[str, Totals] = {}
    versions, others = Counter[str](), set(outputs)
    for statement in statements:
        match statement:
            case Version():
                versions.update([statement.before, *(join.table for join in statement.joins)])
            case Totals():
                totals[statement.name] = statement
                others.update(names_in(statement.below))
            case Exact():
                others.update([statement.above, *names_in(statement.below)])
    return {name: made for name, made in totals.items() if versions[name] == 1 and name not in others}


def written(statement: Version | Totals, wanted: set[str], inline: dict[str, Totals], d: Dialect) -> str:
    """The SELECT of a statement: `wanted` columns come out; totals in `inline` are made within it."""
    made = _sums(statement) if isinstance(statement, Totals) else _select(statement, wanted, inline)
    return d.render(made)


def _sums(totals: Totals) -> str:
    parts = [*(f"«{key}»" for key in totals.keys), *(f"{text} AS «{alias}»" for alias, text in totals.columns.items())]
    keys = ", ".join(f"«{key}»" for key in totals.keys)
    return f"SELECT {', '.join(parts)}\nFROM {totals.below} AS t\nGROUP BY {keys}"


def _select(version: Version, wanted: set[str], inline: dict[str, Totals]) -> str:
    base = _base(version, _carried(version, wanted), inline)
    *inner, last = version.layers or [{}]
    for depth, layer in enumerate(inner):
        new = ", ".join(f"{text} AS «{name}»" for name, text in layer.items())
        base = f"(SELECT *, {new}\nFROM {base}) AS l{depth}"
    keep = [*version.keys, *sorted(wanted - set(version.keys) - set(last))]
    out = [*(f"«{name}»" for name in keep), *(f"{text} AS «{name}»" for name, text in last.items())]
    return f"SELECT {', '.join(out)}\nFROM {base}"


def _base(version: Version, carried: set[str], inline: dict[str, Totals]) -> str:
    def table(name: str) -> str:
        return f"({_sums(inline[name])})" if name in inline else f"«{name}»"

    if not version.joins:
        return f"{table(version.before)} AS s"
    columns = [f"s.«{name}» AS «{name}»" for name in sorted(carried)]
    joined = ""
    for number, join in enumerate(version.joins):
        columns += [f"j{number}.«{source}» AS «{alias}»" for alias, source in join.columns.items()]
        on = " AND ".join(f"s.«{key}» = j{number}.«{key}»" for key in join.keys)
        joined += f"\nLEFT JOIN {table(join.table)} AS j{number} ON {on}"
    return f"(SELECT {', '.join(columns)}\nFROM {table(version.before)} AS s{joined}) AS b"
