"""A Word document is read as its paragraphs, headings, lists and tables, without what was deleted."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import ReadError
from index.extract import extract
from index.page import Format, RawPage
from index.readers import read
from index.readers.docx import read_docx
from index.reasons import SkipCode

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
STYLES = (
    f'<w:styles {W}><w:style w:styleId="T1"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="U1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="U2"><w:name w:val="Heading 2"/></w:style></w:styles>'
)
CORE = (
    '<c:p xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{}</dc:title><dc:creator>{}</dc:creator><dcterms:created>2016-05-03T12:05:09Z</dcterms:created></c:p>"
)


def docx(body: str, core: str = "", main: str = "word/document.xml", **more: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", STYLES)
        if core:
            archive.writestr("docProps/core.xml", core)
        for name, text in more.items():
            archive.writestr(name, text)
    return packed.getvalue()


def paragraph(text: str, style: str = "") -> str:
    said = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{said}{run(text)}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def page_of(data: bytes) -> RawPage:
    (page,) = read(data, "a.docx")
    assert isinstance(page, RawPage) and page.format is Format.DOCX
    return page


def texts(body: str) -> list[str]:
    return [line.text for line in page_of(docx(body)).lines]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"<w:p>{run('The we')}{run('ir opens.')}</w:p>", ["The weir opens."]),
        (
            f"<w:p>{run('The')}<w:r><w:tab/></w:r>{run('weir')}<w:r><w:br/></w:r>{run('opens.')}</w:p>",
            ["The weir opens."],
        ),
        (f"<w:p>{run('A mill')}<w:r><w:noBreakHyphen/></w:r>{run('pond.')}</w:p>", ["A mill-pond."]),
        (
            f"<w:p>{run('It ')}<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
            f"<w:ins>{run('moved')}</w:ins></w:p>",
            ["It moved"],
        ),
        (f"<w:p><w:moveFrom>{run('Gone. ')}</w:moveFrom>{run('Here.')}</w:p>", ["Here."]),
        (f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden. </w:t></w:r>{run('Here.')}</w:p>", ["Here."]),
        (f"<w:p><w:hyperlink>{run('A link')}</w:hyperlink>{run(' here.')}</w:p>", ["A link here."]),
        (f"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>{run('Text.')}</w:p>", ["Text."]),
        (
            f"<mc:AlternateContent><mc:Choice>{paragraph('A')}</mc:Choice><mc:Fallback>{paragraph('A')}</mc:Fallback></mc:AlternateContent>",
            ["A"],
        ),
        (f"<w:sdt><w:sdtContent>{paragraph('Inside.')}</w:sdtContent></w:sdt>", ["Inside."]),
        (f"{paragraph('A')}<w:p/>{paragraph('B')}", ["A", "", "B"]),
        (
            f"<w:tbl><w:tr><w:tc>{paragraph('Year')}</w:tc><w:tc>{paragraph('Coal')}{paragraph('bought')}</w:tc></w:tr></w:tbl>",
            ["Year | Coal bought"],
        ),
    ],
)
def test_what_is_shown_is_read_line_by_line(body: str, lines: list[str]) -> None:
    assert texts(body) == lines


def test_headings_are_known_by_the_names_of_their_styles() -> None:
    body = paragraph("The weir", "U1") + paragraph("It opens", "U2") + paragraph("Text.", "None")
    assert [line.path for line in page_of(docx(body)).lines] == [("h1",), ("h2",), ()]
    titled = page_of(docx(paragraph("Holm Mill", "T1") + body)).lines
    assert [line.path for line in titled] == [("h1",), ("h2",), ("h3",), ()]
    assert extract(page_of(docx(body))).title == "The weir"


@pytest.mark.parametrize(
    ("title", "creator", "read"),
    [
        ("A gate moves", "Jane Doe", ("A gate moves", ("Jane Doe",))),
        ("Document1", "Windows User", ("The weir", ())),
        ("", "", ("The weir", ())),
    ],
)
def test_the_core_properties_describe_it(title: str, creator: str, read: tuple[str, tuple[str, ...]]) -> None:
    body = paragraph("The weir", "U1") + paragraph("The gate moved on Tuesday, for the first time since the flood.") * 2
    article = extract(page_of(docx(body, CORE.format(title, creator))))
    assert (article.title, article.authors) == read
    assert article.published is not None and article.published.isoformat() == "2016-05-03T12:05+00:00"
    assert [e.source for e in article.evidence if e.field == "published"] == ["document created"]
    assert article.text.count("The gate moved") == 2, "a document is kept whole"


def test_a_main_part_of_another_name_is_found() -> None:
    assert [line.text for line in page_of(docx(paragraph("A"), main="word/document2.xml")).lines] == ["A"]


def test_entities_are_not_unfolded() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    outside = '<!DOCTYPE d [<!ENTITY j SYSTEM "file:///etc/hostname">]>'
    for prologue, name in ((bomb + "]>", "j"), (outside, "j")):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            document = (
                f"{prologue}<w:document {W}><w:body><w:p><w:r><w:t>A&{name};</w:t></w:r></w:p></w:body></w:document>"
            )
            archive.writestr("word/document.xml", document)
        try:
            assert [line.text for line in page_of(packed.getvalue()).lines] == ["A"]
        except ReadError as error:
            assert error.reason.code is SkipCode.DAMAGED


def test_what_is_no_document_is_refused() -> None:
    whole = docx(paragraph("The weir."))
    for data, code in (
        (docx("<w:p/>"), SkipCode.EMPTY),
        (whole[: len(whole) // 2] + b"word/document.xml", SkipCode.DAMAGED),
        (docx("<w:p>"), SkipCode.DAMAGED),
        (docx(paragraph("word " * 10_500_000)), SkipCode.PAGE_TOO_LARGE),
    ):
        with pytest.raises(ReadError) as refused:
            read_docx(data, "a.docx", "a")
        assert refused.value.reason.code is code
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notes/word/document.xml.txt", "No document.")
    with pytest.raises(ReadError) as refused:
        list(read(packed.getvalue(), "a.docx"))
    assert refused.value.reason.code is SkipCode.LOOKS_BINARY


PROSE = "The gate moved on Tuesday, for the first time since the flood, and the keeper was there to see it open again."


@pytest.mark.parametrize("creator", ["LAPTOP-7 User", "Jane Doe", ""])
def test_what_the_lines_say_is_surer_than_the_properties(creator: str) -> None:
    lines = ("Airport runway too short", "By Clara Finn", "14 June 2016", PROSE, PROSE, PROSE)
    article = extract(page_of(docx("".join(map(paragraph, lines)), CORE.format("", creator))))
    assert (article.title, article.authors) == ("Airport runway too short", ("Clara Finn",))
    assert article.published is not None and article.published.isoformat() == "2016-06-14"
    assert article.text.splitlines() == [PROSE] * 3, "title, byline and date are not repeated"


def test_a_document_that_begins_with_its_text_loses_none_of_it() -> None:
    article = extract(page_of(docx(paragraph(PROSE) * 3)))
    assert article.text.splitlines() == [PROSE] * 3


@pytest.mark.parametrize(
    ("creator", "authors"),
    [
        ("LAPTOP-7 User", ()),
        ("DESKTOP-4F2K9Q1", ()),
        ("Microsoft Office User", ()),
        ("Benutzer", ()),
        ("HP", ()),
        ("Admin", ()),
        ("Winston Lee", ("Winston Lee",)),
        ("Dell Parker", ("Dell Parker",)),
    ],
)
def test_a_machine_is_nobody(creator: str, authors: tuple[str, ...]) -> None:
    page = page_of(docx(paragraph("The weir", "U1") + paragraph(PROSE) * 2, CORE.format("", creator)))
    assert extract(page).authors == authors
