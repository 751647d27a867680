"""`no_name`: what is no name in an article, although it was taken for one?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.corrections.keys import ArticleKey
from index.corrections.source import Complaint, NodeKind, YamlNode
from index.corrections.statements import Complain, SaidValue, Statements, Subject
from index.entities.name_edits import spelt
from index.extract import DescribedPage

ABOUT_NAMES = "name"
_MOST = 1_000
_LONGEST = 300  # characters of a name


def read_refused(node: YamlNode, key: ArticleKey, complain: Complain) -> Iterator[tuple[Subject, SaidValue]]:
    """Each name behind `no_name`: a text, or a list of them."""
    members = node.members if node.kind is NodeKind.LIST else (node,)
    if len(members) > _MOST:
        complain(Complaint(node.line, f"has more than {_MOST:,} names behind `no_name`"))
        return
    for member in members:
        name = spelt(member.text)
        if member.kind is not NodeKind.TEXT or not name or len(name) > _LONGEST:
            complain(
                Complaint(member.line, "has behind `no_name` what is no name: write it as it stands in the article")
            )
        else:
            yield Subject(ABOUT_NAMES, name), True


def refuse_names(known: DescribedPage, statements: Statements) -> DescribedPage:
    """The article with the names that it does not have."""
    return replace(known, no_names=frozenset(subject.name for subject in statements))
