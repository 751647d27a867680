"""A file of corrections is checked when it is read: what is wrong is named with its line, and the rest counts."""

from __future__ import annotations

import pytest

from index.article import ArticleDate
from index.corrections.keys import BY, ArticleKey
from index.corrections.rulebook import Rules, read_rules

GOOD = "- by: {host: harbour.example}\n  set: {publisher: The Harbour Gazette}\n"


def told(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.text) for one in read_rules(text.encode()).complaints]


def values(rules: Rules) -> dict[str, dict[str, object]]:
    return {str(key): {subject.name: value for subject, value in said.items()} for key, said in rules.by_key.items()}


def test_each_way_to_name_articles_and_each_field() -> None:
    rules = read_rules(
        b"""
- by: {id: 00000000000000ff}
  set:
    publisher: The  Harbour Gazette
    byline: [Ann Lee, Bo Berg]
    published: 2015-05-26
    section: ~
    title: A bridge
- by: {address: "http://www.harbour.example/a/?utm_source=x"}
  set: {byline: Ann Lee}
- by: {host: https://www.Harbour.example}
  set: {published: 2015}
- by: {publisher: "Harbour | Home"}
  set: {publisher: Harbour}
- by: {section: post}
  drop: Read our newsletter
"""
    )
    assert rules.complaints == ()
    said = values(rules)
    assert list(said) == [
        "id: 00000000000000ff",
        "address: harbour.example/a",
        "host: harbour.example",
        "publisher: Harbour | Home",
        "section: post",
    ]
    first = said["id: 00000000000000ff"]
    assert (first["publisher"], first["section"], first["title"]) == ("The Harbour Gazette", "", "A bridge")
    assert first["byline"] == ("Ann Lee", "Bo Berg")
    assert said["address: harbour.example/a"]["byline"] == ("Ann Lee",)
    published = first["published"]
    assert isinstance(published, ArticleDate) and published.isoformat() == "2015-05-26"
    assert [(entry.number, entry.line) for entry in rules.entries] == [(1, 2), (2, 9), (3, 11), (4, 13), (5, 15)]


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ("- by: {hoost: a.example}\n  set: {title: A}\n", 1, "hoost"),
        ("- by: {host: a.example}\n  sett: {title: A}\n", 2, "`sett`"),
        ("- by: {host: a.example}\n  set:\n    publishr: A\n", 3, "`publishr`"),
        ("- by: {host: a.example}\n  set:\n    published: 2015-02-30\n", 3, "2015-02-30"),
        ("- by: {host: a.example}\n  set:\n    published: soon\n", 3, "soon"),
        ("- by: {host: a.example}\n  set:\n    published: 3/5/2015\n", 3, "3/5/2015"),
        ("- by: {host: a.example}\n  set:\n    published: [2015]\n", 3, "a list"),
        ("- by: {host: a.example}\n  set: {title: {a: b}}\n", 2, "title"),
        ("- by: {host: a.example}\n  set: {title: ~}\n", 2, "title"),
        ("- by: {host: a.example}\n  set: nonsense\n", 2, "`set`"),
        ("- by: {host: a.example}\n  set: {byline: [[a]]}\n", 2, "byline"),
        ("- by: {host: a.example}\n  drop: [~]\n", 2, "`drop`"),
        ("- by: {host: a.example}\n  keep: {a: b}\n", 2, "`keep`"),
        ("- by: {host: a.example}\n", 1, "nothing"),
        ("- by: {host: a.example, id: b}\n  set: {title: A}\n", 1, "known"),
        ("- by: {host: a.example/path}\n  set: {title: A}\n", 1, "host"),
        ("- by: {address: a.example}\n  set: {title: A}\n", 1, "address"),
        ("- by: {id: [a]}\n  set: {title: A}\n", 1, "a list"),
        ("- set: {title: A}\n", 1, "known"),
        ("- just a text\n", 1, "no correction"),
        ("- by: {host: a.example}\n  set: {title: A}\n  set: {title: B}\n", 3, "twice"),
    ],
)
def test_a_slip_is_named_with_entry_and_line_and_the_rest_counts(wrong: str, line: int, words: str) -> None:
    text = GOOD + wrong + "- by: {host: last.example}\n  set: {section: World}\n"
    ((told_line, sentence),) = told(text)
    assert told_line == line + 2
    assert "(entry 2)" in sentence
    assert words in sentence
    said = values(read_rules(text.encode()))
    assert said["host: harbour.example"] == {"publisher": "The Harbour Gazette"}
    assert said["host: last.example"] == {"section": "World"}


