"""Every engine finds the newest version of an article, and the older ones where they are asked for."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from random import Random

import pytest

from index.article import Article, ArticleDate, Precision, article_id
from search.query import Listing, Query, Selection
from search.results import IN_VERSIONS
from search.words.offers import taken
from tests.contract.archives import Published
from tests.contract.capabilities import Can


def archive_of(changing: Published, seed: int) -> dict[str, list[Article]]:
    """Articles of one to four versions, by the id of the article, published in random order. Each version holds a word
    of all, a word of its article and a word of its own, and is of a paper of its own or of all."""
    rng, numbers = Random(seed), count()
    told: dict[str, list[Article]] = {}
    for name in ("bollard", "capstan", "davit", "fender", "gangway"):
        versions = []
        for number in range(1, rng.randint(1, 4) + 1):
            own = f"{name}{'abcd'[number - 1]}x"
            lines = [f"Sluicegate {name} {own}.", *(f"Line {line} of {own}." for line in range(rng.randint(0, number)))]
            versions.append(
                Article(
                    id=article_id("versions", f"{next(numbers)}"),
                    key=own,
                    path=f"{own}.html",
                    title=name,
                    text="\n".join(lines),
                    publisher=rng.choice(("Tide Press", own)),
                    language="en",
                    saved=ArticleDate(datetime(2016, 5, number), Precision.DAY),
                )
            )
        rng.shuffle(versions)
        told[versions[0].id] = versions
    changing.bench.publish_versions([*told.values()])
    return {one: sorted(versions, key=lambda version: version.key) for one, versions in told.items()}


@pytest.mark.needs(Can.VERSIONS)
def test_the_newest_version_is_found_and_the_others_where_they_are_asked_for(changing: Published, seed: int) -> None:
    others = changing.engine.health().articles
    told = archive_of(changing, seed)
    engine = changing.bench.engine()
    newest = {versions[-1].key for versions in told.values()}
    every = {version.key for versions in told.values() for version in versions}
    assert engine.health().articles == others + len(told)
    assert engine.count(Query("in:versions", copies=Listing.ALL)) == others + len(every)
    finding = {"sluicegate": newest, "sluicegate in:versions": every, "NOT in:versions sluicegate": newest}
    for asked, keys in finding.items():
        query = Query(asked, copies=Listing.ALL, per_page=50)
        results = engine.search(query)
        assert {hit.key for hit in results.hits} == keys
        assert results.total == engine.count(query) == len(keys)
        assert engine.ids(query) == tuple(hit.id for hit in results.hits)
        assert {hit.key for part in engine.export(query) for hit in part} == keys
        (papers,) = (facet for facet in results.facets if facet.name == "publisher")
        for value in papers.values:
            chosen = Query(asked, (Selection("publisher", value.value),), copies=Listing.ALL)
            assert engine.count(chosen) == value.count
        assert sum(value.count for value in papers.values) == len(keys)
    for key in every:
        assert engine.count(Query(key)) == (key in newest)
        assert engine.count(Query(f"{key} in:versions")) == 1
        assert engine.count(Query(f"{key} -in:versions")) == (key in newest)


@pytest.mark.needs(Can.VERSIONS)
def test_what_only_older_versions_hold_is_offered(changing: Published, seed: int) -> None:
    told = archive_of(changing, seed)
    engine = changing.bench.engine()

    def offered(text: str, *selections: Selection) -> list[tuple[str, int]]:
        results = engine.search(Query(text, selections, copies=Listing.ALL))
        told = [offer for offer in results.offers if offer.facet == IN_VERSIONS]
        for offer in told:
            assert engine.count(taken(results.query, *offer[:2])) == offer.count
        return [(offer.value, offer.count) for offer in told]

    for name, versions in ((versions[0].title, versions) for versions in told.values()):
        newest = versions[-1]
        assert offered(newest.key) == offered(f"{newest.key} in:versions") == offered("zwieback") == []
        for version in versions[:-1]:
            key, phrase = version.key, f'"{name} {version.key}"'
            assert offered(key) == [(key, 1)]
            assert offered(phrase) == [(phrase, 1)]
            assert offered(f"{newest.key} {key}") == [(key, 1)], "the word that is missing"
            assert offered(f"{newest.key} AND {key}") == [(key, 1)], "no version has both words"
            assert offered(f"{key} AND {name}") == [(f"{key} AND {name}", 1)], "the whole question"
            assert offered(f"{key} OR zwieback") == [(f"({key} OR zwieback)", 1)]
            assert offered(key, Selection("publisher", "Nobody")) == []
            assert offered(f"{key} in:versions") == []


@pytest.mark.needs(Can.VERSIONS)
def test_each_version_can_be_read(changing: Published, seed: int) -> None:
    told = archive_of(changing, seed)
    engine = changing.bench.engine()
    for article, versions in told.items():
        for number, version in enumerate([*versions, versions[-1]], 1):
            identity = article if number > len(versions) else f"{article}.{number}"
            read = engine.article(identity, Query(version.key))
            assert read is not None
            assert (read.text.text, bool(read.text.spans)) == (version.text, True)
            if len(versions) == 1:
                assert read.versions is None
                continue
            shown = read.versions
            assert shown is not None
            assert [(one.id, one.saved) for one in shown.all] == [
                (f"{article}.{place}", one.saved) for place, one in enumerate(versions, 1)
            ]
            assert shown.number == min(number, len(versions))
            assert read.article.id == (article if shown.is_newest else identity)
            compared = versions[-2] if shown.is_newest else version
            assert shown.before is not None and shown.before.saved == compared.saved
            assert shown.paragraphs == max(compared.text.count("\n"), versions[-1].text.count("\n")) + 1
        for missing in (
            f"{article}.{len(versions) + 1}",
            f"{article}.x",
            f"{article}.0",
            f"{article}.01",
            f"{article}.",
        ):
            assert engine.article(missing) is None


@pytest.mark.needs(Can.VERSIONS)
def test_a_hit_says_which_older_version_it_is(changing: Published, seed: int) -> None:
    told = archive_of(changing, seed)
    engine = changing.bench.engine()
    numbers = {version.key: number for versions in told.values() for number, version in enumerate(versions, 1)}
    newest = {versions[-1].key for versions in told.values()}
    for hit in engine.search(Query("sluicegate in:versions", per_page=50)).hits:
        if hit.key in newest:
            assert hit.older is None
            assert hit.id in told
        else:
            assert hit.older is not None
            assert (hit.older.number, hit.older.changed) == (numbers[hit.key], True)
            read = engine.article(hit.id)
            assert read is not None and read.article.key == hit.key
