"""其中 · What stands inside a formula: derived figures, shares and sums, down to the cells handed in."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from eqrules.engine.contract import Key
from eqrules.language.numbers import plain_text
from eqrules.plan import expressions as e
from eqrules.plan.plan import Derived, Variant
from eqrules.report import figures, words
from eqrules.report.explain_figures import Row, Writer
from eqrules.report.shares import Share

_LISTED = 12
"""Objects of a sum that are named one by one."""
Step = tuple[e.Expression, str, Key]


def unfold(writer: Writer, of: e.Expression, grain: str, key: Key) -> Iterator[Row]:
    """One line for each derived figure, share, sum and handed-in figure, outside in."""
    seen: set[tuple[str, Key]] = set()
    queue: list[Step] = [(of, grain, key)]
    while queue:
        part, at, low = queue.pop(0)
        match part:
            case e.Binary():
                queue = [(part.left, at, low), (part.right, at, low), *queue]
            case e.Call():
                queue = [*((a, at, low) for a in part.arguments), *queue]
            case e.Several():
                queue = [*((v, at, low) for v in part.values), *queue]
            case e.Rank():
                queue.insert(0, (part.of, at, low))
            case e.Aggregate() if part is not of:
                yield writer.say("其中", "where"), _sum(writer, part, at, low)
            case e.Item() if part.via != "key":
                home = writer.objects.above(at, low, writer.objects.items[part.item].grain) or low
                if (part.item, home) not in seen:
                    seen.add((part.item, home))
                    queue += yield from _item(writer, part, at, low, home)
            case _:
                pass


def _item(writer: Writer, part: e.Item, at: str, low: Key, home: Key) -> Generator[Row, None, list[Step]]:
    """The lines of one item; gives back what still stands inside it."""
    spec = writer.objects.items[part.item]
    variant = writer.workings.variant(spec, home) if isinstance(spec, Derived) else None
    inner = variant.value if variant is not None else None
    if isinstance(spec, Derived):
        yield writer.say("其中", "where"), _derived(writer, spec, home, inner)
    else:
        yield writer.say("其中", "where"), _handed_in(writer, part.item, spec.grain, home)
    if variant is not None and variant.relaxation:
        yield writer.say("放宽", "relaxation"), _relaxed(writer, variant)
    if part.via == "share":
        yield from _share(writer, part.item, at, low)
    return [] if inner is None else [(inner, spec.grain, home)]


def _relaxed(writer: Writer, variant: Variant) -> str:
    """The relaxation that lets a figure be counted in another way."""
    when = "" if variant.when is None else writer.formula.condition(variant.when)
    return writer.say("；", "; ").join(part for part in (variant.relaxation, when) if part)


def _derived(writer: Writer, spec: Derived, key: Key, inner: e.Expression | None) -> str:
    value = writer.workings.item(e.Item(item=spec.id), spec.grain, key)
    name = writer.formula.item(spec.id)
    if inner is None:
        return f"{name} = {writer.text(value)}"
    steps = [name, writer.formula.value(inner), writer.filled(inner, spec.grain, key), writer.text(value)]
    return " = ".join(dict.fromkeys(steps))


def _handed_in(writer: Writer, item: str, grain: str, key: Key) -> str:
    value = writer.objects.value(grain, key, item)
    unit = words.unit(writer.objects.items[item].unit, writer.lang)
    counted = figures.as_number(value) is not None
    place = writer.objects.place(grain, key, item)
    text = f"{writer.text(value)} {unit}".rstrip() if counted else writer.text(value)
    return f"{writer.formula.item(item)} = {text}" + (f"  ← {place}" if place else "")


def _sum(writer: Writer, of: e.Aggregate, grain: str, key: Key) -> str:
    """`合计（学段校：在校生数） = 461（小学 300，初中 161）`."""
    text = f"{writer.formula.value(of)} = {writer.text(writer.workings.value(of, grain, key))}"
    kept = writer.workings.members(of, grain, key)
    if kept is None or of.of is None:
        return text
    shown = [
        f"{writer.objects.label(low)} {writer.text(writer.workings.value(of.of, of.grain, low))}"
        for low in kept[:_LISTED]
    ]
    if len(kept) > _LISTED:
        shown.append(writer.say(f"共 {len(kept)} 个", f"{len(kept)} in all"))
    listed = writer.say("，", ", ").join(shown)
    return text + writer.say(f"（{listed}）", f" ({listed})") if listed else text


def _share(writer: Writer, item: str, grain: str, key: Key) -> Iterator[Row]:
    share = writer.workings.share(item, grain, key)
    if share is None or len(share.parts) > 1:
        name = writer.formula.value(e.Item(item=item, via="share"))
        yield writer.say("拆分", "split"), f"{name} = " + (_split(writer, share) if share else "?")


def _split(writer: Writer, share: Share) -> str:
    """`9000 × (1 × 900) ÷ (小学 1 × 900 + 初中 1.1 × 450) = 180000/31 ≈ 5806.451613`."""
    mine = share.parts[share.own]
    claims = " + ".join(f"{p.label} {plain_text(p.weight)} × {plain_text(p.pupils)}" for p in share.parts)
    top = f"{plain_text(share.whole)} × ({plain_text(mine.weight)} × {plain_text(mine.pupils)})"
    return f"{top} ÷ ({claims}) {writer.equals(share.value)}"
