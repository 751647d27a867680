"""Where in the text of a `corrections.yaml` does something stand, and how does that text go on without it or with more?

Lines are taken out and put in; all others stay as they are, with their comments. Whether the new text says what was
meant is for the caller to prove.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # where YAML 1.1 begins another line
_DASH = re.compile(r"[ \t]*-[ \t]+")
_REST = re.compile(r"[ \t]*(?:#.*)?")
_BLOCK_SCALARS = frozenset({"|", ">"})


class NotEditable(Exception):
    """What is to be changed is written in a way that no line can be taken out of or put in; `line` is from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _YamlPart(NamedTuple):
    """What stands from the beginning of one value to the end of another: a member of a list, behind its dash, or a
    field."""

    first: yaml.Node
    last: yaml.Node
    is_member: bool


@dataclass(frozen=True, slots=True)
class YamlText:
    """The lines of a text with their ends, and the list that it holds, None where it holds nothing."""

    lines: tuple[str, ...]
    whole: yaml.SequenceNode | None

    @classmethod
    def of(cls, text: str) -> YamlText:
        """The parts of a text that is a list or nothing. Raises `NotEditable` for a list in brackets."""
        whole = yaml.compose(text, Loader=_LOADER) if text.strip() else None
        if isinstance(whole, yaml.SequenceNode) and whole.flow_style:
            raise NotEditable(whole.start_mark.line + 1)
        return cls(tuple(_lines(text)), whole if isinstance(whole, yaml.SequenceNode) else None)

    def entries(self, by: str, values: Collection[str]) -> Iterator[yaml.MappingNode]:
        """The entries whose articles are known by one of these values."""
        for entry in self.whole.value if self.whole else ():
            key = _value(entry, "by")
            if isinstance(key, yaml.MappingNode) and len(key.value) == 1:
                name, value = key.value[0]
                if _text(name) == by and " ".join(_text(value).split()) in values:
                    yield entry

    def appended(self, entry: Iterable[str]) -> str:
        """The text with an entry at its end, whose lines begin where those of a list at the margin do."""
        end = next((n for n, line in enumerate(self.lines) if re.match(r"\.\.\.\s", line)), len(self.lines))
        column = self.whole.start_mark.column if self.whole else 0
        return self._with(end, (" " * column + line for line in entry))

    def added(self, entry: yaml.MappingNode, name: str, members: Iterable[str]) -> str | None:
        """The text with more members of a list in an entry; None where they cannot simply stand behind its last one."""
        held = _value(entry, name)
        if not isinstance(held, yaml.SequenceNode) or held.flow_style or not held.value:
            return None
        try:
            end = _end(held)[0]
        except NotEditable:
            return None
        return self._with(end + 1, (f"{' ' * held.start_mark.column}- {member}" for member in members))

    def without(self, entries: Iterable[yaml.MappingNode], name: str, unwanted: Collection[yaml.Node]) -> str:
        """The text without these values of a field of entries, or members of its list; an entry that then says nothing
        goes as a whole. Raises `NotEditable`."""
        gone = {
            number for entry in entries for part in _parts(entry, name, unwanted) for number in self._lines_of(part)
        }
        return "".join(line for number, line in enumerate(self.lines) if number not in gone)

    def _lines_of(self, part: _YamlPart) -> range:
        """The lines that hold this part and nothing else. Raises `NotEditable`."""
        start, (end, column) = part.first.start_mark, _end(part.last)
        before, behind = self.lines[start.line][: start.column], _BREAK.sub("", self.lines[end][column:])
        alone = _DASH.fullmatch(before) if part.is_member else not before.strip(" ")
        if not alone or not _REST.fullmatch(behind):
            raise NotEditable(start.line + 1)
        return range(start.line, end + 1)

    def _with(self, place: int, more: Iterable[str]) -> str:
        newline = next((line[len(line.rstrip("\r\n")) :] for line in self.lines if line.endswith("\n")), "\n")
        before = list(self.lines[:place])
        if before and not _BREAK.search(before[-1]):
            before[-1] += newline
        return "".join([*before, *(line + newline for line in more), *self.lines[place:]])


def members(entry: yaml.MappingNode, name: str) -> list[yaml.ScalarNode]:
    """The texts of a field of an entry, which is one or a list of them."""
    held = _value(entry, name)
    nodes = held.value if isinstance(held, yaml.SequenceNode) else [held]
    return [node for node in nodes if isinstance(node, yaml.ScalarNode)]


def quoted(text: str) -> str:
    """A text as a value of YAML that takes one line, whatever it holds; what nobody sees, and reading may take out,
    stands there by its number."""
    dumped: str = yaml.safe_dump(text, allow_unicode=True, default_style='"', width=float("inf"))
    return "".join(char if char.isprintable() else f"\\U{ord(char):08X}" for char in dumped.rstrip("\n"))


def _parts(entry: yaml.MappingNode, name: str, unwanted: Collection[yaml.Node]) -> Iterator[_YamlPart]:
    """What is to go: members of a list, the whole field, or the entry."""
    chosen = [node for node in members(entry, name) if node in unwanted]
    key, value = next((pair for pair in entry.value if _text(pair[0]) == name), (entry, entry))
    if not chosen:
        return
    if isinstance(value, yaml.SequenceNode) and len(chosen) < len(value.value):
        if value.flow_style:
            raise NotEditable(value.start_mark.line + 1)
        yield from (_YamlPart(node, node, is_member=True) for node in chosen)
    elif {_text(key) for key, _ in entry.value} <= {"by", name}:
        yield _YamlPart(entry, entry, is_member=True)
    else:
        yield _YamlPart(key, value, is_member=False)


def _end(node: yaml.Node) -> tuple[int, int]:
    """The line, from 0, and the column where a value ends. That of a block is the end of its last part: what the parser
    says of it lies beyond comments."""
    if isinstance(node, yaml.ScalarNode) and node.style in _BLOCK_SCALARS:
        raise NotEditable(node.start_mark.line + 1)
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_mark.line, node.end_mark.column


def _value(node: yaml.Node, name: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if _text(key) == name), None)


def _text(node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _lines(text: str) -> Iterator[str]:
    start = 0
    for found in _BREAK.finditer(text):
        yield text[start : found.end()]
        start = found.end()
    if start < len(text):
        yield text[start:]
