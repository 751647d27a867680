"""Which pieces of text does a `corrections.yaml` keep of one article, and where do they stand?

A page is told it, so that this needs nothing of what carries corrections out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from index.corrections.changed_file import read_file
from index.corrections.keys import BY_ID
from index.corrections.source import NodeKind, Wrong, YamlNode, parse

KEEP_ACTION, DROP_ACTION = "keep", "drop"
"""The names of the actions that say which lines belong to an article."""


def bare(text: str) -> str:
    """The text without white space: a line of an article may be several lines of its page, joined."""
    return "".join(text.split())


def kept_in(folder: str, leads_here: Callable[[str], bool]) -> list[str]:
    """The pieces that the `corrections.yaml` of a folder keeps of an article by its id, each once, as they are written
    but for white space. `leads_here` says whether an id is one of the article. None where the file cannot be read."""
    try:
        data = read_file(Path(folder))
        whole = parse(data) if data else None
    except (OSError, Wrong):
        return []
    known: dict[str, bool] = {}
    out: dict[str, str] = {}
    for identity, held in _kept(whole) if whole else ():
        if known.get(identity) is None:
            known[identity] = leads_here(identity)
        for node in (held.members if held.kind is NodeKind.LIST else (held,)) if known[identity] else ():
            if bare(node.text):
                out.setdefault(bare(node.text), " ".join(node.text.split()))
    return list(out.values())


def _kept(whole: YamlNode) -> Iterator[tuple[str, YamlNode]]:
    """The id and what is behind `keep` of each entry that goes by an id."""
    for entry in whole.members if whole.kind is NodeKind.LIST else ():
        fields = {name.text: value for name, value in entry.fields()}
        by = [*fields["by"].fields()] if "by" in fields else []
        if len(by) == 1 and by[0][0].text == BY_ID and KEEP_ACTION in fields:
            yield " ".join(by[0][1].text.split()), fields[KEEP_ACTION]


def lines_of_piece(texts: Sequence[str], piece: str) -> list[int]:
    """The numbers, from 0, of the lines that are this piece; where none is, of those in which it stands."""
    wanted = bare(piece)
    spelt = [bare(text) for text in texts]
    whole = [number for number, text in enumerate(spelt) if text == wanted]
    return whole or [number for number, text in enumerate(spelt) if wanted in text]
