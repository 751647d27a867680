"""How is an article written as Markdown? So that whoever reads it, this program too, gets its blocks again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from index.article import Article
from index.block import Begins, Block, BlockKind, InlineSpan, SpanKind
from web import render
from web.exports.article_files import FileParagraph, paragraphs
from web.prose import heading_levels

_FIELDS = ("standfirst", "publisher", "agency", "place", "section", "language", "photo_credit", "url")
_DATES = ("published", "modified", "saved")
_SPECIAL = re.compile(r"[\\`*_{}\[\]|~<>]|&(?=#?\w+;)")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "~": "&#126;"}
_LIST_LIKE = re.compile(r"([-+#]|\d+(?=[.)]))")  # what begins a list, a rule or a heading where it stands first
_CLOSING = re.compile(r"#(?=#*$)")  # what ends a heading
_BEFORE, _BEHIND = '("“‘«', '.,:;?!)"”’»…'  # what stars may stand beside where a blank or an end is on their other side
_STARS = {SpanKind.EMPHASIS: "*", SpanKind.STRONG: "**"}
_APART = "<!-- -->"
"""What keeps two lists or quotations apart that stand beside one another."""
_INDENT = "    "
_TAGS = {SpanKind.EMPHASIS: "em", SpanKind.STRONG: "strong", SpanKind.CODE: "code"}


def to_markdown(article: Article) -> str:
    """The article with its metadata as front matter, which the program reads again as given."""
    rows = paragraphs(article)
    title = heading_as_markdown(article.title, 1)
    title = f"{title}\n\n" if title else ""
    return "".join(_front_matter(article)) + title + "\n\n".join(blocks_as_markdown(rows)) + "\n"


def _front_matter(article: Article) -> Iterator[str]:
    yield "---\n"
    if article.title.strip():
        yield f"title: {_quoted(article.title)}\n"
    if article.authors:
        yield f"authors: [{', '.join(map(_quoted, article.authors))}]\n"
    yield from (f"{name}: {_quoted(value)}\n" for name in _FIELDS if (value := getattr(article, name)))
    yield from (f'{name}: "{date.isoformat()}"\n' for name in _DATES if (date := getattr(article, name)))
    yield "---\n\n"


def _quoted(value: str) -> str:
    """A text as YAML: JSON is."""
    return json.dumps(render.single_line(value), ensure_ascii=False)


def heading_as_markdown(title: str, level: int) -> str:
    """A title as a heading of a level; "" where it has none."""
    line = _line(render.single_line(title), Block(BlockKind.HEADING))
    return f"{'#' * level} {line}" if line else ""


def text_as_markdown(text: str) -> str:
    """A text of one line, nothing of which is read as Markdown."""
    return _line(render.single_line(text), Block(BlockKind.PARAGRAPH))


def blocks_as_markdown(rows: Sequence[FileParagraph], below: int = 1) -> Iterator[str]:
    """The blocks, each of which stands between blank lines, below a title of a level."""
    levels = heading_levels((row.block for row in rows), below)
    before = ""
    for family, group in groupby(enumerate(rows), lambda row: _family(row[1].block)):
        some = list(group)
        if family in _WHOLES:
            for number, whole in enumerate(_wholes([row for _, row in some])):
                if number or (family == "preformatted" and before == "item"):  # it would be a paragraph of the item
                    yield _APART
                yield "\n".join(_WHOLES[family](whole))
        else:
            for place, (text, block) in some:
                heading = "#" * levels[place] + " " if place in levels else ""
                yield _caption(text) if family == "caption" else heading + _line(text, block)
        before = family


def _family(block: Block) -> str:
    return "cell" if block.kind is BlockKind.HEADER_CELL else block.kind.value


def _wholes(rows: Iterable[FileParagraph]) -> Iterator[list[FileParagraph]]:
    """Each list, quotation, table or preformatted text."""
    whole: list[FileParagraph] = []
    for row in rows:
        if row.block.begins is Begins.WHOLE and whole:
            yield whole
            whole = []
        whole.append(row)
    yield whole


def _items(rows: Sequence[FileParagraph]) -> Iterator[str]:
    """A list; blank lines stand between all its items where one has several paragraphs."""
    loose = any(row.block.begins is Begins.NOTHING for row in rows[1:])
    for number, (text, block) in enumerate(rows):
        level = max(block.level, 1)
        if number and loose:
            yield ""
        if number and block.begins is Begins.NOTHING:
            yield _INDENT * level + _line(text, block)
        else:
            mark = f"{block.number}." if block.number else "-"
            yield f"{_INDENT * (level - 1)}{mark} {_line(text, block)}"


def _quotation(rows: Iterable[FileParagraph]) -> Iterator[str]:
    before = 0
    for text, block in rows:
        level = max(block.level, 1)
        if before:
            yield ">" * min(before, level)
        yield ">" * level + " " + _line(text, block)
        before = level


def _preformatted(rows: Iterable[FileParagraph]) -> Iterator[str]:
    for text, block in rows:
        breaks = [span.start for span in block.spans if span.kind is SpanKind.BREAK]
        starts = [0, *(place + 1 for place in breaks)]
        yield from (_INDENT + text[start:end] for start, end in zip(starts, [*breaks, len(text)], strict=True))


def _table(rows: Iterable[FileParagraph]) -> Iterator[str]:
    """A table; where its first row is no head, an empty one stands for it, as Markdown has no table without."""
    lines: list[list[FileParagraph]] = []
    for row in rows:
        if row.block.begins in (Begins.WHOLE, Begins.ROW) or not lines:
            lines.append([])
        lines[-1].append(row)
    width = max(block.number for line in lines for _, block in line)
    cells = [_cells(line, width) for line in lines]
    if any(block.kind is not BlockKind.HEADER_CELL for _, block in lines[0]):
        cells.insert(0, [""] * width)
    cells.insert(1, ["---"] * width)
    return ("| " + " | ".join(row) + " |" for row in cells)


_WHOLES: Mapping[str, Callable[[list[FileParagraph]], Iterator[str]]] = {
    "item": _items,
    "quotation": _quotation,
    "preformatted": _preformatted,
    "cell": _table,
}


def _cells(line: Iterable[FileParagraph], width: int) -> list[str]:
    cells = [""] * width
    column = 0
    for text, block in line:
        if column and block.begins is Begins.NOTHING:
            cells[column - 1] += "<br>" + _line(text, block)
            continue
        column = min(max(block.number, column + 1), width)
        cells[column - 1] = _line(text, block)
    return cells


def _caption(text: str) -> str:
    """Markdown has no captions, and within an element of HTML no Markdown."""
    return f"<figure><figcaption>{render.escaped(text)}</figcaption></figure>"


def _line(text: str, block: Block) -> str:
    """The text with what is marked in it, safe at the beginning of a line, or behind the signs of a heading."""
    line = "".join(_spanned(text, 0, len(text), list(block.spans)))
    if block.kind is BlockKind.HEADING:
        return _CLOSING.sub(r"\\#", line)
    found = _LIST_LIKE.match(line)
    if found is None:
        return line
    end = found.end()
    return f"\\{line}" if not found[1][0].isdigit() else f"{line[:end]}\\{line[end:]}"


def _spanned(text: str, start: int, end: int, spans: list[InlineSpan]) -> Iterator[str]:
    place = start
    while spans:
        span, *rest = spans
        inner = [one for one in rest if one.start < span.end]
        spans = rest[len(inner) :]
        yield _escaped(text[place : span.start])
        within = "".join(_spanned(text, span.start, span.end, inner))
        if span.kind is SpanKind.BREAK:
            yield "<br>"
        elif span.kind is SpanKind.LINK:
            yield f"[{within}](<{span.target}>)"
        elif span.kind in _STARS and not inner and _takes_stars(text, span):
            yield f"{_STARS[span.kind]}{within}{_STARS[span.kind]}"
        else:  # what stars would not be read as beside other marks
            yield f"<{_TAGS[span.kind]}>{within}</{_TAGS[span.kind]}>" if span.kind in _TAGS else within
        place = span.end
    yield _escaped(text[place:end])


def _takes_stars(text: str, span: InlineSpan) -> bool:
    """Whether stars around the span are read as such by any reader of Markdown."""
    before, behind = text[: span.start][-1:], text[span.end :][:1]
    first, last = text[span.start], text[span.end - 1]
    begins = first.isalnum() or (first in _BEFORE and not before.strip())
    return begins and (last.isalnum() or (last in _BEHIND and not behind.strip()))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], "\\" + found[0]), render.text(text))
