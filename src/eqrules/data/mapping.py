"""对照表 · A saved mapping from other people's headings to our names: `| 表头 | 名称 |`, in Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from eqrules.data.names import Names, heading_key
from eqrules.data.raw import Unreadable
from eqrules.data.read_csv import decode
from eqrules.diagnostics.report import Report
from eqrules.diagnostics.suggest import closest

_EVERYWHERE = ""
_SHIPPED = {"统计报表": "statistics.md", "statistics": "statistics.md"}


def shipped_mapping(name: str) -> Path | None:
    """A mapping that comes with the program, by its name; None if that is no name of one."""
    file = _SHIPPED.get(name)
    return Path(__file__).parent / "mappings" / file if file else None


@dataclass(slots=True)
class Mapping:
    """By sheet name ("" is every sheet) their headings and constants; `sheets`: their name → our grain."""

    name: str = ""
    headings: dict[tuple[str, str], str] = field(default_factory=dict)
    constants: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)

    def heading(self, sheet: str, text: str) -> str:
        """What we call this heading."""
        key = heading_key(text)
        return self.headings.get((heading_key(sheet), key)) or self.headings.get((_EVERYWHERE, key), text)

    def sheet(self, name: str) -> str:
        return self.sheets.get(heading_key(name), name)

    def fixed(self, sheet: str) -> list[tuple[str, str]]:
        """(value, our item) for every row of a sheet."""
        return self.constants.get(_EVERYWHERE, []) + self.constants.get(heading_key(sheet), [])


def read_mapping(path: Path, names: Names, report: Report) -> Mapping:
    """Rows `| theirs | ours | sheet |`; `=小学` on the left is a value for the whole sheet."""
    if not path.is_file():
        raise Unreadable("EQ601", file=path.name, place=str(path))
    mapping = Mapping(path.name)
    lines = decode(path.name, path.read_bytes()).splitlines()
    table = [(n, line) for n, line in enumerate(lines, 1) if line.strip().startswith("|")]
    for number, line in table[1:]:
        theirs, ours, *rest = [part.strip() for part in line.strip().strip("|").split("|")] + ["", ""]
        where = heading_key(rest[0])
        if not theirs or not set(line) - set("|-: \t"):
            continue
        if not names.heading(ours)[0] and names.sheet(ours) is None:
            near = "、".join(closest(ours, names.all_headings)) or "—"
            report.cell("EQ608", [f"{path.name}:{number}"], theirs=theirs, ours=ours, near=near)
        elif theirs.startswith("="):
            mapping.constants.setdefault(where, []).append((theirs[1:].strip(), ours))
        elif names.heading(ours)[0]:
            mapping.headings[where, heading_key(theirs)] = ours
        else:
            mapping.sheets[heading_key(theirs)] = ours
    return mapping
