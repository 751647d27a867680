"""Which corrections does a file hold, and what is wrong with it? Whatever is wrong, all else in it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from xxhash import xxh3_64_intdigest

from index.corrections.actions import ACTION_NAMES, ACTIONS
from index.corrections.alone import ABOUT_COPIES, other_end
from index.corrections.keys import BY_ID, BYS, ArticleKey
from index.corrections.source import Complaint, NodeKind, Wrong, YamlNode, parse
from index.corrections.statements import SaidValue, Subject

_SHOWN = 40  # characters of a name that is not known
_FORM = "write `- by: {host: news.example.org}` and below it `set: {publisher: The News}`"


class CorrectionEntry(NamedTuple):
    """One correction as it stands in the file: its number and its line, from 1, and its articles' key.

    What says that articles are no copies of others stands here again with the key of these: `apart` is then that of the
    first ones, else None.
    """

    number: int
    line: int
    key: ArticleKey
    apart: ArticleKey | None = None

    @property
    def about(self) -> str:
        """Which articles it is about, as it is told to people."""
        return str(self.key) if self.apart is None else f"{self.key}, no copy of {self.apart}"


@dataclass(frozen=True)
class Rules:
    """The corrections of a file, by the keys of their articles; `complaints` tell what was left out."""

    entries: tuple[CorrectionEntry, ...] = ()
    by_key: Mapping[ArticleKey, Mapping[Subject, SaidValue]] = field(default_factory=dict)
    complaints: tuple[Complaint, ...] = ()

    @cached_property
    def marks(self) -> Mapping[int, int]:
        """By the number of each key 64 bits that change when another thing is said of its articles."""
        return {
            key.number: xxh3_64_intdigest(repr(sorted(statements.items(), key=repr)).encode("utf-8", "surrogatepass"))
            for key, statements in self.by_key.items()
        }

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The rows of `BY` that the keys are of: an article is asked for no others."""
        return frozenset(key.by for key in self.by_key)

    def apart(self) -> Iterator[tuple[ArticleKey, ArticleKey]]:
        """The keys of articles that are no copies of each other: of those of this root, and of those of any."""
        return ((entry.apart, entry.key) for entry in self.entries if entry.apart is not None)

    def with_ends(self, others: Iterable[Rules]) -> Rules:
        """With what the files of other roots say of articles wherever they are: which are no copies of theirs."""
        by_key = {key: dict(statements) for key, statements in self.by_key.items()}
        for other in others:
            for key, end in other.apart():
                by_key.setdefault(end, {}).setdefault(Subject(ABOUT_COPIES, *key), True)
        return replace(self, by_key=by_key)

    def ids(self) -> Iterator[ArticleKey]:
        """The keys that are ids."""
        return (key for key in self.by_key if key.by == BY_ID)


def read_rules(data: bytes) -> Rules:
    """The corrections of a `corrections.yaml`."""
    return _Reading().rules(data)


class _Reading:
    def __init__(self) -> None:
        self._entries: list[CorrectionEntry] = []
        self._by_key: dict[ArticleKey, dict[Subject, SaidValue]] = {}
        self._first: dict[tuple[ArticleKey, Subject], CorrectionEntry] = {}
        self._complaints: list[Complaint] = []
        self._number = 0

    def rules(self, data: bytes) -> Rules:
        try:
            whole = parse(data)
        except Wrong as wrong:
            line, text = wrong.complaint
            return Rules(complaints=(Complaint(line, f"{text}; no correction of the file counts: {_FORM}"),))
        if whole.kind is not NodeKind.LIST and whole.kind is not NodeKind.NOTHING:
            return Rules(complaints=(Complaint(whole.line, f"is no list of corrections: {_FORM}"),))
        for self._number, node in enumerate(whole.members, 1):
            self._entry(node)
        return Rules(tuple(self._entries), self._by_key, tuple(self._complaints))

    def _entry(self, node: YamlNode) -> None:
        before = len(self._complaints)
        parts = self._parts(node)
        if parts is None:
            return
        key = self._key(parts.pop("by", None), node)
        if key is None:
            return
        entry = CorrectionEntry(self._number, node.line, key)
        told = [entry]
        said = False
        for name, value in parts.items():
            for subject, stated in ACTION_NAMES[name].read(value, key, self._complain):
                said = True
                self._state(entry, subject, stated)
                if (end := other_end(subject)) is not None:
                    told.append(CorrectionEntry(self._number, node.line, end, apart=key))
                    self._state(told[-1], Subject(ABOUT_COPIES, *key), stated)
        if said:
            self._entries += told
        elif len(self._complaints) == before:
            named = ", ".join(f"`{action.name}`" for action in ACTIONS)
            self._complain(Complaint(node.line, f"says nothing of its articles: it may have {named}"))

    def _parts(self, node: YamlNode) -> dict[str, YamlNode] | None:
        if node.kind is not NodeKind.FIELDS:
            self._complain(Complaint(node.line, f"is {node.kind}, which is no correction: {_FORM}"))
            return None
        parts: dict[str, YamlNode] = {}
        for name, value in node.fields():
            if name.text in parts:
                self._complain(Complaint(name.line, f"says `{name.text}` twice; the first counts"))
            elif name.text == "by" or name.text in ACTION_NAMES:
                parts[name.text] = value
            else:
                known = ", ".join(f"`{one}`" for one in ("by", *ACTION_NAMES))
                text = f"says `{name.text[:_SHOWN]}`, which means nothing; what may stand there is {known}"
                self._complain(Complaint(name.line, text))
        return parts

    def _key(self, node: YamlNode | None, entry: YamlNode) -> ArticleKey | None:
        pairs = list(node.fields()) if node is not None else []
        if node is None or len(pairs) != 1:
            line = (node or entry).line
            text = f"does not say by what its articles are known: one of {', '.join(BYS)}, as in `by: {{id: ...}}`"
            self._complain(Complaint(line, text))
            return None
        name, value = pairs[0]
        by = BYS.get(name.text)
        if by is None:
            text = f"goes by `{name.text[:_SHOWN]}`, which means nothing; what may stand there is {', '.join(BYS)}"
            self._complain(Complaint(name.line, text))
            return None
        spelt = by.spelt(value.text) if value.kind is NodeKind.TEXT else ""
        if not spelt:
            told = f"`{value.text[:_SHOWN]}`" if value.kind is NodeKind.TEXT else value.kind
            self._complain(Complaint(value.line, f"goes by {by.name} {told}; what is meant is {by.expected}"))
            return None
        return ArticleKey(by.name, spelt)

    def _state(self, entry: CorrectionEntry, subject: Subject, value: SaidValue) -> None:
        """Take a statement; one that contradicts an earlier one of the same key is left out."""
        statements = self._by_key.setdefault(entry.key, {})
        first = self._first.setdefault((entry.key, subject), entry)
        if statements.setdefault(subject, value) != value:
            what = f"`{subject.name[:_SHOWN]}`"
            text = f"contradicts entry {first.number} (line {first.line}) on {what} of {entry.key}; the first counts"
            self._complain(Complaint(entry.line, text))

    def _complain(self, complaint: Complaint) -> None:
        self._complaints.append(Complaint(complaint.line, f"(entry {self._number}) {complaint.text}"))
