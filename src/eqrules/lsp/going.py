"""去处 · Go to a definition, find all places of a name, rename it everywhere and keep the old name as an alias."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

from eqrules.lsp.names import Entity, Mention, Names
from eqrules.lsp.places import place
from eqrules.lsp.session import Session, Spot
from eqrules.source import Span
from eqrules.syntax.characters import UNSEEN, name_key
from eqrules.workspace.editing import trial


def definition(spot: Spot, session: Session) -> list[types.Location]:
    """Where the name or list value under the cursor is declared."""
    names, mention = spot.open.names, spot.mention
    if mention is None:
        return []
    entity = names.by_key.get(mention.key) if mention.kind == "name" else None
    target = entity.span if entity else names.values.get(mention.key)
    where = session.location(spot.open, target) if target else None
    return [where] if where else []


def references(spot: Spot, session: Session, declarations: bool) -> list[types.Location]:
    """Every place of it in the ruleset and what it builds on, by whatever name it is called there."""
    names, mention = spot.open.names, spot.mention
    if mention is None:
        return []
    found = [session.location(spot.open, m.span) for m in names.of(mention) if declarations or not m.declares]
    return [where for where in found if where]


# ── renaming ─────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class CannotRename(Exception):
    """Why not, in words for the person who asked."""

    reason: str


def renamable(spot: Spot, session: Session) -> types.Range | None:
    """The place of the name under the cursor; None where no name of this ruleset stands."""
    mention, _ = _renamed(spot)
    home = spot.open.edited.home(mention.span) if mention else None
    return place(spot.paper.text, home[1], home[2]) if home else None


def _renamed(spot: Spot) -> tuple[Mention | None, Entity | None]:
    names, mention = spot.open.names, spot.mention
    entity = names.by_key.get(mention.key) if mention and mention.kind == "name" else None
    if entity is None or spot.open.edited.home(entity.span) is None:
        return None, None
    return mention, entity


def rename(spot: Spot, new: str, session: Session) -> types.WorkspaceEdit:
    """Write the new name at every place of the old one; items keep the old one as an alias.

    Raises `CannotRename` if the rules would not read the same with it.
    """
    mention, entity = _renamed(spot)
    new = new.strip()
    if mention is None or entity is None:
        raise CannotRename(
            session.say("这里不是本规则集声明的名称。", "No name that this ruleset declares stands here.")
        )
    if not new or UNSEEN.search(new) or set("|\n\t") & set(new):
        raise CannotRename(
            session.say("新名称不能空着，也不能有竖线、换行。", "A name cannot be blank or hold bars or breaks.")
        )
    other = spot.open.names.by_key.get(name_key(new))
    if other is not None and name_key(new) != mention.key:
        raise CannotRename(
            session.say(f"「{new}」已经是「{other.shown}」的名称。", f"“{new}” already names {other.shown}.")
        )
    changes = _changes(spot, mention, entity, new)
    _try(spot, changes, session)
    edits: dict[str, list[types.TextEdit]] = {}
    for (path, start, end), text in changes.items():
        paper = next(p for p in spot.open.edited.papers.values() if str(p.path) == path)
        edits.setdefault(session.uri(paper.path), []).append(types.TextEdit(place(paper.text, start, end), text))
    return types.WorkspaceEdit(edits)


_Changes = dict[tuple[str, int, int], str]
"""File, start, end → the text that goes there."""


def _changes(spot: Spot, mention: Mention, entity: Entity, new: str) -> _Changes:
    edited = spot.open.edited
    made: _Changes = {}
    for one in _same_word(spot.open.names, mention):
        if home := edited.home(one.span):
            made[str(home[0].path), home[1], home[2]] = new
    if alias := _alias_cell(entity, mention):
        home = edited.home(alias)
        old = mention.span.text.strip()
        separator = "" if not alias.text else ", " if alias.text.isascii() and old.isascii() else "、"
        if home:
            made[str(home[0].path), home[2], home[2]] = f"{separator}{old}" if alias.text else f"{old} "
    return made


def _same_word(names: Names, mention: Mention) -> list[Mention]:
    return [one for one in names.mentions if one.kind == "name" and one.key == mention.key]


def _alias_cell(entity: Entity, mention: Mention) -> Span | None:
    """The alias cell of its row, unless the word renamed is itself an alias."""
    if entity.row is None or mention.key in {name_key(alias) for alias in entity.aliases}:
        return None
    return next((cell.span for cell in entity.row.cells if cell.column.token == "ALIASES"), None)


def _try(spot: Spot, changes: _Changes, session: Session) -> None:
    """Compile with the new name first: what would then be wrong is a reason not to."""
    texts = {paper.path: paper.text for paper in spot.open.edited.papers.values()}
    for (path, start, end), text in sorted(changes.items(), reverse=True):
        own = next(p for p in texts if str(p) == path)
        texts[own] = texts[own][:start] + text + texts[own][end:]
    before = sum(finding.level == "error" for finding in spot.open.compilation.report.findings)
    after = [f for f in trial(spot.open.edited, texts).report.findings if f.level == "error"]
    if len(after) > before:
        from eqrules.diagnostics.catalogue import message

        why = message(after[-1], session.lang)
        raise CannotRename(
            session.say(f"这样改名之后规则读不通：{why}", f"With that name the rules no longer read: {why}")
        )
