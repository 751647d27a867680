"""Which values stand on which lines of a YAML text? They are read as text: no object is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import yaml

from index.errors import ReadError
from index.readers.decode import MAX_BYTES, decode

_MOST = 1_000_000  # values after aliases are followed: a few lines of YAML can name billions
_DEEPEST = 20
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # 1,000 corrections: 45 ms, without libyaml 580 ms


class NodeKind(StrEnum):
    """What a value is."""

    TEXT = "a text"
    NOTHING = "nothing"
    LIST = "a list"
    FIELDS = "`name: value`"


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A value and the line (from 1) on which it begins.

    `text` is that of a text, `members` the values of a list, or of fields: name, value, name, value. `size` is how many
    values it holds, itself among them.
    """

    line: int
    kind: NodeKind
    text: str = ""
    members: tuple[YamlNode, ...] = ()
    size: int = 1

    def fields(self) -> Iterator[tuple[YamlNode, YamlNode]]:
        """Name and value of each field, in order; none where it has no fields."""
        if self.kind is NodeKind.FIELDS:
            yield from zip(self.members[::2], self.members[1::2], strict=True)


class Complaint(NamedTuple):
    """What is wrong on a line of the file (0: with the file), as a sentence without its subject."""

    line: int
    text: str


class Wrong(Exception):
    """A value that is not what may stand there, or a text that is no YAML."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(line, text)
        self.complaint = Complaint(line, text)


def parse(data: bytes) -> YamlNode:
    """The value of a YAML text. Raises `Wrong`."""
    if len(data) > MAX_BYTES:
        raise Wrong(0, f"is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = decode(data).text if data.strip() else ""
        return _Composer().compose(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Wrong(mark.line + 1 if mark else 0, "is not YAML") from None
    except ReadError as error:
        raise Wrong(0, f"is not text ({error})") from None


class _Composer:
    """Puts a parser's events together, without recursion: a text may be nested as deeply as it is long."""

    def __init__(self) -> None:
        self._anchors: dict[str, YamlNode] = {}
        self._open: list[tuple[yaml.CollectionStartEvent, list[YamlNode]]] = []
        self._whole: YamlNode | None = None

    def compose(self, events: Iterator[yaml.Event]) -> YamlNode:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                nothing = event.implicit[0] and event.value in _NOTHING
                kind = NodeKind.NOTHING if nothing else NodeKind.TEXT
                self._add(event.anchor, YamlNode(_line(event), kind, event.value))
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(self._open) >= _DEEPEST:
                    raise Wrong(_line(event), "is nested too deeply")
                self._open.append((event, []))
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
        return self._whole or YamlNode(1, NodeKind.NOTHING)

    def _alias(self, event: yaml.AliasEvent) -> None:
        known = self._anchors.get(str(event.anchor))
        if known is None:
            raise Wrong(_line(event), f"names *{event.anchor}, which is not there")
        self._add(None, known)

    def _close(self) -> None:
        start, members = self._open.pop()
        kind = NodeKind.LIST if isinstance(start, yaml.SequenceStartEvent) else NodeKind.FIELDS
        size = 1 + sum(member.size for member in members)
        if size > _MOST:
            raise Wrong(0, f"holds more than {_MOST:,} values")
        self._add(start.anchor, YamlNode(_line(start), kind, members=tuple(members), size=size))

    def _add(self, anchor: str | None, node: YamlNode) -> None:
        if anchor:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1][1].append(node)
        elif self._whole is None:  # of several documents the first one counts
            self._whole = node
        else:
            raise Wrong(node.line, "begins another document: write all corrections as one list")


def _line(event: yaml.Event) -> int:
    return int(getattr(event.start_mark, "line", 0)) + 1
