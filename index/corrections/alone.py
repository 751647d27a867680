"""`not_copies`: which articles are copies of none, although they were taken for some?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.corrections.keys import ArticleKey
from index.corrections.source import Complaint, NodeKind, YamlNode
from index.corrections.statements import Complain, SaidValue, Statements, Subject
from index.extract import DescribedPage

ABOUT_COPIES = "copies"
_NAME = "not_copies"
_SAID = {"yes": True, "true": True, "no": False, "false": False}


def read_alone(node: YamlNode, key: ArticleKey, complain: Complain) -> Iterator[tuple[Subject, SaidValue]]:
    """Whether articles are copies of none: yes or no."""
    value = _SAID.get(node.text.casefold()) if node.kind is NodeKind.TEXT else None
    if value is None:
        complain(Complaint(node.line, f"has behind `{_NAME}` neither yes nor no"))
    else:
        yield Subject(ABOUT_COPIES, _NAME), value


def set_alone(known: DescribedPage, statements: Statements) -> DescribedPage:
    """The article, said to be a copy of none where the strongest statement says so."""
    return replace(known, alone=any(statement.value is True for statement in statements.values()))
