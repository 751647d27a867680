"""The engines that the suite holds to the contract. Another engine is another row, and what it cannot has a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zlib import crc32

from index.article import Article
from index.cluster.client import ClusterClient
from index.cluster.cluster_address import read_address
from index.cluster.publication import ClusterPublication, ClusterShape
from index.store.snapshot import open_snapshot
from search.cluster.engine import open_cluster
from search.cluster.served import KeptKnowledge
from search.embedded.engine import open_engine
from search.engine import Engine
from search.options import Options
from search.words.aliases import Aliases
from tests.contract.capabilities import Can, Row
from tests.contract.stock_whoosh import StockWhoosh
from tests.plain import named_archives
from tests.plain.named_archives import NamedArticle
from tests.plain.publishing import publish, publish_arrivals, publish_copies, publish_versions


@dataclass(frozen=True)
class Embedded:
    """The engine of this program."""

    folder: Path

    def publish(self, added: Sequence[Article], removed: Sequence[str] = ()) -> None:
        publish(self.folder, added, removed)

    def publish_named(self, added: Sequence[NamedArticle], removed: Sequence[str] = ()) -> None:
        named_archives.publish(self.folder, added, removed)

    def publish_copies(self, added: Sequence[Article]) -> None:
        publish_copies(self.folder, added)

    def publish_versions(self, added: Sequence[Sequence[Article]]) -> None:
        publish_versions(self.folder, added)

    def publish_arrivals(self, added: Sequence[tuple[Article, int]]) -> None:
        publish_arrivals(self.folder, added)

    def engine(self) -> Engine:
        return open_engine(self.folder, aliases=Aliases(), seconds=60.0)


@dataclass(frozen=True)
class Whoosh(Embedded):
    """A stock Whoosh searcher over the same index."""

    def engine(self) -> Engine:
        return StockWhoosh(self.folder)


@dataclass(frozen=True)
class Clustered(Embedded):
    """The engine over a cluster, to a node of which each publication goes."""

    address: str = ""

    def publish(self, added: Sequence[Article], removed: Sequence[str] = ()) -> None:
        super().publish(added, removed)
        self._send()

    def publish_named(self, added: Sequence[NamedArticle], removed: Sequence[str] = ()) -> None:
        super().publish_named(added, removed)
        self._send()

    def publish_copies(self, added: Sequence[Article]) -> None:
        super().publish_copies(added)
        self._send()

    def publish_versions(self, added: Sequence[Sequence[Article]]) -> None:
        super().publish_versions(added)
        self._send()

    def publish_arrivals(self, added: Sequence[tuple[Article, int]]) -> None:
        super().publish_arrivals(added)
        self._send()

    def _client(self) -> ClusterClient:
        name = f"contract-{crc32(bytes(self.folder)):08x}"
        return ClusterClient(read_address(f"opensearch://{self.address.removeprefix('http://')}/{name}"))

    def _send(self) -> None:
        ClusterPublication(self._client(), open_snapshot(self.folder), ClusterShape(2, 0)).publish()

    def engine(self) -> Engine:
        options = Options(aliases=Aliases())
        beside = KeptKnowledge(self.folder.with_name(f"{self.folder.name}.words"), options)
        return open_cluster(self._client(), beside, seconds=60.0, options=options)


_NOT_IN_WHOOSH = "no such query in Whoosh"
_OURS = "made by the embedded engine, not kept in the index"

ROWS = (
    Row("embedded", Embedded, {}),
    Row("cluster", Clustered, {}, at=lambda address: partial(Clustered, address=address)),
    Row(
        "stock whoosh",
        Whoosh,
        {
            Can.VERBATIM: "its questions go to the stems",
            Can.ANY_WORD: "its phrases have no place for any word",
            Can.NAMES: "its questions go to the fields of texts",
            Can.NOT: "AndNot of Whoosh 3.54 finds articles that hold what it is to leave out",
            Can.LEAD: "the lead is no field of the index but the first positions of the body",
            Can.GUESSES: "one word is enough",
            Can.FUNCTION_WORDS: "every word finds",
            Can.NEAR: "its span queries count distances of their own",
            Can.UNITS: _NOT_IN_WHOOSH,
            Can.DATES: "the facet of dates is text, of a day or of a minute, and Whoosh has no ranges of days in it",
            Can.FILTERS: "a facet's value is one term, and a filter means some of its words",
            Can.PREFIXES: "its patterns go over stems, ours over the forms that stand in the texts",
            Can.FACETS_OF_A_PAGE: "the adapter counts a facet where it is asked for by name",
            Can.SEVERAL_VALUES: "a column of Whoosh holds one value a document",
            Can.NAMES_IN_TEXTS: "their values stand in no column, and the adapter reads the columns",
            Can.SELECTIONS: "the adapter reads the question alone",
            Can.DATE_ORDER: "the facet of dates is text, of a day or of a minute, and Whoosh sorts the text",
            Can.RELEVANCE: "BM25F of its own, held to the formula by tests/index/test_whoosh_agreement.py",
            Can.MARKS: _OURS,
            Can.SNIPPETS: _OURS,
            Can.COPIES: _OURS,
            Can.ARRIVAL: "when an article came stands beside the segments, in no field",
            Can.VERSIONS: "it finds all documents of the segments, older versions among them",
            Can.EXPORTS: "Whoosh has no list that is made piece by piece",
            Can.HOSTILE: "its limits are not ours: a pattern may open into any number of terms",
            Can.SUGGESTIONS: _OURS,
            Can.ERRORS: "its errors are those of Whoosh",
        },
    ),
)
