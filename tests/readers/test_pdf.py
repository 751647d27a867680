"""A PDF is read in the order of its columns, as paragraphs, without the heads and numbers of its pages."""

from __future__ import annotations

from collections import Counter

import pytest

from index.errors import ReadError
from index.extract import extract
from index.page import Format, RawPage
from index.readers import read
from index.readers.pdf_layout import paragraphs, words_of
from index.readers.pdf_lines import PrintedLine
from index.reasons import SkipCode
from tools.paper_forms import pdf, set_in
from web.reasons import advice_sentence

FIRST = (
    "The weir at Holm Mill was opened on Tuesday for the first time since the flood and nobody had expected the gate "
    "to move at all because it had rusted where it hung and the chain lay in the pond where it had been thrown by the "
    "last miller in a temper that is still spoken of in the village and in two of the villages below it."
)
SECOND = (
    "It moved all the same and the mill pond was empty by noon. Ducks were seen to walk. The council has asked for "
    "them to be counted before the gate is closed again on Friday, and a second time when the water has come back, "
    "so that whatever is missing can be put down to the miller and not to the council."
)
TITLE = "The weir at Holm Mill opens"


def page_of(data: bytes, path: str = "weir.pdf") -> RawPage:
    (page,) = read(data, path)
    assert isinstance(page, RawPage)
    assert page.format is Format.PDF
    return page


def told(page: RawPage) -> list[str]:
    return [line.text for number, line in enumerate(page.lines) if line.text and number not in page.furniture]


@pytest.mark.parametrize("order", ["of columns", "of rows", "backwards"])
def test_columns_are_read_one_after_the_other_whatever_the_order_of_the_file(order: str) -> None:
    left, right = set_in(FIRST, 40, 50, 740), set_in(SECOND, 40, 310, 740)
    lines = {
        "of columns": left + right,
        "of rows": [line for row in zip(left, right, strict=False) for line in row] + left[len(right) :],
        "backwards": (left + right)[::-1],
    }[order]
    page = page_of(
        pdf(
            [[(50, 780, 22, TITLE), *lines, *right[len(left) :]]]
            if order == "of rows"
            else [[(50, 780, 22, TITLE), *lines]]
        )
    )
    assert told(page) == [TITLE, FIRST, SECOND]
    assert page.lines[0].path == ("h1",)


TABLE = (("Weir", "1.20 m"), ("Mill pond", "0.85 m"), ("Holm", "2 m"), ("Lower gate", "closed"))


@pytest.mark.parametrize("cells", [2, 3])
@pytest.mark.parametrize("rows", [4, 9])
def test_a_table_is_read_by_its_rows(rows: int, cells: int) -> None:
    table = [(f"{TABLE[n % 4][0]} {n}", *(f"{TABLE[n % 4][1]} {n}{c}" for c in range(1, cells))) for n in range(rows)]
    printed = [(50.0 + 130 * c, 600 - 14.0 * n, 10, cell) for n, row in enumerate(table) for c, cell in enumerate(row)]
    above = set_in(FIRST, 90, 50, 740)[:3]
    read_as = " ".join(told(page_of(pdf([[*above, *printed]])))[-rows * cells :])
    assert read_as.endswith(" ".join(cell for row in table for cell in row))


def test_short_columns_of_prose_on_one_grid_are_columns() -> None:
    left, right = set_in(FIRST, 40, 50, 740)[:5], set_in(SECOND, 40, 310, 740)[:5]
    rows = [line for row in zip(left, right, strict=True) for line in row]
    texts = [" ".join(text for *_, text in side) for side in (left, right)]
    assert " ".join(told(page_of(pdf([rows])))) == " ".join(texts)


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    lines = set_in(FIRST, 40, 50, 740)
    first, rest = lines[:4], lines[4:]
    beside = [(310.0, bottom + 48, size, text) for _, bottom, size, text in rest]
    assert told(page_of(pdf([first + beside]))) == [FIRST]
    below = [(left, bottom + 48, size, text) for left, bottom, size, text in rest]
    assert told(page_of(pdf([first, below]))) == [FIRST]
    assert told(page_of(pdf([[*first[:3], (50, 704, 10, "It ends."), *beside]])))[0].endswith("It ends.")


def test_heads_and_numbers_of_pages_are_left_out_with_their_rules() -> None:
    pages = [
        [
            (50, 810, 8, f"{number} May 2016"),
            (250, 810, 8, "The Mill Post"),
            *set_in(text, 60, 50, 740),
            (290, 20, 8, f"- {number} -"),
        ]
        for number, text in ((4, FIRST), (5, SECOND))
    ]
    page = page_of(pdf(pages))
    article = extract(page)
    assert article.text.split("\n") == [FIRST, SECOND]
    rules = [(d.rule, d.text) for d in article.dropped]
    assert rules.count(("running_head", "The Mill Post")) == 2
    assert ("page_number", "- 4 -") in rules and ("page_number", "- 5 -") in rules
    assert "\n".join(sorted([*article.text.split("\n"), *(d.text for d in article.dropped)])) == "\n".join(
        sorted(line.text for line in page.lines if line.text)
    )


