"""How does a PDF become a page? Its printed lines in reading order, as paragraphs; its properties as a head."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import ReadError
from index.page import Format, Head, Line, RawPage
from index.readers.pdf_layout import PrintedParagraph, paragraphs, usual_size, words_of
from index.readers.pdf_lines import PrintedLine, printed_lines
from index.readers.text import BLANK
from index.reasons import SkipCode, SkipReason

_MOST_PAGES = 300  # 300 pages of a book take 2 s; an article has ten
_LEAST_LETTERS = 25
_LARGE, _LONGEST_TITLE, _ABOVE = 1.25, 300, 60  # times the text's size; characters; paragraphs that are looked at
# Programs that print web pages: theirs is the moment of saving.
_PRINTERS = re.compile(r"skia|chrom|mozilla|firefox|quartz|cairo|wkhtml|webkit|print to pdf|qt \d|prince|weasy", re.I)
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\s*-.*|untitled.*|(?:document|dokument|presentation|layout)\s*\d*|"
    r".*\.(?:docx?|odt|rtf|indd|qxp|qxd|pptx?|pdf|tex|html?|pages)|\S*_\S*|https?://\S+|about:\S+|\d*)",
    re.I,
)
_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")


def read_pdf(data: bytes, path: str, key: str) -> RawPage:
    """The page of a document. Heads and numbers of its pages are furniture.

    Raises ReadError where it is damaged, needs a password, has too many pages, or no text but pictures of it.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        sealed = code == pdfium.FPDF_ERR_PASSWORD
        raise ReadError(SkipReason(SkipCode.ENCRYPTED) if sealed else _damaged()) from None
    try:
        count = len(document)
        if count > _MOST_PAGES:
            raise ReadError(SkipReason(SkipCode.TOO_MANY_PAGES, pages=count, limit=_MOST_PAGES))
        pages = [_lines(document, number) for number in range(count)]
        properties = {name: " ".join(value.split()) for name, value in document.get_metadata_dict().items()}
    finally:
        document.close()
    if sum(letter.isalpha() for page in pages for line in page for letter in line.text) < _LEAST_LETTERS:
        raise ReadError(SkipReason(SkipCode.NO_TEXT_LAYER))
    found = paragraphs(pages)
    head = _head(properties)
    titles = _titles(found, named=bool(head.title))
    words = words_of(pages)
    lines: list[Line] = []
    furniture: dict[int, str] = {}
    for one in found:
        if one.apart and lines:
            lines.append(BLANK)
        if one.rule:
            furniture[len(lines)] = one.rule
        lines.append(Line(one.text(words), ("h1",) if id(one) in titles else ()))
    return RawPage(path=path, key=key, format=Format.PDF, lines=tuple(lines), head=head, furniture=furniture)


def _lines(document: pypdfium2.PdfDocument, number: int) -> list[PrintedLine]:
    try:
        page = document[number]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return []
    try:
        return printed_lines(textpage)
    finally:
        textpage.close()
        page.close()


def _damaged() -> SkipReason:
    return SkipReason(SkipCode.DAMAGED, document="PDF document")


def _titles(found: Sequence[PrintedParagraph], *, named: bool) -> set[int]:
    """The paragraphs at the top in letters larger than those of the text (`id` of each); where the document names no
    title, that a line could be like, only the one in the largest."""
    text = [one for one in found if not one.rule]
    usual = usual_size(line for one in text for line in one.lines)
    above = [one for one in text[:_ABOVE] if sum(len(line.text) for line in one.lines) <= _LONGEST_TITLE]
    large = [one for one in above if one.size >= _LARGE * usual]
    return {id(one) for one in (large if named else sorted(large, key=lambda one: -one.size)[:1])}


def _head(properties: Mapping[str, str]) -> Head:
    title, author = properties.get("Title", ""), properties.get("Author", "")
    moment = _moment(properties.get("CreationDate", ""))
    printed = _PRINTERS.search(f"{properties.get('Creator', '')} {properties.get('Producer', '')}") is not None
    return Head(
        title="" if _NO_TITLE.fullmatch(title) else title,
        meta={"author": (author,)} if author else {},
        saved=moment if printed else "",
        created="" if printed else moment,
        saver="document",
    )


def _moment(text: str) -> str:
    """A date of PDF ("D:20160503120509+02'00'") in ISO; "" for none."""
    found = _DATE.match(text)
    if found is None:
        return ""
    year, month, day, hour, minute, second, utc, sign, hours, minutes = found.groups()
    stamp = "-".join(filter(None, (year, month, day)))
    if day and hour and minute:
        stamp += f"T{hour}:{minute}:{second or '00'}"
        stamp += "Z" if utc else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    return stamp
