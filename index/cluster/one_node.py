"""Which node is asked? Any, in turns; but what belongs to one answer is asked of one and the same.

A node that hung, or was cut off, answers for some seconds from copies that are behind, before it learns that the others
went on without it. It has the state of the archive as it was, too: so an answer whose state came from the node that is
searched is whole, if old. One that has its state from elsewhere was too small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import local

from elastic_transport import BaseNode, NodeConfig, RoundRobinSelector

from index.errors import NodeLost


class OneNode(local):
    """The node that answers the requests of a thread; None where any may, or the next one that answers is to be it."""

    def __init__(self) -> None:
        self.node: NodeConfig | None = None
        self._kept = False

    @contextmanager
    def kept(self) -> Iterator[None]:
        """In the block one node answers: the first that did."""
        before = self.node, self._kept
        self.node, self._kept = None, True
        try:
            yield
        finally:
            self.node, self._kept = before

    def heard(self, node: NodeConfig) -> None:
        """A node has answered. Raises NodeLost where it was to be another one."""
        if not self._kept:
            return
        if self.node is None:
            self.node = node
        elif self.node != node:
            raise NodeLost(f"{self.node.host}:{self.node.port} does not answer any more")


class SameNode(RoundRobinSelector):
    """Chooses the node of `one`, while it can be asked, else all in turns."""

    one: OneNode | None = None

    def select(self, nodes: Sequence[BaseNode]) -> BaseNode:
        """One of the nodes that can be asked."""
        wanted = self.one.node if self.one else None
        return next((node for node in nodes if node.config == wanted), None) or super().select(nodes)
