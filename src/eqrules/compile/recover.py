"""读下去 · All mistakes in one go: what follows a mistake is read as if its likeliest correction stood there.

Each step of compiling stands on the one before and stops where it would only guess. So that one mistake hides no
other, the text is read again with a fix of every error written in, or without the row that has no fix; places are
told in the text as typed, and what touches a changed place is left for the next time. A chapter, a column or a name
that is mistaken is put right before anything else is told: whatever goes with it was never a mistake.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from eqrules.compile import Compilation, compile_ruleset
from eqrules.compile.echoes import without_echoes, without_halves
from eqrules.compile.lineage import Fetch
from eqrules.diagnostics.fixes import changes
from eqrules.diagnostics.report import Finding
from eqrules.source import Source, Span
from eqrules.syntax.characters import FOLD

_ROUNDS = 16
_SOME_DAY = "2000年1月1日"
_BEFORE_OTHERS = (("EQ109",), ("EQ105", "EQ106", "EQ113", "EQ132"), ("EQ110", "EQ120", "EQ206", "EQ207"), ("EQ202",))
"""What others stand on, first things first."""
_MANY = 3
"""From so many further errors on, another reading of what was mistaken is tried."""


@dataclass(slots=True)
class Guess:
    """What is assumed in one cell or line, from `first` to `last` of the text as typed: its text, then others."""

    cause: Finding
    first: int
    last: int
    texts: list[str]
    blank: int
    """From this text on nothing is guessed any more: the place is only left out."""
    lost: int = 0
    """So many of the texts are names that are missed elsewhere."""
    at: int = 0

    @property
    def text(self) -> str:
        return self.texts[self.at]

    def next(self) -> bool:
        """Assume something else; False when nothing is left."""
        more = self.at + 1 < len(self.texts)
        self.at += more
        return more


@dataclass(slots=True)
class Reading:
    """The sources as typed, and what is assumed in each."""

    typed: dict[str, Source]
    guesses: dict[str, list[Guess]] = field(default_factory=dict)

    def assumed(self) -> list[Source]:
        return [Source(name, _written(source.text, self.guesses.get(name, []))) for name, source in self.typed.items()]


def compile_on(sources: Sequence[Source], fetch: Fetch = lambda _: None) -> Compilation:
    """`compile_ruleset`, with the errors of every later step among the findings."""
    first = compile_ruleset(sources, fetch)
    reading = Reading({source.name: source for source in sources})
    news, found = without_echoes(first.report.findings, []), list[Finding]()
    moved = False
    for _ in range(_ROUNDS):
        told = _foremost(news)
        made = [guess for finding in told if finding.level == "error" and (guess := _assume(finding, reading))]
        found += told
        if not made and not moved and len(told) == len(news):
            break
        news, moved = _read_on(reading, found, fetch)
        for guess in _again(reading, found, news):
            made.append(guess)
            news, moved = _read_on(reading, found, fetch)
        for guess in made:
            if len(guess.texts) > 1 and sum(one.level == "error" for one in news) >= _MANY:
                news, moved = _best(guess, reading, found, fetch)
    named = [one for several in reading.guesses.values() for one in several if one.cause.code == "EQ202"]
    first.report.findings[:] = without_halves([_with_choice(finding, named) for finding in found])
    return first


def _foremost(news: Sequence[Finding]) -> list[Finding]:
    """Those that the rest stands on; all, if none is of that kind."""
    for codes in _BEFORE_OTHERS:
        if found := [one for one in news if one.code in codes and one.level == "error"]:
            return found
    return list(news)


def _read_on(reading: Reading, found: Sequence[Finding], fetch: Fetch) -> tuple[list[Finding], bool]:
    """What is told with everything assumed and was not before; True if something else is assumed from now on."""
    told, touched = [], []
    for finding in compile_ruleset(reading.assumed(), fetch).report.findings:
        place = _typed(finding.span, reading) if finding.span is not None else None
        if isinstance(place, Guess):
            touched += [(place, finding.code)] if finding.level == "error" else []
        else:
            told.append(_moved(finding, place, reading))
    moved = False
    for guess, code in touched:
        moved |= guess.next() or (code == "EQ120" and _without_row(guess, reading))
    guesses = [guess for several in reading.guesses.values() for guess in several]
    left_out = [guess.cause for guess in guesses if guess.at >= guess.blank]
    return without_echoes([one for one in told if one not in found], left_out, [g.cause for g in guesses]), moved


def _again(reading: Reading, found: list[Finding], news: Sequence[Finding]) -> Iterator[Guess]:
    """Names declared twice, each now read as a name that is missing; what was told of its absence is taken back."""
    for guess in [one for several in reading.guesses.values() for one in several]:
        names = _missed([*found, *news], guess.cause) if guess.cause.code == "EQ202" and not guess.lost else []
        if names:
            guess.texts, guess.lost = [*(f" {name} " for name in names), guess.texts[-1]], len(names)
            guess.at, guess.blank = 0, len(guess.texts)
            gone = [one for one in found if one.code in _MISSED and one.span is not None and one.span.text in names]
            found[:] = [one for one in found if one not in gone]
            for several in reading.guesses.values():
                several[:] = [one for one in several if one.cause not in gone]
            yield guess


def _best(guess: Guess, reading: Reading, found: Sequence[Finding], fetch: Fetch) -> tuple[list[Finding], bool]:
    """Of what may have been meant there, what leaves the fewest errors."""
    tried = []
    for at in range(len(guess.texts)):
        guess.at = at
        news, _ = _read_on(reading, found, fetch)
        tried.append((sum(one.level == "error" for one in news), guess.at != at, at))
    guess.at = min(tried)[2]
    return _read_on(reading, found, fetch)


def _with_choice(finding: Finding, named: Sequence[Guess]) -> Finding:
    """A name declared twice, with the name that is missing elsewhere as what may have been meant."""
    guess = next((one for one in named if one.cause == finding and one.at < one.lost), None)
    if guess is None or finding.span is None:
        return finding
    return replace(finding, fixes=changes(finding.span, [guess.text.strip()]))


def _assume(finding: Finding, reading: Reading) -> Guess | None:
    """The first fix is written in; if it does not do, the next, then nothing at all. None where that is impossible."""
    if finding.span is None or finding.span.source.name not in reading.typed:
        return None
    source = reading.typed[finding.span.source.name]
    first, last = _cell(finding.fixes[0].span if finding.fixes else finding.span)
    known = reading.guesses.setdefault(source.name, [])
    if any(first < one.last and one.first < last for one in known):
        return None
    whole = source.text[first:last]
    texts = [whole[: fix.span.start - first] + fix.text + whole[fix.span.end - first :] for fix in finding.fixes
             if first <= fix.span.start and fix.span.end <= last]  # fmt: skip
    if finding.code == "EQ202" and not texts:
        texts = [f" {whole.strip()}{source.line_of(first)} "]
    blank = len(texts)
    if finding.code == "EQ120" and _row_of_table(source, source.line_of(first)):
        return _passed_over(finding, source, known)
    if "|" in whole.translate(FOLD).strip("| "):
        texts += [] if texts else [whole]
    elif whole.lstrip().startswith("-") and finding.code == "EQ120":
        texts.append(f"{whole.rstrip()}X{source.line_of(first)}")
    elif whole.lstrip().startswith("-") and finding.code == "EQ114":
        texts.append(whole.translate(FOLD).partition(":")[0] + ":" + _SOME_DAY)
    elif whole.lstrip().startswith("#"):  # without its heading a chapter would be read as part of the one above
        texts += [] if texts else [whole + _missing(finding, source.line_of(first))]
    else:
        texts.append(" ")
    guess = Guess(finding, first, last, texts, blank)
    known.append(guess)
    return guess if texts != [whole] else None


_MISSED = ("EQ201", "EQ106")
_CODE = re.compile(r"([A-Za-z]+)\d+")


def _missed(told: Sequence[Finding], twice: Finding) -> list[str]:
    """The names that nobody declared and somebody uses again and again; a code of the same kind also once."""
    uses = Counter(one.span.text for one in told if one.code in _MISSED and one.span is not None)
    kind = _CODE.fullmatch(twice.facts.get("name", ""))

    def alike(name: str) -> bool:
        found = _CODE.fullmatch(name)
        return bool(kind and found and kind[1] == found[1])

    return [name for name, times in uses.most_common(3) if times > 1 or alike(name)]


def _missing(finding: Finding, line: int) -> str:
    """The header line that a chapter or document lacks, as some line would be."""
    some = {"编号": f"X{line}", "施行": _SOME_DAY}.get(finding.facts.get("name", ""), "")
    return f"\n\n- {finding.facts['name']}:{some}" if finding.code == "EQ110" and some else ""


def _row_of_table(source: Source, line: int) -> bool:
    """True for a line of a table below its head, with another line behind it."""
    row, above = source.line_text(line).translate(FOLD), source.line_text(max(line - 1, 1)).translate(FOLD)
    end = source.line_start(line) + len(source.line_text(line))
    return row.startswith("|") and above.startswith("|") and bool(source.text[end : end + 1])


def _passed_over(finding: Finding, source: Source, known: list[Guess]) -> Guess:
    """A row with a cell that must not be empty, left out."""
    assert finding.span is not None
    start = source.line_start(finding.span.line)
    end = start + len(source.line_text(finding.span.line))
    known[:] = [one for one in known if not (start <= one.first and one.last <= end)]
    guess = Guess(finding, start, end + 1, [""], 0)
    known.append(guess)
    return guess


def _without_row(guess: Guess, reading: Reading) -> bool:
    """Nothing will do in a cell that must not be empty: its row is passed over. False for a head, or a second time."""
    assert guess.cause.span
    source = reading.typed[guess.cause.span.source.name]
    line = source.line_of(guess.first)
    if guess.texts == [""] or not _row_of_table(source, line):
        return False
    start = source.line_start(line)
    end = start + len(source.line_text(line))
    known = reading.guesses[source.name]
    known[:] = [one for one in known if one is guess or not (start <= one.first and one.last <= end)]
    guess.first, guess.last, guess.texts, guess.blank, guess.at = start, end + 1, [""], 0, 0
    return True


def _cell(place: Span) -> tuple[int, int]:
    """From bar to bar around a place in a table, else the whole line; of several lines, all."""
    start = place.source.line_start(place.line)
    line = place.source.line_text(place.line).translate(FOLD)
    if place.end > start + len(line):
        return start, place.end
    at, end = place.start - start, place.end - start
    if not line.startswith("|"):
        return start, start + len(line)
    left, right = line.rfind("|", 0, max(at, 1)) + 1, line.find("|", end)
    return start + left, start + (right if right >= 0 else len(line))


def _written(text: str, guesses: list[Guess]) -> str:
    for guess in sorted(guesses, key=lambda one: one.first, reverse=True):
        text = text[: guess.first] + guess.text + text[guess.last :]
    return text


def _moved(finding: Finding, span: Span | None, reading: Reading) -> Finding:
    others = tuple(other for one in finding.others if isinstance(other := _typed(one, reading), Span))
    places = [(fix, _typed(fix.span, reading)) for fix in finding.fixes]
    fixes = tuple(replace(fix, span=place) for fix, place in places if isinstance(place, Span))
    return replace(finding, span=span, others=others, fixes=fixes)


def _typed(span: Span, reading: Reading) -> Span | Guess:
    """A place in the assumed text as a place in the text as typed, or the guess that it touches."""
    source = reading.typed.get(span.source.name)
    if source is None:
        return span
    shift = 0
    for guess in sorted(reading.guesses.get(source.name, []), key=lambda one: one.first):
        start, end = guess.first + shift, guess.first + shift + len(guess.text)
        if (span.start < end and start < span.end) or start <= span.start == span.end <= end:
            return guess
        if end <= span.start:
            shift += len(guess.text) - (guess.last - guess.first)
    return Span(source, span.start - shift, span.end - shift)
