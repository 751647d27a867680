"""What does a `names.yaml` say of names, and what is wrong in it? Whatever is wrong, all else in it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from index.corrections.source import Complaint, NodeKind, Wrong, YamlNode, parse
from index.entities.labels import EntityType
from index.entities.name_edits import Edits, NameEdit, spelt

_TYPES: Mapping[str, EntityType] = {kind.name.lower(): kind for kind in EntityType}
_NAMES, _APART, _NONE = "names", "apart", "none"
_MEANT = (*_TYPES, _APART, _NONE)
_FORM = "write `- person: Ann Lee` and below it `names: [Anne Lee, A. Lee]`"
_MOST = 1_000  # names of an entry
_LONGEST = 300  # characters of a name
_SHOWN = 40


class NameEntry(NamedTuple):
    """One entry as it stands: the root of its file, its number in it and its line, from 1, and what it speaks of."""

    root: int
    number: int
    line: int
    about: str


class RootComplaint(NamedTuple):
    """What is wrong in the file of a root."""

    root: int
    complaint: Complaint


class NameBook(NamedTuple):
    """All that the files say: `edits` number the `entries` as they stand here."""

    edits: Edits
    entries: tuple[NameEntry, ...]
    complaints: tuple[RootComplaint, ...]


def read_names(files: Mapping[int, bytes]) -> NameBook:
    """What the `names.yaml` of each root says, by the number of the root; of two that contradict each other the first
    counts."""
    reading = _NameReading()
    for root, data in sorted(files.items()):
        reading.take(root, data)
    return NameBook(Edits(reading.said, len(reading.entries)), tuple(reading.entries), tuple(reading.complaints))


class _NameReading:
    def __init__(self) -> None:
        self.said: dict[str, NameEdit] = {}
        self.entries: list[NameEntry] = []
        self.complaints: list[RootComplaint] = []
        self._root = self._number = 0

    def take(self, root: int, data: bytes) -> None:
        """Read the file of a root."""
        self._root, self._number = root, 0
        try:
            whole = parse(data)
        except Wrong as wrong:
            line, text = wrong.complaint
            self._complain(line, f"{text}; no entry of the file counts: {_FORM}")
            return
        if whole.kind is not NodeKind.LIST and whole.kind is not NodeKind.NOTHING:
            self._complain(whole.line, f"is no list of names: {_FORM}")
            return
        for self._number, node in enumerate(whole.members, 1):
            self._entry(node)

    def _entry(self, node: YamlNode) -> None:
        parts = self._parts(node)
        kinds = [name for name in _MEANT if name in parts]
        if len(kinds) != 1:
            if parts or node.kind is not NodeKind.FIELDS:
                named = ", ".join(f"`{name}`" for name in _MEANT)
                self._complain(node.line, f"does not say one of {named}, each in an entry of its own: {_FORM}")
            return
        names = [*self._texts(parts[kinds[0]], kinds[0])]
        about = f"{kinds[0]}: {', '.join(names[:3])}{', ...' if len(names) > 3 else ''}"
        said = [*self._edits(kinds[0], names, parts, node.line)]
        if said:
            self.entries.append(NameEntry(self._root, self._number, node.line, about))
        for name, edit in said:
            self._state(name, edit, node.line)

    def _parts(self, node: YamlNode) -> dict[str, YamlNode]:
        parts: dict[str, YamlNode] = {}
        for name, value in node.fields():
            if name.text in parts:
                self._complain(name.line, f"says `{name.text}` twice; the first counts")
            elif name.text == _NAMES or name.text in _MEANT:
                parts[name.text] = value
            else:
                known = ", ".join(f"`{one}`" for one in (*_MEANT, _NAMES))
                self._complain(
                    name.line, f"says `{name.text[:_SHOWN]}`, which means nothing; what may stand there is {known}"
                )
        return parts

    def _edits(
        self, kind: str, names: list[str], parts: Mapping[str, YamlNode], line: int
    ) -> Iterator[tuple[str, NameEdit]]:
        """What an entry says of each name."""
        number = len(self.entries)
        if kind in _TYPES:
            if len(names) != 1:
                self._complain(
                    line, f"gives `{kind}` {len(names)} values; what is meant is one, and `{_NAMES}` below it"
                )
                return
            others = self._texts(parts[_NAMES], _NAMES) if _NAMES in parts else ()
            for name in (names[0], *others):
                yield name, NameEdit(number, _TYPES[kind], names[0])
            return
        if _NAMES in parts:
            self._complain(line, f"says `{_NAMES}` beside `{kind}`, where it means nothing")
        if kind == _NONE:
            yield from ((name, NameEdit(number, None, "")) for name in names)
        elif len(names) < 2:
            self._complain(line, f"says `{_APART}` of fewer than two names")
        else:
            yield from ((name, NameEdit(number, None, name, apart=True)) for name in names)

    def _texts(self, node: YamlNode, name: str) -> Iterable[str]:
        """The names behind a word of the file, each once."""
        members = node.members if node.kind is NodeKind.LIST else (node,)
        if len(members) > _MOST:
            self._complain(node.line, f"has more than {_MOST:,} names behind `{name}`")
            return
        seen: set[str] = set()
        for member in members:
            text = " ".join(member.text.split())
            if member.kind is not NodeKind.TEXT or not text:
                self._complain(member.line, f"has {member.kind} behind `{name}`, where a name is meant")
            elif len(text) > _LONGEST:
                self._complain(member.line, f"has a name of more than {_LONGEST} characters behind `{name}`")
            elif spelt(text) not in seen:
                seen.add(spelt(text))
                yield text

    def _state(self, name: str, edit: NameEdit, line: int) -> None:
        """Take what is said of a name; what contradicts an earlier entry is left out."""
        first = self.said.setdefault(spelt(name), edit)
        if first[1:] != edit[1:]:
            other = self.entries[first.entry]
            where = f"entry {other.number} (line {other.line})" + (" of another folder" * (other.root != self._root))
            self._complain(line, f"contradicts {where} on `{name[:_SHOWN]}`; the first counts")

    def _complain(self, line: int, text: str) -> None:
        entry = f"(entry {self._number}) " if self._number else ""
        self.complaints.append(RootComplaint(self._root, Complaint(line, entry + text)))
