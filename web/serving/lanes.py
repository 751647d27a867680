"""Which requests wait for which? One table of lanes, and the line before a lane: fair, bounded in number and time."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar

from index.settings import Settings
from web import paths, urls
from web.writing import writing_route

SEARCH_LANE, ARTICLE_LANE, EXPORT_LANE, COMPLETION_LANE, OPEN_LANE = "search", "article", "export", "completion", "open"
ADDITION_LANE = "addition"
REFUSED = "cuttings.refused"  # in a request's WSGI environment: the lane that had no place for it, or ""
EXPORT_PATIENCE = 15  # times the wait of a search: an export of 10,000 hits takes 1.1 to 3.3 s of processor time
ADDITION_PATIENCE = 7  # times that wait: with the wait for a run it stays below the minute after which proxies give up
_AT_ONCE = frozenset(
    {
        paths.HEALTH, paths.READY, paths.METRICS, paths.STATUS, paths.API_STATUS, paths.HELP, paths.OPENSEARCH,
        paths.API_DESCRIPTION, paths.ADD,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lane:
    """Requests that wait for one another and for no others.

    `places` of them are answered at the same time; `waiting` more may wait, each for `seconds` at most.
    """

    name: str
    places: int
    waiting: float
    seconds: float


def lanes(settings: Settings) -> tuple[Lane, ...]:
    """The lanes of a server, one for each name that `lane_of` gives."""
    wait = settings.wait_seconds
    return (
        Lane(SEARCH_LANE, max(1, settings.threads), 128, wait),
        Lane(ARTICLE_LANE, 2, 128, wait),
        Lane(EXPORT_LANE, 2, 16, EXPORT_PATIENCE * wait),
        Lane(COMPLETION_LANE, 1, 32, wait),
        Lane(ADDITION_LANE, 16 if settings.token else 1, 64, ADDITION_PATIENCE * wait),
        Lane(OPEN_LANE, 4, inf, inf),
    )


def lane_of(path: str, method: str = "GET") -> str:
    """The lane of a request for `path`, a path without prefix; what is not known stands in the line of the searches."""
    path = "/" + path.lstrip("/")  # as the server hands it to the application
    route = writing_route(path, method)
    if route and route.files:
        return ADDITION_LANE
    if path in _AT_ONCE or path.startswith(paths.STATIC):
        return OPEN_LANE
    if path.startswith(paths.ARTICLE) and path.endswith(urls.SAVED_SOURCE):
        return EXPORT_LANE  # it may be large, and go to a slow reader
    if path.startswith((paths.ARTICLE, paths.API_ARTICLE)):
        return ARTICLE_LANE
    if path == paths.API_COMPLETE:
        return COMPLETION_LANE
    slow = path.startswith((f"{paths.SEARCH}.", paths.BATCH, paths.REVIEW))
    return EXPORT_LANE if slow else SEARCH_LANE


Item = TypeVar("Item")


class LaneQueue(Generic[Item]):
    """Those who wait for a place in a lane. Clients take turns; the requests of one client keep their order.

    Not safe for threads: whoever owns it holds a lock.
    """

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._clients: OrderedDict[str, deque[tuple[float, Item]]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def join(self, client: str, item: Item, now: float) -> Item | None:
        """Let `item` wait from `now` on, in seconds.

        Returns who must leave for it: where the line is full, the newest of the client that has most in it, which may
        be `item` itself; `item` where nobody may wait; else None.
        """
        if self._lane.seconds <= 0:
            return item
        left: Item | None = None
        if self._length >= self._lane.waiting:
            most = max(self._clients, key=lambda name: len(self._clients[name]), default=client)
            if len(self._clients.get(most, ())) <= len(self._clients.get(client, ())) + 1:
                return item
            left = self._clients[most].pop()[1]  # it has two or more, so it stays in the line
            self._length -= 1
        self._clients.setdefault(client, deque()).append((now + self._lane.seconds, item))
        self._length += 1
        return left

    def next(self) -> Item | None:
        """The oldest of the client whose turn it is, who then goes to the end; None where nobody waits."""
        if not self._clients:
            return None
        client, held = self._clients.popitem(last=False)
        _, item = held.popleft()
        self._length -= 1
        if held:
            self._clients[client] = held
        return item

    def overdue(self, now: float) -> list[Item]:
        """Those whose time is up, who leave."""
        out = []
        for client, held in list(self._clients.items()):
            while held and held[0][0] <= now:
                out.append(held.popleft()[1])
            if not held:
                del self._clients[client]
        self._length -= len(out)
        return out

    def earliest(self) -> float:
        """When the next one's time is up; infinity where nobody waits."""
        return min((held[0][0] for held in self._clients.values()), default=inf)
