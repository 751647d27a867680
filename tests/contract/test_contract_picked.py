"""Every engine shows the articles of a list of ids in its order, with the marks of a question, and names what is not
there."""

from __future__ import annotations

from random import Random

import pytest

from search.notes import NoteCode
from search.query import Listing, Query
from tests.contract.archives import WHOLE_LIST, Published
from tests.contract.capabilities import Can
from tests.contract.test_contract_versions import archive_of


@pytest.mark.needs(Can.EXPORTS)
def test_picked_articles_come_in_their_order_as_the_question_shows_them(archive: Published, seed: int) -> None:
    rng = Random(seed)
    for _, query in archive.asked(rng, 20):
        found = {hit.id: hit for hit in archive.engine.search(query).hits}
        ids = rng.sample(sorted(archive.records), 6)
        export = archive.engine.picked([*ids, *ids[:2]], query)
        hits = [hit for page in export for hit in page]
        assert [hit.id for hit in hits] == ids
        assert (export.partial, export.written, export.results.total) == (False, 6, 6)
        for hit in hits:
            if hit.id in found:
                assert hit == found[hit.id]
            else:
                assert hit.matches == 0 and not hit.title.spans


@pytest.mark.needs(Can.EXPORTS)
def test_what_no_article_has_is_named(archive: Published, seed: int) -> None:
    known = Random(seed).choice(sorted(archive.records))
    strange = ["0" * 16, "", "x", "\u202e'", f"{known}.7", "f" * 1000]
    export = archive.engine.picked([*strange, known], Query(per_page=WHOLE_LIST))
    assert [hit.id for page in export for hit in page] == [known]
    (note,) = [note for note in export.notes if note.code is NoteCode.ARTICLES_UNKNOWN]
    assert export.partial and dict(note.values)["count"] == len(strange)


@pytest.mark.needs(Can.EXPORTS, Can.VERSIONS)
def test_versions_are_picked_by_their_ids(changing: Published, seed: int) -> None:
    told = archive_of(changing, seed)
    engine = changing.bench.engine()
    wanted = [
        (f"{one}.{number}" if number < len(versions) else one, version.key)
        for one, versions in told.items()
        for number, version in enumerate(versions, 1)
    ]
    Random(seed).shuffle(wanted)
    hits = [hit for page in engine.picked([one for one, _ in wanted], Query(copies=Listing.ALL)) for hit in page]
    assert [(hit.id, hit.key) for hit in hits] == wanted