def test_what_is_right_in_a_correction_counts_beside_what_is_wrong() -> None:
    rules = read_rules(b"- by: {host: a.example}\n  set: {title: A, publisher: [a], section: B}\n")
    assert values(rules) == {"host: a.example": {"title": "A", "section": "B"}}
    assert len(rules.complaints) == 1


def test_of_two_that_contradict_each_other_the_first_counts_and_both_are_named() -> None:
    text = GOOD + "- by: {host: www.harbour.example}\n  set:\n    publisher: Another\n    section: World\n"
    ((line, sentence),) = told(text)
    assert line == 3
    assert "(entry 2)" in sentence and "entry 1 (line 1)" in sentence and "`publisher`" in sentence
    said = values(read_rules(text.encode()))
    assert said == {"host: harbour.example": {"publisher": "The Harbour Gazette", "section": "World"}}
    assert told(GOOD + GOOD) == [], "the same said twice is no contradiction"


def test_a_piece_that_is_both_kept_and_dropped_is_a_contradiction() -> None:
    ((line, sentence),) = told("- by: {host: a.example}\n  keep: Read on\n  drop: Read  on\n")
    assert (line, "contradicts" in sentence) == (1, True)


@pytest.mark.parametrize(
    "data",
    [
        b"- by: {host: a.example\n  set: {title: A}\n",
        b"by: {host: a.example}\nset: {title: A}\n",
        b"just a text",
        b"\x00\x01\x02\x03" * 9,
        b"- " * 100_000,
        b"[" * 100_000,
        b"- *nothing\n",
        b"--- [a]\n--- [b]\n",
        b"a: &a [1,1,1,1,1,1,1,1,1]\n"
        + b"".join(
            b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % ((98 + n, 98 + n) + (97 + n,) * 9) for n in range(9)
        ),
        b"- !!python/object/apply:os.system [echo]\n",
    ],
)
def test_a_bad_file_costs_the_file(data: bytes) -> None:
    rules = read_rules(data)
    assert rules.by_key == {}
    assert len(rules.complaints) == 1


def test_an_empty_file_says_nothing_and_is_not_wrong() -> None:
    assert read_rules(b"") == read_rules(b"# nothing yet\n") == Rules()


def test_an_alias_is_followed() -> None:
    rules = read_rules(b"- by: {host: a.example}\n  drop: &menu [Home]\n- by: {host: b.example}\n  drop: *menu\n")
    assert values(rules)["host: b.example"] == {"Home": False}


def test_the_mark_of_a_key_changes_with_what_is_said_and_with_nothing_else() -> None:
    one, moved = (
        read_rules(GOOD.encode()),
        read_rules(b"# a comment\n- by: {host: b.example}\n  drop: A\n" + GOOD.encode()),
    )
    key = ArticleKey("host", "harbour.example").number
    assert one.marks[key] == moved.marks[key]
    assert one.marks[key] != read_rules(GOOD.replace("Gazette", "Post").encode()).marks[key]


def test_ids_come_before_addresses_hosts_and_values() -> None:
    assert [by.name for by in BY][:4] == ["id", "file", "address", "host"]


def test_a_thousand_corrections_are_looked_up_not_walked() -> None:
    """The same number of look-ups for an article, whether there are ten corrections or ten thousand."""

    class Counted(dict[ArticleKey, object]):
        asked = 0

        def get(self, *given: object) -> object:
            self.asked += 1
            return super().get(*given)  # type: ignore[call-overload]

    from index.corrections.correct import corrected
    from index.extract import described
    from index.readers import read

    (page,) = read(b'{"id": "a", "text": "One line.", "url": "https://h1.example/a", "publisher": "P"}', "a.jsonl")
    known = described(page)  # type: ignore[arg-type]
    counts = set()
    for count in (10, 10_000):
        text = "".join(f"- by: {{host: h{n}.example}}\n  set: {{section: S{n}}}\n" for n in range(count))
        rules = read_rules(text.encode())
        by_key = Counted(rules.by_key)
        changed, keys = corrected(known, Rules(rules.entries, by_key), ("a",), "a.html")  # type: ignore[arg-type]
        assert changed.description.section == "S1"
        counts.add(by_key.asked)
    assert keys and len(counts) == 1
