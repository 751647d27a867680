"""Generated articles: paragraphs of every kind in any order, with what may be marked in them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from index.block import PLAIN_PARAGRAPH, Begins, Block, BlockKind, InlineSpan, SpanKind

WORDS = (
    "one",
    "two.",
    "A*b*",
    "_c_",
    "[d](e)",
    "<em>",
    "&amp;",
    "3.",
    "#",
    "-",
    ">",
    "`f`",
    "|g|",
    "~~~",
    "===",
    "é",
    "+h",
    "\\i",
    "!",
)
TARGETS = ("https://a.example/b_c*d?e=1&f=(2)", "mailto:desk@a.example", "http://a.example/~g")


@dataclass(frozen=True)
class Structure:
    """A text and its blocks."""

    text: str
    blocks: tuple[Block, ...]


@st.composite
def structures(draw: st.DrawFn) -> Structure:
    rows: list[tuple[str, Block]] = []
    for part in draw(st.lists(st.sampled_from(_PARTS), min_size=1, max_size=6)):
        rows += draw(part)
    return Structure("\n".join(text for text, _ in rows), tuple(block for _, block in rows))


@st.composite
def _words(draw: st.DrawFn, *, most: int = 5) -> tuple[str, tuple[InlineSpan, ...]]:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=most))
    text = " ".join(words)
    spans: list[InlineSpan] = []
    if len(words) > 1 and draw(st.booleans()):
        ends = [sum(len(word) + 1 for word in words[: n + 1]) - 1 for n in range(len(words))]
        first = draw(st.integers(0, len(words) - 1))
        last = draw(st.integers(first, len(words) - 1))
        start = ends[first] - len(words[first])
        kind = draw(st.sampled_from((SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.LINK)))
        target = draw(st.sampled_from(TARGETS)) if kind is SpanKind.LINK else ""
        spans.append(InlineSpan(kind, start, ends[last], target))
        if last > first and kind is not SpanKind.EMPHASIS:
            spans.append(InlineSpan(SpanKind.EMPHASIS, start, ends[first]))
    return text, tuple(spans)


@st.composite
def _single(draw: st.DrawFn, kind: BlockKind) -> list[tuple[str, Block]]:
    text, spans = draw(_words())
    level = draw(st.integers(1, 6)) if kind is BlockKind.HEADING else 0
    return [(text, PLAIN_PARAGRAPH._replace(kind=kind, level=level, spans=spans))]


@st.composite
def _quotation(draw: st.DrawFn) -> list[tuple[str, Block]]:
    rows = []
    for number in range(draw(st.integers(1, 3))):
        text, spans = draw(_words())
        begins = Begins.NOTHING if number else Begins.WHOLE
        rows.append((text, Block(BlockKind.QUOTATION, draw(st.integers(1, 2)), 0, begins, spans)))
    return rows


@st.composite
def _list(draw: st.DrawFn) -> list[tuple[str, Block]]:
    rows: list[tuple[str, Block]] = []
    level = 1
    counts: dict[int, int] = {}
    for number in range(draw(st.integers(1, 6))):
        text, spans = draw(_words())
        if number in (2, 4) and draw(st.booleans()):  # of one item with many paragraphs it would be a layout
            before = rows[-1][1]
            rows.append((text, before._replace(begins=Begins.NOTHING, spans=spans)))
            continue
        level = draw(st.integers(1, level + 1)) if number else 1
        fresh = level not in counts
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if fresh:
            counts[level] = draw(st.sampled_from((0, 1, 4)))
        elif counts[level]:
            counts[level] += 1
        begins = Begins.PART if number else Begins.WHOLE
        rows.append((text, Block(BlockKind.ITEM, level, counts[level], begins, spans)))
    return rows


@st.composite
def _table(draw: st.DrawFn) -> list[tuple[str, Block]]:
    columns, lines = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    headed = draw(st.booleans())
    rows: list[tuple[str, Block]] = []
    for line in range(lines):
        kind = BlockKind.HEADER_CELL if headed and not line else BlockKind.CELL
        kept = draw(st.sets(st.integers(1, columns), min_size=1)) if line else set(range(1, columns + 1))
        for place, column in enumerate(sorted(kept)):
            text, spans = draw(_words(most=3))
            begins = Begins.PART if place else Begins.ROW if line else Begins.WHOLE
            rows.append((text, Block(kind, 0, column, begins, spans)))
    return rows


@st.composite
def _preformatted(draw: st.DrawFn) -> list[tuple[str, Block]]:
    texts = draw(st.lists(st.sampled_from(("a = 1", "<b> & c", "# d", "| e |", "* f", "- g")), min_size=1, max_size=4))
    whole = Block(BlockKind.PREFORMATTED)
    return [
        (text, whole._replace(begins=Begins.NOTHING if place else Begins.WHOLE)) for place, text in enumerate(texts)
    ]


_PARTS = (
    _single(BlockKind.PARAGRAPH),
    _single(BlockKind.HEADING),
    _single(BlockKind.CAPTION),
    _quotation(),
    _list(),
    _table(),
    _preformatted(),
)
