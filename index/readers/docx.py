"""How does a Word document (.docx) become a page? Its paragraphs and rows of tables, and its core properties."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from lxml import etree

from index.errors import ReadError
from index.page import Format, Head, Line, RawPage
from index.readers.decode import MAX_BYTES, mend_surrogates
from index.readers.invisible import visible
from index.readers.text import BLANK
from index.reasons import SkipCode, SkipReason, page_too_large

_LARGEST = 5 * MAX_BYTES  # bytes of one part's XML, which is seven times as long as its text
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
# What is not shown, or shown twice: deleted and moved text, forms for older programs, properties.
_LEFT_OUT = frozenset(("del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "sectPr", "tblPr", "trPr"))
_BLANKS = frozenset(("tab", "br", "cr", "ptab"))
_HEADING = re.compile(r"heading (\d)", re.I)
_MAIN = re.compile(r"word/document\d*\.xml")
_NOBODY = re.compile(  # what programs and machines write in where nobody said who the user is
    r"(?:(?:microsoft(?: office)?|ms|windows|office|default|local|home|guest|test)[ -]?)*"
    r"(?:user|owner|author|admin\w*|benutzer|anwender|utilisateur|usuario|utente|gebruiker)?[ \d-]*"
    r"|(?:laptop|desktop|notebook|workstation|computer|pc|win|macbook|imac)(?:[-_]\w[\w-]*|\d*)(?: (?:user|admin\w*))?"
    r"|(?:hp|dell|lenovo|acer|asus|toshiba|sony|samsung|fujitsu|apple|microsoft)|\.?"
    r"|python-docx|apache poi|docx4j|libreoffice|openoffice\S*|word|unknown|unbekannt|inconnu",
    re.I,
)
_NO_TITLE = re.compile(r"(?:word document|document|untitled|microsoft word)\s*\d*|\S*_\S*|.*\.docx?|", re.I)
_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, EOFError, NotImplementedError),
    *(RuntimeError, ValueError, OSError, IndexError),
)


def is_docx(data: bytes) -> bool:
    """Whether a ZIP archive is a Word document."""
    if b"word/document" not in data:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(map(_MAIN.fullmatch, archive.namelist()))
    except _ERRORS:
        return b"[Content_Types].xml" in data[:2_000]


def read_docx(data: bytes, path: str, key: str) -> RawPage:
    """The page of a document: a line for each paragraph and each row of a table, in order, without tracked deletions.

    Heads and feet of its pages, notes and comments are not read. Raises ReadError where it is damaged or holds no text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            main = next(filter(_MAIN.fullmatch, archive.namelist()))
            body = _part(archive, main)
            levels = _levels(archive)
            head = _head(archive)
        lines = list(_lines(body, levels))
    except (*_ERRORS, StopIteration):
        raise ReadError(SkipReason(SkipCode.DAMAGED, document="Word document")) from None
    if not any(line.text for line in lines):
        raise ReadError(SkipReason(SkipCode.EMPTY))
    return RawPage(path=path, key=key, format=Format.DOCX, lines=tuple(lines), head=head)


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """The XML of a part. ReadError where it is larger than any page is; KeyError where there is none."""
    with archive.open(name) as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ReadError(page_too_large(len(data), _LARGEST))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _levels(archive: zipfile.ZipFile) -> dict[str, int]:
    """The level of each style that is one of headings, 0 for that of the title, by the style's id."""
    if "word/styles.xml" not in archive.namelist():
        return {}
    levels: dict[str, int] = {}
    for style in _part(archive, "word/styles.xml").iter(f"{_W}style", f"{_STRICT}style"):
        space = style.tag[: style.tag.index("}") + 1]
        name = style.find(f"{space}name")
        called = name.get(f"{space}val", "") if name is not None else ""
        if found := _HEADING.fullmatch(called):
            levels[style.get(f"{space}styleId", "")] = int(found[1])
        elif called.lower() == "title":
            levels[style.get(f"{space}styleId", "")] = 0
    return levels


def _lines(body: etree._Element, levels: Mapping[str, int]) -> Iterator[Line]:
    """The lines of the document; blank ones stand where paragraphs without text do."""
    titled = any(_level(element, levels) == 0 for element in body.iter() if _name(element) == "p")
    for element in _blocks(body):
        if _name(element) == "tr":
            cells = (" ".join(_text(cell).split()) for cell in element if _name(cell) == "tc")
            text = " | ".join(filter(None, cells))
            path: tuple[str, ...] = ("tr",)
        else:
            text = " ".join(_text(element).split())
            level = _level(element, levels)
            path = () if level is None else (f"h{min(level + titled, 6) or 1}",)
        text = " ".join(visible(mend_surrogates(text)).split())
        yield Line(text, path) if text else BLANK


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and rows in their order; what stands in a row is no paragraph of its own."""
    waiting = [iter(body)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
        elif _name(element) in ("p", "tr"):
            yield element
        elif _name(element) not in _LEFT_OUT:
            waiting.append(iter(element))


def _text(top: etree._Element) -> str:
    """What is shown of an element, with blanks for tabs and line ends and between paragraphs in it."""
    pieces: list[str] = []
    waiting = [iter(top)]
    while waiting:
        element = next(waiting[-1], None)
        if element is None:
            waiting.pop()
            continue
        name = _name(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name in _BLANKS:
            pieces.append(" ")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name not in _LEFT_OUT and not (name == "r" and _is_hidden(element)):
            pieces.append(" " if name in ("p", "tc") else "")
            waiting.append(iter(element))
    return "".join(pieces)


def _is_hidden(run: etree._Element) -> bool:
    """Whether a run of text is not to be shown."""
    properties = next((below for below in run if _name(below) == "rPr"), ())
    return any(_name(one) == "vanish" and _value(one) not in ("0", "false") for one in properties)


def _level(paragraph: etree._Element, levels: Mapping[str, int]) -> int | None:
    """Of which level a heading is, 0 for the title; None for another paragraph."""
    properties = next((below for below in paragraph if _name(below) == "pPr"), ())
    style = next((one for one in properties if _name(one) == "pStyle"), None)
    return levels.get(_value(style)) if style is not None else None


def _value(element: etree._Element) -> str:
    return next((str(value) for name, value in element.items() if name.endswith("}val")), "")


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _head(archive: zipfile.ZipFile) -> Head:
    """What the core properties say: title, creator, when it was made."""
    if "docProps/core.xml" not in archive.namelist():
        return Head(saver="document")
    core = _part(archive, "docProps/core.xml")
    title, creator, created = (
        " ".join((core.findtext(name) or "").split()) for name in (f"{_DC}title", f"{_DC}creator", f"{_TERMS}created")
    )
    return Head(
        title="" if _NO_TITLE.fullmatch(title) else title,
        meta={} if _NOBODY.fullmatch(creator) else {"author": (creator,)},
        created=created,
        saver="document",
    )
