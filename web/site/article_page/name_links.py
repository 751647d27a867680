"""How are the names in an article marked? By links around them in the body that is ready, whose tags stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

from markupsafe import Markup

from index.entity import ArticleEntity, EntityKind
from web import render, urls
from web.translation import gettext as _
from web.translation import noted

KIND_WORDS: dict[EntityKind, str] = {
    "person": noted("Person"),
    "organisation": noted("Organisation"),
    "place": noted("Place"),
}
KIND_PLURALS: dict[EntityKind, str] = {
    "person": noted("People"),
    "organisation": noted("Organisations"),
    "place": noted("Places"),
}
_MARK, _SPAN, _LINK, _BAR = "mark", "span", "a", "bar"
_INSIDE = {"", _BAR, _MARK, f"/{_MARK}"}  # what may stand within a link


@dataclass(frozen=True, slots=True)
class _NameSpan:
    """A name in the visible characters of a body, which white space is not counted among, and the tag of its link."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class _BodyPart:
    """A piece of a body: a tag, the bar of a match (`kind` `_BAR`), or a text with the number of its first visible
    character. `linked` is true within a link of the article's own."""

    kind: str
    html: str
    text: str = ""
    first: int = 0
    linked: bool = False


def linked(body: render.Body, text: str, entities: Iterable[ArticleEntity]) -> render.Body | None:
    """The body with a link around each name that stands in `text`; None where the body does not say what `text` does.

    Matches stay marked within the links. Their bars, which hold links as well, come behind them. A name that is cut by
    a tag, or by a match that begins or ends outside it, is linked piece by piece; one within a link of the article is
    left as it is.
    """
    parts = _Parts(str(body.html)).parts
    said = _visible(text)
    if "".join(_visible(part.text) for part in parts) != said:
        return None
    names = _names(text, entities)
    return replace(body, html=Markup("".join(_marked(parts, names))))  # noqa: S704  (escaped links, clean parts)


def _visible(text: str) -> str:
    return "".join(render.text(text).split())


def _names(text: str, entities: Iterable[ArticleEntity]) -> list[_NameSpan]:
    """The names in order, apart from one another."""
    spans = sorted((span, entity) for entity in entities for span in entity.spans)
    names: list[_NameSpan] = []
    seen, visible = 0, 0  # characters of the text, and how many of them are visible
    for (start, end), entity in spans:
        if start < seen:
            continue
        visible += len(_visible(text[seen:start]))
        size = len(_visible(text[start:end]))
        names.append(_NameSpan(visible, visible + size, _tag(entity)))
        seen, visible = end, visible + size
    return names


def _tag(entity: ArticleEntity) -> str:
    """The tag before a name. Its title says in words what the line under it says."""
    title = escape(render.single_line(_("%(label)s: %(value)s", label=_(KIND_WORDS[entity.kind]), value=entity.value)))
    return f'<a class="name {entity.kind}" href="{escape(urls.name(entity.kind, entity.value))}" title="{title}">'


class _Parts(HTMLParser):
    """Clean HTML in its pieces."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[_BodyPart] = []
        self._visible = 0
        self._bar: list[str] = []
        self._depth = 0  # of the bar that is open
        self._links = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        html = self.get_starttag_text() or ""
        if self._depth or ("class", "step") in attrs:
            self._depth += tag == _SPAN
            self._bar.append(html)
            return
        self._links += tag == _LINK
        self.parts.append(_BodyPart(tag, html))

    def handle_endtag(self, tag: str) -> None:
        if self._depth:
            self._bar.append(f"</{tag}>")
            self._depth -= tag == _SPAN
            if not self._depth:
                self.parts.append(_BodyPart(_BAR, "".join(self._bar)))
                self._bar = []
            return
        self._links -= tag == _LINK
        self.parts.append(_BodyPart(f"/{tag}", f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        if self._depth:
            self._bar.append(escape(data, quote=False))
            return
        self.parts.append(_BodyPart("", escape(data, quote=False), data, self._visible, linked=self._links > 0))
        self._visible += len(_visible(data))


class _Piece(NamedTuple):
    """A part, or what of a text a name covers or leaves between names."""

    part: _BodyPart
    name: _NameSpan | None = None


def _cut(parts: Iterable[_BodyPart], names: Sequence[_NameSpan]) -> Iterator[_Piece]:
    """The parts with texts cut where names begin and end; a name that has no part in a text is passed over."""
    following = 0
    for part in parts:
        if part.kind or not part.text:
            yield _Piece(part)
            continue
        shown = [place for place, character in enumerate(part.text) if not character.isspace()]
        last = part.first + len(shown)
        while following < len(names) and names[following].end <= part.first:
            following += 1
        yield from _pieces(
            part, shown, [name for name in names[following : following + len(shown)] if name.start < last]
        )


def _pieces(part: _BodyPart, shown: Sequence[int], names: Iterable[_NameSpan]) -> Iterator[_Piece]:
    """A text in pieces; `shown` are the places of its visible characters."""
    place = 0
    for name in names:
        start = shown[max(name.start - part.first, 0)]
        end = shown[min(name.end - part.first, len(shown)) - 1] + 1
        if start > place:
            yield _Piece(_text(part.text[place:start]))
        yield _Piece(_text(part.text[start:end]), None if part.linked else name)
        place = end
    if place < len(part.text):
        yield _Piece(_text(part.text[place:]))


def _text(text: str) -> _BodyPart:
    return _BodyPart("", escape(text, quote=False), text)


def _marked(parts: Iterable[_BodyPart], names: Sequence[_NameSpan]) -> Iterator[str]:
    """The HTML of the parts, with links."""
    pieces = list(_cut(parts, names))
    spread: dict[_NameSpan, list[int]] = {}
    for number, piece in enumerate(pieces):
        if piece.name is not None:
            spread.setdefault(piece.name, []).append(number)
    done = 0
    for name, numbers in spread.items():
        first, end = _with_marks(pieces, numbers[0], numbers[-1] + 1)
        yield from (piece.part.html for piece in pieces[done:first])
        yield from _link(name, pieces[first:end])
        done = end
    yield from (piece.part.html for piece in pieces[done:])


def _with_marks(pieces: Sequence[_Piece], first: int, end: int) -> tuple[int, int]:
    """Where the pieces of a name begin and end, with the tag of a mark before them or behind them that belongs to one
    of theirs."""
    kinds = [piece.part.kind for piece in pieces[first:end]]
    open_marks = kinds.count(_MARK) - kinds.count(f"/{_MARK}")
    if open_marks < 0 and first and pieces[first - 1].part.kind == _MARK:
        first -= 1
    elif open_marks > 0 and end < len(pieces) and pieces[end].part.kind == f"/{_MARK}":
        end += 1
    return first, end


def _link(name: _NameSpan, pieces: Sequence[_Piece]) -> Iterator[str]:
    """A name as one link, with the bars of its matches behind it, or as a link for each of its texts."""
    if _whole(piece.part.kind for piece in pieces):
        yield name.tag
        yield from (piece.part.html for piece in pieces if piece.part.kind != _BAR)
        yield "</a>"
        yield from (piece.part.html for piece in pieces if piece.part.kind == _BAR)
        return
    for piece in pieces:
        yield f"{name.tag}{piece.part.html}</a>" if piece.name is not None else piece.part.html


def _whole(kinds: Iterable[str]) -> bool:
    """Whether there are but texts, bars and marks that begin and end among them."""
    depth = 0
    for kind in kinds:
        depth += (kind == _MARK) - (kind == f"/{_MARK}")
        if depth < 0 or kind not in _INSIDE:
            return False
    return not depth
