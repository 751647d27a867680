"""What is published in a cluster? One document says it; writing that document is the commit."""

from __future__ import annotations

from time import time
from typing import NamedTuple

import msgspec

from index.cluster.client import ClusterClient
from index.cluster.mapping import LAYOUT, STATE_INDEX, index_name, state
from index.cluster.refusals import strange
from index.errors import ClusterRefused, IndexDamaged, IndexLocked, IndexMissing, IndexOutdated

_ID = "published"
CLAIM_SECONDS = 3600.0  # after which a publication of another working copy is taken for dead
LASTING_SECONDS = 600.0  # for which the documents of a generation stay that is published no more: exports take minutes
_CONFLICT = 409
PUBLISHED_ANEW = "the archive was published anew while this was answered, and what was looked at has left the cluster"


class WriterClaim(msgspec.Struct, frozen=True):
    """Who is publishing: `owner` names the working copy, `number` is that of the generation to come, `since` the time
    in seconds since 1970."""

    owner: str
    number: int
    since: float


class FormerGeneration(msgspec.Struct, frozen=True):
    """A generation whose documents are still there: its `number`, and `until` when it was the published one, in seconds
    since 1970."""

    number: int
    until: float


class ClusterState(msgspec.Struct, frozen=True):
    """A publication. `generation` grows, 0 before the first; `articles` is the index that has its documents, so many
    `documents`; `created` is the time in ISO 8601. `files` are by name what lies in the index of words: the words of
    each segment, and the tables that were published with the generation; each by the name of its content
    (`index.cluster.files`). `source` tells apart the generations of working copies, `writer` names the one that
    published it (`index.cluster.working_copy`); `claim` says who publishes now; `former` are the generations before
    that can still be read, the one before always, the oldest first.
    """

    layout: int
    generation: int
    articles: str
    documents: int
    created: str
    files: dict[str, str]
    source: str = ""
    claim: WriterClaim | None = None
    writer: str = ""
    former: tuple[FormerGeneration, ...] = ()

    def holds(self, generation: int) -> bool:
        """Whether all documents of a generation are still there: it is this one, or one of the former ones."""
        return generation == self.generation or any(one.number == generation for one in self.former)

    def follows(self, other: ClusterState) -> bool:
        """Whether this came after the other one, as each of them says."""
        return self.holds(other.generation) and not other.holds(self.generation)

    @property
    def published(self) -> ClusterState:
        """The same without who is publishing the next one."""
        return msgspec.structs.replace(self, claim=None)


def lasting(before: ClusterState) -> tuple[FormerGeneration, ...]:
    """The generations that stay readable beside the one that is published now in the place of `before`."""
    now = time()
    kept = [one for one in before.former if now - one.until < LASTING_SECONDS]
    return (*kept, FormerGeneration(before.generation, now))


class StoredState(NamedTuple):
    """The state as it was read, and what the cluster calls that version of it."""

    state: ClusterState
    sequence: int
    term: int


def read_state(client: ClusterClient) -> StoredState | None:
    """What is published; None where nothing is. Raises ClusterUnavailable and IndexDamaged."""
    name = index_name(client.address.name, STATE_INDEX)
    answer = client.ask("GET", f"/{name}/_doc/{_ID}?realtime=true&preference=_local", allowed=(404,))
    if answer is None or not answer.get("found", False):
        return None
    try:
        read = msgspec.convert(answer["_source"], ClusterState)
    except msgspec.ValidationError as error:
        raise IndexDamaged(f"the state of the archive in {client.address} cannot be read: {error}") from error
    return StoredState(read, answer["_seq_no"], answer["_primary_term"])


def published_state(client: ClusterClient) -> ClusterState:
    """What is published. Raises IndexMissing where nothing is, IndexOutdated for another layout, ClusterRefused where
    it is no cluster of OpenSearch, and as before."""
    stored = read_state(client)
    if stored is None:
        prove_product(client)
    if stored is None or not stored.state.generation:
        raise IndexMissing(f"there is no archive in {client.address}")
    if stored.state.layout != LAYOUT:
        raise IndexOutdated(f"the archive in {client.address} was written by another version of the program")
    return stored.state


def prove_product(client: ClusterClient) -> None:
    """Raises ClusterRefused where something else answers than OpenSearch: that it has no archive says nothing."""
    told = client.ask("GET", "/", allowed=(404,)) or {}
    version = told.get("version")
    if not isinstance(version, dict) or version.get("distribution") != "opensearch":
        raise strange(client.address, 200)


def is_held(client: ClusterClient, state: ClusterState) -> bool:
    """Whether the cluster still has all documents of a publication. Raises as before."""
    return published_state(client).holds(state.generation)


def claim(client: ClusterClient, owner: str, replicas: int) -> StoredState:
    """Begin a publication, as the one that may end it; returns the state with the claim.

    What another publication of the same working copy has left, which holds a lock, is taken over at once; of another
    one when it is old. Raises IndexLocked.
    """
    before = read_state(client)
    if before is None:
        prove_product(client)
    state = before.state if before else ClusterState(LAYOUT, 0, "", 0, "", {})
    last, now = state.claim, time()
    if last and last.owner != owner and now - last.since < CLAIM_SECONDS:
        raise IndexLocked(f"{last.owner} is publishing in {client.address}")
    number = max(state.generation, last.number if last else 0) + 1
    commit(client, msgspec.structs.replace(state, claim=WriterClaim(owner, number, now)), before, replicas)
    claimed = read_state(client)
    if claimed is None or claimed.state.claim != WriterClaim(owner, number, now):
        raise IndexLocked(f"another program has begun to publish in {client.address}")
    return claimed


def commit(client: ClusterClient, new: ClusterState, before: StoredState | None, replicas: int) -> None:
    """Publish `new` in the place of what was read `before`. Raises IndexLocked where somebody else wrote it since."""
    name = index_name(client.address.name, STATE_INDEX)
    if before is None:
        client.ask("PUT", f"/{name}", state(replicas), allowed=(400,))
        condition = "op_type=create"
    else:
        condition = f"if_seq_no={before.sequence}&if_primary_term={before.term}"
    try:
        client.ask("PUT", f"/{name}/_doc/{_ID}?{condition}&refresh=true", msgspec.to_builtins(new))
    except ClusterRefused as error:
        if error.status != _CONFLICT:
            raise
        stored = read_state(client)
        if stored is None or stored.state != new:  # the answer to our own write was lost, and it was sent again
            raise IndexLocked(f"another program has published in {client.address} meanwhile") from error
