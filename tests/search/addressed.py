"""Addresses of the articles of random archives, and filters on them, as nodes and as they are typed."""

from __future__ import annotations

from hypothesis import strategies as st

from search.query import Address, FacetFilter, Node, Reach

URLS = (
    "",
    "https://www.isles.example/war/2015/peace-talks",
    "http://isles.example/war?id=7&utm_source=mail",
    "https://news.isles.example/war/",
    "https://misles.example/wars/Talks",
    "https://isles.example/",
)
ADDRESSED: tuple[tuple[str, Node], ...] = (
    ("site:isles.example", FacetFilter("site", "isles.example")),
    ("site:WWW.Isles.Example", FacetFilter("site", "isles.example")),
    ("site:.example", FacetFilter("site", "example")),
    ("site:https://isles.example/war/", Address("isles.example", "/war", Reach.BELOW)),
    ("site:.example/war", Address("example", "/war", Reach.BELOW)),
    ("url:isles.example/wa", Address("isles.example", "/wa", Reach.BEGINNING)),
    ('url:="http://www.isles.example/war?id=7"', Address("isles.example", "/war?id=7", Reach.WHOLE)),
    ("url:talks", Address("", "talks", Reach.WORD)),
    ('inurl:"peace talks"', Address("", "peace talks", Reach.WORD)),
)
addresses = st.one_of(
    st.builds(
        FacetFilter, st.just("site"), st.sampled_from(("isles.example", "example", "news.isles.example", "les.example"))
    ),
    st.builds(
        Address,
        st.sampled_from(("isles.example", "news.isles.example", "misles.example")),
        st.sampled_from(("", "/war", "/wa", "/war?id=7", "/wars/Talks", "/war/2015/peace-talks")),
        st.sampled_from((Reach.BELOW, Reach.BEGINNING, Reach.WHOLE)),
    ),
    st.builds(
        Address, st.just(""), st.sampled_from(("war", "TALKS", "peace talks", "isles", "id")), st.just(Reach.WORD)
    ),
)
