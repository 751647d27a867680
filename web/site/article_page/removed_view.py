"""What does the page of an article show of the lines that were left out? By kind, and in their places in the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from index.article import Article, Dropped
from index.corrections.kept_pieces import bare, kept_in, lines_of_piece
from index.originals.original import Original
from index.store.history import Moved
from search.marked_article import MarkedArticle
from search.query import Query
from web import regional, render, urls
from web.paths import ORIGINAL_VIEW, REMOVED_VIEW
from web.removals import REMOVAL_KINDS, RemovalKind, removal_kind
from web.shelf import engine
from web.translation import gettext as _
from web.translation import ngettext

MAX_LINE = 10_000  # characters shown of one line; a page may be one line of 10 MB
MAX_LINES = 5_000  # lines of an original shown on one page; a dump of a million lines would stop a browser
FIRST_LINES = 12  # of a kind that are shown when it is opened; the others open
LONGEST_RUN = 2  # lines left out one after another that stand in the original view unfolded
_TOLD_KINDS = 3  # of a run of lines
_GLIMPSE = 80  # characters of its first line beside the name of a kind
KEPT_ANCHOR = "kept"  # the anchor of what corrections keep
LINE_VIEWS = (REMOVED_VIEW, ORIGINAL_VIEW)


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a reader may say of lines, and has said: the `pieces` that corrections keep, and where the form is sent, ""
    where nothing may be said; `seen` is the digest of the article's source."""

    pieces: tuple[str, ...] = ()
    action: str = ""
    seen: str = ""


NOTHING_HELD = Keeping()


