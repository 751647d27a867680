"""Where do the elements stand that are records? XML is read piece by piece, with the bytes of one element in memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import IO
from xml.parsers import expat

from index.readers.records.form import Division, refuse_packed_bomb
from index.readers.records.safe_xml import Refused, new_parser
from index.reasons import SkipCode, SkipReason

_PIECE = 1 << 16


class ElementPlaces(ABC):
    """Gives `into` the elements of a file that a form takes for records: those between its calls of `begin` and `end`,
    from the first to the last byte."""

    def __init__(self, into: Division) -> None:
        self.into = into
        self.parser = new_parser()
        self.parser.StartElementHandler = self.started
        self.parser.EndElementHandler = self.ended
        self.parser.XmlDeclHandler = self._declared
        self.charset = ""
        self.number = 0
        self.begun = -1
        self.buffer = b""
        self._going = True
        self._first = 0

    @abstractmethod
    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    @abstractmethod
    def ended(self, name: str) -> None:
        """An element ends."""

    @abstractmethod
    def held(self, fed: int) -> int:
        """How many of the bytes that were fed count against the longest record."""

    def read(self, stream: IO[bytes]) -> None:
        """Read a file to its end, or to where it is damaged, which is the problem of the division then."""
        fed = 0
        try:
            while self._going and (piece := stream.read(_PIECE)):
                fed += len(piece)
                refuse_packed_bomb(stream, fed)
                self._feed(piece)
                if self.held(fed) > self.into.longest:
                    self.into.problem = SkipReason(SkipCode.FEED_DAMAGED)
                    return
            if self._going:
                self._feed(b"", last=True)
        except (expat.ExpatError, Refused, ValueError, LookupError):
            self.into.problem = SkipReason(SkipCode.FEED_DAMAGED)

    def begin(self) -> None:
        """Take the element that begins here for a record."""
        self.begun = self.place

    def end(self) -> None:
        """Give away the record whose element ends here."""
        end = self.buffer.find(b">", self.place - self._first) + 1
        data = self.buffer[self.begun - self._first : end]
        hasher = self.into.hasher()
        hasher.update(data)
        self.number += 1
        self._going = self._going and self.into.add(self.number, self.begun, len(data), hasher.intdigest())
        self.begun = -1

    @property
    def place(self) -> int:
        """How many bytes are understood."""
        return max(int(self.parser.CurrentByteIndex), 0)

    def _feed(self, piece: bytes, *, last: bool = False) -> None:
        self.buffer += piece
        self.parser.Parse(piece, last)
        keep = self.begun if self.begun >= 0 else self.place
        if keep > self._first:
            self.buffer, self._first = self.buffer[keep - self._first :], keep

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        self.charset = encoding or ""