def line(text: str, number: int = 0) -> PrintedLine:
    return PrintedLine(text, 50, 700 - 12 * number, 50 + 5 * len(text), 710 - 12 * number, 10)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (["the weir was re-", "opened on Tuesday"], "the weir was reopened on Tuesday"),
        (["a self-", "made man"], "a self-made man"),
        (["the great-", "grandmother of all"], "the great-grandmother of all"),
        (["born in Stoke-", "Poges"], "born in Stoke-Poges"),
        (["a mill-", "pond, and a mill-pond again"], "a mill-pond, and a mill-pond again"),
        (["a mill-", "pond, and a millpond again"], "a millpond, and a millpond again"),
        (["from 1950-", "1954"], "from 1950-1954"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_where_the_word_is_one(printed: list[str], read: str) -> None:
    lines = [line(text, number) for number, text in enumerate(printed)]
    (found,) = paragraphs([lines])
    assert found.text(words_of([lines])) == read


def test_ligatures_are_letters() -> None:
    assert words_of([[line("an officer")]]) == Counter({"an": 1, "officer": 1})
    text = "find the officer"
    (page,) = read(pdf([set_in(FIRST, 60, 50, 740), set_in(text, 60, 50, 500)]), "a.pdf")
    assert isinstance(page, RawPage) and text in told(page)


@pytest.mark.parametrize(
    ("properties", "title", "authors", "published", "saved"),
    [
        ({"Title": "Microsoft Word - weir7.doc", "Author": "Jane Doe"}, TITLE, ("Jane Doe",), "", ""),
        ({"Title": TITLE, "CreationDate": "D:20160503120509+02'00'"}, TITLE, (), "2016-05-03T12:05+02:00", ""),
        (
            {"Title": TITLE, "Producer": "Skia/PDF m99", "CreationDate": "D:20160503120509Z"},
            TITLE,
            (),
            "",
            "2016-05-03T12:05+00:00",
        ),
        ({"CreationDate": "D:2016"}, TITLE, (), "", ""),
        ({"CreationDate": "yesterday"}, TITLE, (), "", ""),
    ],
)
def test_properties_and_the_largest_letters_describe_it(
    properties: dict[str, str], title: str, authors: tuple[str, ...], published: str, saved: str
) -> None:
    article = extract(page_of(pdf([[(50, 780, 22, TITLE), *set_in(f"{FIRST} {SECOND}", 80, 50, 740)]], properties)))
    assert (article.title, article.authors) == (title, authors)
    assert (article.published.isoformat() if article.published else "") == published
    assert (article.saved.isoformat() if article.saved else "") == saved
    assert article.language == "en"


def test_a_date_in_the_text_goes_before_that_of_the_file() -> None:
    lines = [(50.0, 780.0, 22.0, TITLE), (50.0, 765.0, 9.0, "By Jane Doe, 2 May 2016"), *set_in(FIRST, 80, 50, 740)]
    article = extract(page_of(pdf([lines], {"CreationDate": "D:20160503120509"})))
    assert article.published is not None and article.published.isoformat() == "2016-05-02"


@pytest.mark.parametrize(
    ("data", "code", "advice"),
    [
        (pdf([[]]), SkipCode.NO_TEXT_LAYER, "ocrmypdf"),
        (pdf([[(50, 700, 9, "123 456")]]), SkipCode.NO_TEXT_LAYER, "ocrmypdf"),
        (pdf([[]] * 301), SkipCode.TOO_MANY_PAGES, "split"),
        (b"%PDF-1.7\nand nothing", SkipCode.DAMAGED, "fetch"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(data: bytes, code: SkipCode, advice: str) -> None:
    with pytest.raises(ReadError) as refused:
        list(read(data, "a.pdf"))
    assert refused.value.reason.code is code
    assert advice in advice_sentence(refused.value.reason)


def test_a_document_that_needs_a_password_is_refused() -> None:
    sealed = "/Filter /Standard /V 1 /R 2 /P -44 /O (" + "a" * 32 + ") /U (" + "b" * 32 + ")"
    data = pdf(
        [set_in(FIRST, 60, 50, 740)], trailer=f" /Encrypt << {sealed} >> /ID [(0123456789012345) (0123456789012345)]"
    )
    with pytest.raises(ReadError) as refused:
        list(read(data, "a.pdf"))
    assert refused.value.reason.code is SkipCode.ENCRYPTED
