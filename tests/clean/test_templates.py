"""Lines that recur on a site's pages are template; a sentence quoted on many pages stays in the body."""

from __future__ import annotations

from index.clean import TemplateCounter, TemplateLines, clean, line_hashes, site_of
from index.page import RawPage
from index.readers.html import read_html
from index.readers.text import read_text

TEASER = "Harbour towns of the north, and how they lived through the long winter"
QUOTE = "“We will not rest until the last family is home, and nobody will be left behind,” the minister said on Monday."


def _page(number: int) -> RawPage:
    body = [
        f"The council of district {number} met on Tuesday to discuss the repair of {number + 3} old bridges.",
        f"Engineer number {number} told the meeting that the work would take until the end of the following summer.",
        QUOTE,
        f"About {number * 100 + 40} residents came to the hall, and most of them asked when the ferry would run again.",
        f"The next meeting of district {number} is planned for the second week of March, the mayor said afterwards.",
    ]
    return read_text("\n\n".join(["Town news", *body, TEASER]), f"town/{number}.txt", str(number))


def test_a_recurring_teaser_goes_and_a_recurring_quote_stays() -> None:
    pages = [_page(number) for number in range(10)]
    counter = TemplateCounter()
    for page in pages:
        counter.add(page)
    for page in pages:
        template = counter.template_for(page)
        assert TEASER in template
        kept = clean(page, template).kept
        assert TEASER not in kept
        assert QUOTE in kept


def test_few_pages_make_no_template() -> None:
    counter = TemplateCounter()
    for number in range(3):
        counter.add(_page(number))
    assert counter.template_for(_page(0)) == TemplateLines()


def test_a_site_is_the_host_that_the_page_states_else_its_folder() -> None:
    stated = read_html('<link rel="canonical" href="https://www.news.example/a"><p>x', "folder/a.html", "a")
    broken = read_html('<link rel="canonical" href="http://[bad"><p>x', "folder/a.html", "a")
    assert site_of(stated) == "news.example"
    assert site_of(broken) == "folder"
    assert site_of(read_text("x", "folder/sub/a.txt", "a")) == "folder/sub"


def test_counting_hashes_from_workers_is_counting_pages() -> None:
    one, other = TemplateCounter(), TemplateCounter()
    for number in range(6):
        one.add(_page(number))
        other.add_hashes(site_of(_page(number)), line_hashes(_page(number)))
    assert one.template_for(_page(0)) == other.template_for(_page(0)) != TemplateLines()


def test_an_article_that_stands_a_second_time_in_one_line_is_kept_once() -> None:
    body = [
        f"Chapter {word} of the report tells how the harbour of {word} was rebuilt in the years after the storm."
        for word in ("Aberdeen", "Bergen", "Calais", "Dover", "Esbjerg", "Fowey", "Gdansk", "Hull", "Ipswich", "Jarrow")
    ]
    page = read_html(
        f"<div>{' '.join(body)}</div><article>{''.join(f'<p>{t}</p>' for t in body)}</article>", "a.html", "a"
    )
    kept = clean(page).kept
    assert [text for text in body if text not in kept] == []
    assert " ".join(body) not in kept
