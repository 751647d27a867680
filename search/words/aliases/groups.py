"""Which names does the file of aliases call equal? `load_aliases` reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from index.analysis import analyse_query, fold
from index.errors import CuttingsError

LONGEST_NAME = 8  # words of a name that stands in a question without quotation marks


class AliasError(CuttingsError):
    """The file of aliases cannot be read: the message says where and why."""


@dataclass(frozen=True)
class Aliases:
    """`groups` are tuples of equal names; `one_way` are (name, names that it finds too).

    A name of `capitals` counts only where it is typed in capitals. It is looked for in the place of another where the
    analysis tells it from the word in small letters (`US`), else never.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    one_way: tuple[tuple[str, tuple[str, ...]], ...] = ()
    capitals: frozenset[str] = frozenset()

    @cached_property
    def _found(self) -> dict[str, tuple[str, ...]]:
        """Folded name to the names that it finds too."""
        names_by_fold: dict[str, dict[str, str]] = {}
        pairs = [(name, group) for group in self.groups for name in group] + list(self.one_way)
        for name, names in pairs:
            for added in names:
                if not holds_words(fold(added), fold(name)) and not (added in self.capitals and _everyday(added)):
                    names_by_fold.setdefault(fold(name), {}).setdefault(fold(added), added)
        return {name: tuple(least_names(names)) for name, names in names_by_fold.items() if name}

    @cached_property
    def longest(self) -> int:
        """The most words of a name."""
        return min(max((len(name.split()) for name in self._found), default=0), LONGEST_NAME)

    def of(self, name: str) -> tuple[str, ...]:
        """The names that a search for `name` finds too, in the order of the file."""
        if not name.isupper() and fold(name) in {fold(capital) for capital in self.capitals}:
            return ()
        return self._found.get(fold(name), ())


def _everyday(name: str) -> bool:
    """Whether no form of the index tells the name from the same word in small letters."""
    return not any(token.initials for token in analyse_query(name))


def least_names(names: Mapping[str, str]) -> Iterator[str]:
    """The names, by their folded forms, without those that hold another one: Great Britain beside Britain finds nothing
    more."""
    for plain, name in names.items():
        if not any(shorter != plain and holds_words(plain, shorter) for shorter in names):
            yield name


def holds_words(name: str, part: str) -> bool:
    """Whether the words of `part` stand in `name`, so that a search for `part` finds it anyway."""
    return f" {part} " in f" {name} "


def load_aliases(file: Path | str | None = None) -> Aliases:
    """The aliases of `file`, or of the one that comes with the program.

    Raises AliasError where the file cannot be read or is not of the form that its head describes.
    """
    name = str(file or "aliases.yaml")
    try:
        source = Path(file) if file else files("search.words.data").joinpath("aliases.yaml")
        text = source.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AliasError(f"the aliases in {name} cannot be read: {error}") from error
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise AliasError(f"the aliases in {name} are not YAML: {error}") from error
    try:
        return _aliases(value or {})
    except (TypeError, KeyError, ValueError) as error:
        raise AliasError(
            f"the aliases in {name} are not of the form that is expected: groups is a list of lists of names, one_way "
            f"a list of {{word: NAME, finds: [NAMES]}}, capitals a list of names ({error})"
        ) from error


def _aliases(value: Mapping[str, Any]) -> Aliases:
    unknown = set(value) - {"groups", "one_way", "capitals"}
    if unknown:
        raise ValueError(f"unknown part {', '.join(map(str, sorted(unknown)))}")
    return Aliases(
        tuple(_names(group) for group in value.get("groups") or ()),
        tuple((str(row["word"]), _names(row["finds"])) for row in value.get("one_way") or ()),
        frozenset(_names(value.get("capitals") or ())),
    )


def _names(names: Iterable[Any]) -> tuple[str, ...]:
    if isinstance(names, str) or not all(isinstance(name, str) and fold(name) for name in names):
        raise ValueError(f"not a list of names: {names!r}; put quotation marks around no, yes and numbers")
    return tuple(names)
