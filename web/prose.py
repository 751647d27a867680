"""How does the text of an article become HTML? Block by block, its headings, lists, quotations and tables as such.

Links lead where the page's led, and nothing follows them by itself. A match is marked in whatever holds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from html import escape
from itertools import groupby

from index.block import Begins, Block, BlockKind, InlineSpan, SpanKind, blocks_beside
from search.results import Marked
from web import render

TABLE_BOX = '<div class="table" tabindex="0" role="group" aria-label="Table">'
_TAGS = {SpanKind.EMPHASIS: "em", SpanKind.STRONG: "strong", SpanKind.CODE: "code"}
_CELLS = (BlockKind.CELL, BlockKind.HEADER_CELL)
_LAST_HEADING = 6
_TELLING = 2_000  # characters that a paragraph is known by; few are longer, and a page may be one of 10 MB


def prose(
    value: Marked, blocks: Sequence[Block], start: int = 0, below: int = 1, *, passages: bool = False
) -> render.Body:
    """The text with its blocks as HTML, its matches numbered. It begins at `start` in `value`: before that stands its
    opening (`web.render.opening`), whose matches have the first numbers. Its title is a heading of level `below`. With
    `passages` each paragraph has an anchor (`passage_name`, what is repeated with a number behind it) and a link to it,
    which `render.PASSAGE_LINK` names."""
    total = min(len(value.spans), render.MAX_STEPS)
    writer = _Writer(render.Cutter(value), total, start, below)
    if passages:
        writer.anchored()
    html = "".join(writer.blocks(blocks_beside(value.text[start:], blocks)))
    return render.Body(render.sanitise(html), total, tuple(writer.subheads))


def passage_name(text: str) -> str:
    """The anchor of a paragraph, by its letters and digits: the same in every version and copy that has it, wherever it
    stands there; "" for one without any."""
    said = "".join(filter(str.isalnum, text[:_TELLING])).casefold()
    return f"p-{blake2b(said.encode('utf-8', 'replace'), digest_size=4).hexdigest()}" if said else ""


def heading_levels(blocks: Iterable[Block], below: int = 1) -> dict[int, int]:
    """The levels (2 to 6) at which headings are shown, by their places: none is skipped `below` the level of the title.

    The page's own levels tell which stands above which; its highest stand directly below the title.
    """
    headings = [(place, block.level) for place, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    ranks = {level: rank for rank, level in enumerate(sorted({level for _, level in headings}), below + 1)}
    shown: dict[int, int] = {}
    before = below
    for place, level in headings:
        before = shown[place] = min(ranks[level], before + 1, _LAST_HEADING)
    return shown


class _Writer:
    """Writes blocks one after another, with what is open around them."""

    def __init__(self, cutter: render.Cutter, total: int, start: int, below: int) -> None:
        self._passages: Counter[str] | None = None  # how often each anchor was given
        self.subheads: list[render.Subhead] = []  # of those that were written
        self._cutter = cutter
        self._below = below
        self._total = total
        self._place = start  # of the text, where the block begins
        self._lists: list[str] = []  # the tags of the lists that are open

    def anchored(self) -> None:
        """Give each paragraph an anchor and a link to it."""
        self._passages = Counter()

    def blocks(self, rows: Sequence[tuple[str, Block]]) -> Iterator[str]:
        """The HTML of paragraphs, each with its block."""
        levels = heading_levels((block for _, block in rows), self._below)
        numbered = enumerate(rows)
        for kind, group in groupby(numbered, lambda row: _family(row[1][1].kind)):
            some = list(group)
            match kind:
                case BlockKind.ITEM:
                    yield from self._items([row for _, row in some])
                case BlockKind.CELL:
                    yield from self._tables([row for _, row in some])
                case BlockKind.QUOTATION | BlockKind.PREFORMATTED:
                    yield from self._wholes([row for _, row in some])
                case _:
                    for place, (text, block) in some:
                        tag = f"h{levels[place]}" if place in levels else "p"
                        yield self._element(tag, text, block)

    def _element(self, tag: str, text: str, block: Block) -> str:
        inside = self._inside(text, block)
        if not text.strip():
            return ""
        if block.kind is BlockKind.CAPTION:
            return f"<figure><figcaption>{inside}</figcaption></figure>\n"
        attribute, link = self._anchor(text, int(tag[1]) if block.kind is BlockKind.HEADING else 0)
        return f"<{tag}{attribute}>{inside}{link}</{tag}>\n"

    def _anchor(self, text: str, level: int = 0) -> tuple[str, str]:
        """The attribute that makes a paragraph an anchor, and the link to it; "" and "" where it is none. `level` is
        that of a heading, 0 for what is none."""
        name = passage_name(text) if self._passages is not None else ""
        if self._passages is None or not name:
            return "", ""
        self._passages[name] += 1
        if self._passages[name] > 1:
            name = f"{name}-{self._passages[name]}"
        if level:
            self.subheads.append(render.Subhead(name, text, level))
        link = f'<a class="pilcrow" href="#{name}" aria-labelledby="{render.PASSAGE_LINK}"></a>'
        return f' id="{name}"', link

    def _wholes(self, rows: Sequence[tuple[str, Block]]) -> Iterator[str]:
        """Quotations, one within the other by their levels, or preformatted texts."""
        depth = 0
        pre = rows[0][1].kind is BlockKind.PREFORMATTED
        for text, block in rows:
            if pre:
                yield "\n" if depth and block.begins is Begins.NOTHING else "</pre>\n<pre>" if depth else "<pre>"
                depth = 1
                yield self._inside(text, block)
                continue
            kept = depth if block.begins is Begins.NOTHING else 0
            wanted = max(block.level, 1)
            yield "</blockquote>\n" * (depth - min(kept, wanted))
            yield "<blockquote>\n" * (wanted - min(kept, wanted))
            depth = wanted
            yield self._element("p", text, block)
        yield "</pre>\n" if pre else "</blockquote>\n" * depth

    def _items(self, rows: Sequence[tuple[str, Block]]) -> Iterator[str]:
        for text, block in rows:
            level = max(block.level, 1)
            if block.begins is Begins.WHOLE:
                yield self._closed(0)
            tag = "ol" if block.number else "ul"
            yield self._closed(level)
            if block.begins is Begins.NOTHING and len(self._lists) == level:
                yield self._element("p", text, block)
                continue
            if len(self._lists) == level:
                yield "</li>\n" if self._lists[-1] == tag else self._closed(level - 1)
            while len(self._lists) < level:
                start = f' start="{block.number}"' if block.number > 1 else ""
                yield f"<{tag}{start}>\n" + ("<li>" if len(self._lists) + 1 < level else "")
                self._lists.append(tag)
            own = any(span.kind is SpanKind.MARKER for span in block.spans)
            attribute, link = self._anchor(text)
            yield ('<li class="own"' if own else "<li") + f"{attribute}>" + self._inside(text, block) + link
        yield self._closed(0)

    def _closed(self, level: int) -> str:
        """The end of the lists that are nested deeper."""
        ends = [f"</li></{tag}>\n" for tag in reversed(self._lists[level:])]
        del self._lists[level:]
        return "".join(ends)

    def _tables(self, rows: Sequence[tuple[str, Block]]) -> Iterator[str]:
        """Tables in boxes that scroll; a first row of header cells alone is the table's head."""
        lines: list[list[tuple[str, Block]]] = []
        for text, block in rows:
            if block.begins is Begins.WHOLE and lines:
                yield from self._table(lines)
                lines = []
            if block.begins in (Begins.WHOLE, Begins.ROW) or not lines:
                lines.append([])
            lines[-1].append((text, block))
        yield from self._table(lines)

    def _table(self, lines: Sequence[Sequence[tuple[str, Block]]]) -> Iterator[str]:
        headed = len(lines) > 1 and all(block.kind is BlockKind.HEADER_CELL for _, block in lines[0])
        width = max(block.number for line in lines for _, block in line)
        yield f"{TABLE_BOX}<table>"
        yield "<thead>" if headed else "<tbody>"
        for number, line in enumerate(lines):
            yield from self._row(line, width)
            if headed and not number:
                yield "</thead>\n<tbody>"
        yield "</tbody></table></div>\n"

    def _row(self, line: Sequence[tuple[str, Block]], width: int) -> Iterator[str]:
        column, end = 0, ""
        yield "<tr>"
        for text, block in line:
            if column and block.begins is Begins.NOTHING:
                yield "<br>" + self._inside(text, block)
                continue
            tag = "th" if block.kind is BlockKind.HEADER_CELL else "td"
            yield end + "<td></td>" * (block.number - column - 1) + f"<{tag}>" + self._inside(text, block)
            column, end = max(block.number, column + 1), f"</{tag}>"
        yield end + "<td></td>" * (width - column) + "</tr>\n"

    def _inside(self, text: str, block: Block) -> str:
        """The characters of the next block with what is marked in them."""
        start, self._place = self._place, self._place + len(text) + 1
        pre = block.kind is BlockKind.PREFORMATTED
        return "".join(self._spanned(start, start + len(text), [*_fitting(block.spans, len(text))], pre=pre))

    def _spanned(self, start: int, end: int, spans: list[InlineSpan], *, pre: bool) -> Iterator[str]:
        """The text from `start` to `end`, the spans counted from `start`; one that holds another stands before it."""
        place = start
        while spans:
            span, *rest = spans
            inner = [one for one in rest if one.start < span.end]
            spans = rest[len(inner) :]
            first, last = start + span.start, start + span.end
            yield from self._marked(place, first)
            if span.kind is SpanKind.BREAK:
                yield "\n" if pre else "<br>"
            elif span.kind is SpanKind.LINK:
                yield from self._link(span.target, first, last, self._relative(inner, span), pre=pre)
            else:
                tag = _TAGS.get(span.kind)
                within = "".join(self._spanned(first, last, self._relative(inner, span), pre=pre))
                yield f"<{tag}>{within}</{tag}>" if tag else within
            place = last
        yield from self._marked(place, end)

    def _relative(self, spans: Iterable[InlineSpan], around: InlineSpan) -> list[InlineSpan]:
        return [span._replace(start=span.start - around.start, end=span.end - around.start) for span in spans]

    def _marked(self, start: int, end: int) -> Iterator[str]:
        """A piece of the text with its matches."""
        if start < end:
            yield from render.marks(self._cutter.cut(start, end), self._total)

    def _link(self, target: str, start: int, end: int, inner: list[InlineSpan], *, pre: bool) -> Iterator[str]:
        """A link. The bars of its matches, which hold links as well, come behind it; what else is marked in one with
        matches is left out, so that each bar is found by the number of its match in the link."""
        address = escape(target, quote=False).replace('"', "&quot;")
        yield f'<a href="{address}" rel="noopener noreferrer nofollow" title="{address}">'
        cut = self._cutter.cut(start, end)
        if not cut.piece.spans:
            yield from self._spanned(start, end, inner, pre=pre)
            yield "</a>"
            return
        bars: list[str] = []
        yield from render.marks(cut, self._total, bars)
        yield "</a>"
        yield from bars


def _family(kind: BlockKind) -> BlockKind:
    """Kinds that make one element together count as one."""
    return BlockKind.CELL if kind in _CELLS else BlockKind.PARAGRAPH if kind in _SINGLE else kind


_SINGLE = (BlockKind.HEADING, BlockKind.CAPTION)


def _fitting(spans: Iterable[InlineSpan], size: int) -> Iterator[InlineSpan]:
    """The spans that have characters of a text of this size, each cut where the one around it ends."""
    ends = [size]
    for span in spans:
        while len(ends) > 1 and ends[-1] <= span.start:
            ends.pop()
        end = min(span.end, ends[-1])
        if 0 <= span.start < end:
            yield span._replace(end=end)
            ends.append(end)
