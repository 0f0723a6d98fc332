"""增减与改称 · Rules that no longer apply, names that change, days that move, limits that give way."""

from __future__ import annotations

from dataclasses import replace

from eqrules.compile.amend.cases import within
from eqrules.compile.amend.limits import about_of, amend_limit, in_force, limit_pairs, refuse_old
from eqrules.compile.amendments import Change
from eqrules.compile.conclusions import clauses_of
from eqrules.compile.dated import Exchange, promised, relax_one
from eqrules.compile.dates import interval
from eqrules.compile.effects import of_clauses, same_limit
from eqrules.compile.formulas import Scope
from eqrules.compile.parts import Part, Parts
from eqrules.language.effects import Effect
from eqrules.model.symbols import Conclusion, Indicator, Item, Names, Symbol
from eqrules.plan.plan import About, Interval, Rule, Target
from eqrules.plan.walk import items_in, rules_in
from eqrules.syntax import tree
from eqrules.syntax.characters import name_key


def amend_clauses(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """改汇总: what a conclusion asks."""
    conclusion, symbol = parts.conclusions[change.code], scope.vocabulary.ruleset.symbols[change.code]
    assert isinstance(symbol, Conclusion)
    old, new = (clauses_of(content, symbol.grain, scope) for content in (change.old, change.new))
    if old is None or new is None:
        return None
    if set(conclusion.clauses) != set(old):
        known = parts.formulas.get(change.code, [])
        refuse_old(change, known, parts, scope)
        return None
    told = conclusion.about if change.action == "RESTATE" else about_of(conclusion.about, change)
    parts.conclusions[change.code] = conclusion.model_copy(update={"clauses": new, "about": told})
    parts.formulas[change.code] = [change.said("NEW") or change.said("OLD_LIMIT")]
    return of_clauses(old, new)


def loosen(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """放宽: another limit or formula where the 范围 holds, from the document's first day."""
    symbol = scope.vocabulary.ruleset.symbols[change.code]
    assert isinstance(symbol, Indicator | Item)
    read, where = within(change, symbol.grain, scope)
    if not read:
        return None
    if where is None:
        scope.report.error("EQ427", change.row.span, name=symbol.names.shown, **change.facts())
        return None
    name = f"{change.code}@{change.origin}"
    meant = promised(about_of(About(zh=name), change), change.row)
    exchange = Exchange(name, where, change.days, meant, change.old, change.new,
                        (change.place("OLD_LIMIT"), change.place("NEW")))  # fmt: skip
    return "looser" if relax_one(symbol, exchange, parts.rules, parts.derived, scope) else None


# ── 停用 ─────────────────────────────────────────────────────────
def retire(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """The rule no longer applies. What others still count by number, or compute with, cannot go."""
    part = parts.get(change.code)
    if part is None:
        return _retire_relaxation(change, parts, scope)
    if isinstance(part, Rule) and not _is_known(change, part, parts, scope):
        return None
    if isinstance(part, Target):
        if amend_limit(replace(change, action="RESTATE"), parts, scope) is None:
            return None
    elif not isinstance(part, Rule) and change.said("OLD_LIMIT") not in (part.about.zh, part.about.en):
        refuse_old(change, [part.about.zh or part.about.en], parts, scope)
        return None
    users = _users(change.code, parts)
    if users:
        named = "、".join(u.about.zh or u.about.en or u.id for u in users)
        scope.report.error("EQ420", change.place("CODE"), rule=change.code, users=named)
        return None
    for one in parts.conclusions.values():
        clauses = tuple(c.model_copy(update={"names": tuple(n for n in c.names if n != change.code)})
                        for c in one.clauses)  # fmt: skip
        parts.conclusions[one.id] = one.model_copy(update={"clauses": clauses})
    parts.drop(change.code)
    parts.retired.append(part)
    return "looser"


def _retire_relaxation(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """Its old limit, or what it is relaxed to, says which one is meant."""
    for rule in parts.rules.values():
        symbol = scope.vocabulary.ruleset.symbols[rule.id]
        assert isinstance(symbol, Indicator)
        for one in (r for r in rule.relaxations if r.id == change.code):
            pairs = limit_pairs(replace(change, action="RESTATE"), rule, symbol, scope)
            if not any(same_limit(old, known) for _, old, _, _ in pairs for known in (one.replaces, one.limit)):
                said = f"{one.replaces.text} → {one.limit.text}"
                refuse_old(change, [one.replaces.text, one.limit.text], parts, scope, said)
                return None
    for rule in list(parts.rules.values()):
        kept = tuple(r for r in rule.relaxations if r.id != change.code)
        parts.rules[rule.id] = rule.model_copy(update={"relaxations": kept})
    for item in list(parts.derived.values()):
        variants = tuple(v for v in item.variants if v.relaxation != change.code)
        parts.derived[item.id] = item.model_copy(update={"variants": variants})
    return "stricter"


def _users(code: str, parts: Parts) -> list[Part]:
    """What computes with it, or would be left asking for nothing, or counts it among N."""
    counted = [
        c for c in parts.conclusions.values()
        if any(code in clause.names and (clause.kind != "all" or len(clause.names) == 1) for clause in c.clauses)
    ]  # fmt: skip
    others = [p for p in parts.all() if p.id != code and code in (*items_in(p), *rules_in(p))]
    return [*counted, *others]


def _is_known(change: Change, rule: Rule, parts: Parts, scope: Scope) -> bool:
    """What is waived is written out: the limit of the rule, or for a judged one 符合."""
    symbol = scope.vocabulary.ruleset.symbols[change.code]
    assert isinstance(symbol, Indicator)
    pairs = limit_pairs(replace(change, action="RESTATE"), rule, symbol, scope)
    held = [d.limit for case in rule.cases if (d := in_force(case, change.days.start)) is not None]
    if all(any(same_limit(limit, old) for limit in held) for _, old, _, _ in pairs) and pairs:
        return True
    if pairs or not scope.report.has_errors:
        refuse_old(change, [limit.text for limit in held], parts, scope)
    return False


# ── 新增 ─────────────────────────────────────────────────────────
def add(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """What the same document declares in a table of its own, listed among its changes."""
    part = parts.get(change.code)
    if part is None or part.about.origin != change.origin:
        known = scope.vocabulary.ruleset.symbols.get(change.code)
        scope.report.error("EQ425", change.place("CODE"), *([known.span] if known else []), rule=change.code)
        return None
    return "stricter" if isinstance(part, Rule) else ""


# ── 改称 ─────────────────────────────────────────────────────────
def rename(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """改称: the new words in place of the old; 视同: the new words beside them. No change of meaning."""
    symbol = scope.vocabulary.ruleset.symbols[change.code]
    old, new = change.row.text("OLD_LIMIT"), change.row.text("NEW")
    names = symbol.names
    zh, en = names.zh.replace(old, new), names.en.replace(old, new)
    if change.action == "RESTATE":
        new, zh, en = old, names.zh, names.en
    if old not in names.zh and old not in names.en:
        refuse_old(change, [(names.en if old.isascii() else names.zh) or names.shown], parts, scope)
        return None
    if change.action == "DEEM":
        added = tuple(n for n in (zh, en) if n not in (names.zh, names.en))
        made = replace(names, aliases=(*names.aliases, *added))
    else:
        kept = tuple(n for n in (names.zh, names.en) if n and n not in (zh, en))
        made = Names(names.code, zh, en, (*names.aliases, *kept))
    _named(symbol, made, change, parts, scope)
    for other in list(scope.vocabulary.all(Indicator)) if made.zh != names.zh or made.en != names.en else ():
        if names.zh and other.names.zh.startswith(f"{names.zh}的"):  # 差异系数 of it, named after it
            after = replace(other.names, zh=made.zh + other.names.zh.removeprefix(names.zh),
                            en=other.names.en.replace(names.en, made.en) if names.en else other.names.en,
                            aliases=(*other.names.aliases, other.names.zh))  # fmt: skip
            _named(other, after, change, parts, scope)
    return "equal"


def _named(symbol: Symbol, made: Names, change: Change, parts: Parts, scope: Scope) -> None:
    """The symbol by its new names, wherever it is known."""
    scope.vocabulary.ruleset.symbols[made.code] = renamed = replace(symbol, names=made)
    for word, known in list(scope.vocabulary.by_name.items()):
        if known is symbol:
            scope.vocabulary.by_name[word] = renamed
    for word in filter(None, (made.zh, made.en, *made.aliases)):
        other = scope.vocabulary.by_name.setdefault(name_key(word), renamed)
        if other is not renamed:
            scope.report.error("EQ202", change.place("NEW"), other.span, name=word)
    part = parts.get(made.code)
    if part is not None:
        told = part.about.model_copy(update={"zh": made.zh, "en": made.en, "aliases": made.aliases})
        parts.put(part.model_copy(update={"about": told}))


# ── 改期 ─────────────────────────────────────────────────────────
def redate(change: Change, parts: Parts, scope: Scope) -> Effect | None:
    """改期: when a relaxation holds, or by which year a target is due."""
    old, new = (_days(change.row.get(token), change, scope) for token in ("OLD_LIMIT", "NEW"))
    if old is None or new is None:
        return None
    if change.code in parts.targets:
        return _redate_target(change, old, new, parts, scope)
    held = [r for rule in parts.rules.values() for r in rule.relaxations if r.id == change.code]
    intervals = [r.interval for r in held]
    intervals += [v.interval for d in parts.derived.values() for v in d.variants if v.relaxation == change.code]
    if old not in intervals:
        said = "、".join(dict.fromkeys(f"{i.start or '…'} – {i.end or '…'}" for i in intervals))
        refuse_old(change, (), parts, scope, said)
        return None
    for rule in list(parts.rules.values()):
        moved = tuple(
            r.model_copy(update={"interval": new, "about": about_of(r.about, change)})
            if (r.id, r.interval) == (change.code, old) else r for r in rule.relaxations
        )  # fmt: skip
        parts.rules[rule.id] = rule.model_copy(update={"relaxations": moved})
    for item in list(parts.derived.values()):
        variants = tuple(v.model_copy(update={"interval": new})
                         if (v.relaxation, v.interval) == (change.code, old) else v for v in item.variants)  # fmt: skip
        parts.derived[item.id] = item.model_copy(update={"variants": variants})
    if old == new:
        return "equal"
    wider = (not new.start or (bool(old.start) and new.start <= old.start)) and (
        not new.end or (bool(old.end) and new.end >= old.end)
    )
    return "looser" if wider else "undecided"


def _redate_target(change: Change, old: Interval, new: Interval, parts: Parts, scope: Scope) -> Effect | None:
    target = parts.targets[change.code]
    if int(old.start[:4]) != target.year:
        refuse_old(change, [str(target.year)], parts, scope)
        return None
    year = int(new.start[:4])
    told = target.about if change.action == "RESTATE" else about_of(target.about, change)
    parts.targets[target.id] = target.model_copy(update={"year": year, "about": told})
    return "equal" if year == target.year else "looser" if year > target.year else "stricter"


def _days(content: object, change: Change, scope: Scope) -> Interval | None:
    found = interval(content, scope.report) if isinstance(content, tree.Text) else None
    return found if found and (found.start or found.end) else None