@dataclass(frozen=True, slots=True)
class KeptPiece:
    """A piece of text that a correction keeps: a line of the page where it stands there, numbered from 1, else 0.
    It `waits` where the article has not been read since."""

    text: str
    number: int
    href: str
    waits: bool


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A removed line, numbered from 1, with its matches, how often the page has it, and where `href` shows it in its
    place. It `waits` where a correction keeps it and the article has not been read since."""

    number: int
    text: Markup
    times: str
    href: str
    waits: bool


@dataclass(frozen=True, slots=True)
class RemovedGroup:
    """The removed lines of one kind: the first ones and the `rest`, each of the two `open` where it has a match; `more`
    says how many the rest are, `glimpse` how the first begins."""

    kind: RemovalKind
    count: str
    glimpse: str
    first: tuple[RemovedLine, ...]
    rest: tuple[RemovedLine, ...]
    more: str
    is_open: bool
    rest_open: bool


@dataclass(frozen=True, slots=True)
class RemovedView:
    """The removed lines by kind, the most frequent first. `matches` are those in lines that differ, `cut` of which are
    not shown. `codes` are rules and traits with how many lines each is of, for whoever tunes them."""

    groups: tuple[RemovedGroup, ...] = ()
    kept: tuple[KeptPiece, ...] = ()
    keeping: Keeping = NOTHING_HELD
    matches: int = 0
    cut: int = 0
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of the page as it was, numbered from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class LineRun:
    """Lines of the page one after another that were all kept, or all left out: then `told` says how many and of which
    kinds. Where they are many they are `folded`, and `is_open` where one of them was asked for."""

    lines: tuple[PageLine, ...]
    told: str = ""
    folded: bool = False
    is_open: bool = False


@dataclass(slots=True)
class _Same:
    """Equal lines of one kind: the first of them, where it stands in the joined lines, and how many they are."""

    one: Dropped
    cut: render.Cut
    count: int = 1


def keeping(article: Article, original: Original | None, action: str) -> Keeping:
    """What may be said of lines of the article, and what its folder's corrections say; `action` is where a form may be
    sent, "" where none may."""
    if original is None or not original.root:
        return Keeping()

    def leads_here(other: str) -> bool:
        now = None if other == article.id else engine().former(other)
        return other == article.id or (isinstance(now, Moved) and now.id == article.id)

    return Keeping(tuple(kept_in(original.root, leads_here)), action, article.sha256)


def removed_view(marked: MarkedArticle, query: Query, showing: urls.Showing, held: Keeping) -> RemovedView:
    """What was left out of the article."""
    article = marked.article
    by_kind = _by_kind(marked)
    ordered = sorted(by_kind, key=lambda kind: (-sum(same.count for same in by_kind[kind]), REMOVAL_KINDS.index(kind)))
    matches = sum(_new(same.cut) for kind in ordered for same in by_kind[kind])
    waiting = {bare(piece) for piece in held.pieces}
    before, left, groups = 0, MAX_LINES, []
    for kind in ordered:
        lines = []
        for same in by_kind[kind][:left]:
            text = render.numbered(_shown(same, before), min(matches, render.MAX_STEPS))
            place = _place(article.id, query, showing, same.one.line)
            times = _times(same.count)
            waits = bare(same.one.text) in waiting
            lines.append(RemovedLine(same.one.line + 1, text + _more(same.one.text), times, place, waits))
            before += _new(same.cut)
        left -= len(lines)
        if lines:
            groups.append(_group(kind, by_kind[kind], lines))
    return RemovedView(
        tuple(groups),
        tuple(_kept_pieces(article, query, showing, held.pieces)),
        held,
        matches,
        sum(map(len, by_kind.values())) - MAX_LINES + left,
        _codes(article.dropped),
    )


def page_runs(article: Article, opened: int = 0) -> tuple[tuple[LineRun, ...], int]:
    """The page as it was, in runs, and how many lines of it are not shown; the run with the line `opened` is open."""
    lines = (article.original or article.text).split("\n")
    left_out = {dropped.line: dropped for dropped in article.dropped}
    runs: list[LineRun] = []
    for is_left_out, numbers in _runs(lines[:MAX_LINES], left_out):
        shown = tuple(PageLine(number + 1, _cut(lines[number])) for number in numbers)
        if not is_left_out:
            runs.append(LineRun(shown))
            continue
        folded = len(shown) > LONGEST_RUN
        told = _told(left_out[number] for number in numbers)
        runs.append(LineRun(shown, told, folded, not folded or opened - 1 in numbers))
    return tuple(runs), max(0, len(lines) - MAX_LINES)


def _by_kind(marked: MarkedArticle) -> dict[RemovalKind, list[_Same]]:
    """The removed lines that differ, by their kind, in the order of the page."""
    pieces = render.Cutter(marked.removed)
    dropped = marked.article.dropped
    starts = [0, *accumulate(len(one.text) + 1 for one in dropped)]
    found: dict[RemovalKind, dict[str, _Same]] = {}
    for one, start in zip(dropped, starts, strict=False):
        of_kind, spelt = found.setdefault(removal_kind(one.rule), {}), " ".join(one.text.split())
        if (same := of_kind.get(spelt)) is not None:
            same.count += 1
        else:
            of_kind[spelt] = _Same(one, pieces.cut(start, start + len(one.text)))
    return {kind: list(lines.values()) for kind, lines in found.items()}


def _new(cut: render.Cut) -> int:
    """How many matches begin in a line."""
    return len(cut.piece.spans) - cut.continued


def _shown(same: _Same, before: int) -> render.Cut:
    """What is shown of a line, whose matches are numbered behind those `before`."""
    piece = render.Cutter(same.cut.piece).cut(0, MAX_LINE).piece
    return render.Cut(piece, before + 1 - same.cut.continued, same.cut.continued)


def _group(kind: RemovalKind, same: Sequence[_Same], lines: Sequence[RemovedLine]) -> RemovedGroup:
    has_match = [bool(one.cut.piece.spans) for one in same]
    rest = lines[FIRST_LINES:]
    more = ngettext("%(n)s more line", "%(n)s more lines", len(rest), n=regional.number(len(rest)))
    return RemovedGroup(
        kind,
        regional.number(sum(one.count for one in same)),
        same[0].one.text[:_GLIMPSE],
        tuple(lines[:FIRST_LINES]),
        tuple(rest),
        more,
        any(has_match),
        any(has_match[FIRST_LINES:]),
    )


def _kept_pieces(article: Article, query: Query, showing: urls.Showing, pieces: Iterable[str]) -> Iterator[KeptPiece]:
    lines = (article.original or article.text).split("\n")
    left_out = {dropped.line for dropped in article.dropped}
    for piece in pieces:
        numbers = lines_of_piece(lines, piece)
        place = _place(article.id, query, showing, numbers[0]) if numbers else ""
        number = numbers[0] + 1 if numbers else 0
        yield KeptPiece(piece[:MAX_LINE], number, place, not left_out.isdisjoint(numbers))


def _place(article_id: str, query: Query, showing: urls.Showing, number: int) -> str:
    """Where the original page shows a line, numbered from 0."""
    there = showing._replace(view=ORIGINAL_VIEW, line=number + 1)
    return urls.article(article_id, query, there, f"l{number + 1}")


def _codes(dropped: Iterable[Dropped]) -> tuple[tuple[str, str], ...]:
    counts = Counter(code for one in dropped for code in (one.rule, *one.why.split()) if one.rule)
    return tuple(
        (code, ngettext("%(n)s line", "%(n)s lines", count, n=regional.number(count)))
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def _runs(lines: Sequence[str], left_out: Collection[int]) -> Iterator[tuple[bool, list[int]]]:
    """Whether lines one after another were left out, and their numbers; blank ones between two that were go unsaid."""
    run: list[int] = []
    blank: list[int] = []
    out = False
    for number, line in enumerate(lines):
        if number in left_out:
            if not out and run + blank:
                yield False, run + blank
                run = []
            run, blank, out = [*run, number], [], True
        elif out and not line.strip():
            blank.append(number)
        else:
            if out:
                yield True, run
                run, out = [], False
            run, blank = [*run, *blank, number], []
    if run:
        yield out, run
    if blank:
        yield False, blank


def _told(run: Iterable[Dropped]) -> str:
    counts = Counter(removal_kind(one.rule) for one in run)
    kinds = "; ".join(_(kind.name) for kind, _count in counts.most_common(_TOLD_KINDS))
    number, told = counts.total(), regional.number(counts.total())
    return ngettext("%(n)s line left out: %(kinds)s", "%(n)s lines left out: %(kinds)s", number, n=told, kinds=kinds)


def _cut(line: str) -> str:
    return line[:MAX_LINE] + _more(line)


def _times(number: int) -> str:
    return "" if number == 1 else ngettext("%(n)s time", "%(n)s times", number, n=regional.number(number))


def _more(line: str) -> str:
    more = len(line) - MAX_LINE
    told = ngettext("%(n)s more character", "%(n)s more characters", more, n=regional.number(more))
    return "" if more <= 0 else f" … ({told})"
