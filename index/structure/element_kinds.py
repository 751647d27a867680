"""What is each paragraph of a page with elements? The innermost element around it that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.block import PLAIN_PARAGRAPH, Begins, Block, BlockKind
from index.outline import Outline
from index.structure.layouts import HEADING_LEVELS, LISTS, layouts
from index.structure.table_cells import TableCell, table_cells

_LONGEST_HEADING, _LONGEST_CAPTION = 50, 60  # words; longer ones are text set large, or beside a picture
_STANDFIRST = 8  # words from which on a first heading that is a sentence leads into the text
_CELLS = (BlockKind.CELL, BlockKind.HEADER_CELL)

_KINDS = {
    **dict.fromkeys(("figcaption", "caption", "figure"), BlockKind.CAPTION),
    "pre": BlockKind.PREFORMATTED,
}


class _ElementPlace(NamedTuple):
    """What an element makes of the lines within it: `unit` is the element that is one item, quotation or cell, `whole`
    the outermost list or quotation, or the table; `lists` and `quotations` are how many stand around it."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    unit: int = -1
    whole: int = -1
    lists: int = 0
    quotations: int = 0


_PLAIN = _ElementPlace()


def kinds_of_elements(outline: Outline, numbers: Sequence[int], texts: Sequence[str]) -> list[Block]:
    """The block of each of the lines `numbers`, which say `texts`, without spans."""
    places = _Places(outline, numbers, texts)
    run = _BlockRun(places)
    return [
        run.block(_fitting(places.of(outline.element[number]), text, first=not place))
        for place, (number, text) in enumerate(zip(numbers, texts, strict=True))
    ]


def _fitting(place: _ElementPlace, text: str, *, first: bool) -> _ElementPlace:
    """The place, a plain one for a text that is too long for it, and for a `first` heading that is a standfirst."""
    most = {BlockKind.HEADING: _LONGEST_HEADING, BlockKind.CAPTION: _LONGEST_CAPTION}.get(place.kind)
    if most is None:
        return place
    words = text.count(" ") + 1
    lead = first and place.kind is BlockKind.HEADING and words >= _STANDFIRST and text[-1] in ".…。"
    return _PLAIN if words > most or lead else place


class _Places:
    """The places of elements, each worked out once from that of the element around it."""

    def __init__(self, outline: Outline, numbers: Sequence[int], texts: Sequence[str]) -> None:
        self._outline = outline
        self._known: dict[int, _ElementPlace] = {0: _PLAIN}
        self._layouts = layouts(outline, numbers, texts)
        self.cells: dict[int, TableCell] = table_cells(outline, numbers, texts)
        self.ordinals = _ordinals(outline)

    def of(self, element: int) -> _ElementPlace:
        """The place of the lines that stand in the element."""
        unknown = []
        while element not in self._known:
            unknown.append(element)
            element = self._outline.parent[element]
        place = self._known[element]
        for number in reversed(unknown):
            place = self._known[number] = self._within(place, number)
        return place

    def _within(self, around: _ElementPlace, element: int) -> _ElementPlace:
        """The place of an element that stands right within another."""
        tag = self._outline.tag[element]
        if element in self.cells:
            kind = BlockKind.HEADER_CELL if tag == "th" else BlockKind.CELL
            return _ElementPlace(kind, unit=element, whole=self.cells[element].table)
        captioned = around.kind is BlockKind.CAPTION and self._outline.tag[around.unit] != "figure"
        if captioned or around.kind in _CELLS or element in self._layouts:
            return around
        return _place_of(tag, element, around)


def _place_of(tag: str, element: int, around: _ElementPlace) -> _ElementPlace:
    """The place that an element of this name makes."""
    depth = around.quotations + 1
    if tag in LISTS:
        return around._replace(lists=around.lists + 1, whole=around.whole if around.lists else element)
    if tag == "li" and around.lists:
        return around._replace(kind=BlockKind.ITEM, level=around.lists, unit=element)
    if tag == "blockquote":
        return _ElementPlace(BlockKind.QUOTATION, depth, element, around.whole if depth > 1 else element, 0, depth)
    if tag in HEADING_LEVELS:
        return _ElementPlace(BlockKind.HEADING, HEADING_LEVELS[tag], element)
    kind = _KINDS.get(tag)
    return around if kind is None else _ElementPlace(kind, unit=element, whole=element)


class _BlockRun:
    """Makes blocks of places one after another: what each begins hangs on those before."""

    def __init__(self, places: _Places) -> None:
        self._places = places
        self._last = _PLAIN
        self._items: dict[int, int] = {}  # of the list that goes on: elements of its items, with their levels
        self._nested: list[int] = []  # the page's own levels that are open in it

    def block(self, place: _ElementPlace) -> Block:
        """The block of a line at the place."""
        last, self._last = self._last, place
        goes_on = place.kind is last.kind and place.whole == last.whole
        match place.kind:
            case BlockKind.PARAGRAPH:
                return PLAIN_PARAGRAPH
            case BlockKind.ITEM:
                return self._item(place, goes_on=goes_on)
            case BlockKind.CELL | BlockKind.HEADER_CELL:
                return self._cell(place, last)
            case BlockKind.QUOTATION | BlockKind.PREFORMATTED:
                return Block(place.kind, place.level, 0, Begins.NOTHING if goes_on else Begins.WHOLE)
        return Block(place.kind, place.level)

    def _item(self, place: _ElementPlace, *, goes_on: bool) -> Block:
        """A paragraph of an item that something else stands in the middle of is plain behind that."""
        if not goes_on:
            interrupted = place.unit in self._items
            self._items, self._nested = {}, []
            if interrupted:
                self._last = _PLAIN
                return PLAIN_PARAGRAPH
        number = self._places.ordinals.get(place.unit, 0)
        if place.unit in self._items:
            return Block(BlockKind.ITEM, self._items[place.unit], number, Begins.NOTHING)
        while self._nested and self._nested[-1] >= place.level:
            self._nested.pop()
        self._nested.append(place.level)
        self._items[place.unit] = level = len(self._nested)
        return Block(BlockKind.ITEM, level, number, Begins.PART if goes_on else Begins.WHOLE)

    def _cell(self, place: _ElementPlace, last: _ElementPlace) -> Block:
        cell = self._places.cells[place.unit]
        begins = Begins.WHOLE
        if last.kind in _CELLS and last.whole == place.whole:
            same_row = self._places.cells[last.unit].row == cell.row
            begins = Begins.NOTHING if last.unit == place.unit else Begins.PART if same_row else Begins.ROW
        return Block(place.kind, 0, cell.column, begins)


def _ordinals(outline: Outline) -> dict[int, int]:
    """The number of each item of a numbered list, by its element, as a browser writes it."""
    last: dict[int, int] = {}
    numbers: dict[int, int] = {}
    if "ol" not in outline.tag:
        return numbers
    for element, tag in enumerate(outline.tag):
        around = outline.parent[element]
        if tag == "li" and around >= 0 and outline.tag[around] == "ol":
            following = last.get(around, outline.numbers.get(around, 1) - 1) + 1
            last[around] = numbers[element] = max(outline.numbers.get(element, following), 1)
    return numbers
