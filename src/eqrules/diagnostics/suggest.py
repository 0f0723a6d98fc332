"""相近 · The names closest to what was typed."""

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher


def closest(typed: str, names: Iterable[str], most: int = 3) -> list[str]:
    """At most `most` names that look like `typed`, nearest first; none that share less than 40 %."""
    low = typed.lower()
    characters = set(low)
    repeated = [(character, count) for character, count in Counter(low).items() if count > 1]
    scored = []
    for name in dict.fromkeys(names):
        other = name.lower()
        shared = len(characters.intersection(other))
        shared += sum(min(count, other.count(character)) - 1 for character, count in repeated if character in other)
        likely = 2 * shared >= 0.4 * (len(low) + len(other))  # never below the ratio, and much quicker
        likeness = SequenceMatcher(None, low, other).ratio() if likely else 0
        if low and (low in other or other in low):
            likeness = max(likeness, 0.6)
        if sorted(low) == sorted(other):
            likeness = max(likeness, 0.9)
        if likeness >= 0.4:
            scored.append((-likeness, -_alike(low, other), len(name), name))
    return [name for *_, name in sorted(scored)[:most]]


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
