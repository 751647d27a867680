"""`not_copies`: which articles are copies of none, and which two are no copies of each other, though taken for some?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.corrections.keys import BY_ADDRESS, BY_ID, BYS, ArticleKey
from index.corrections.source import Complaint, NodeKind, YamlNode
from index.corrections.statements import Complain, SaidValue, Statements, Subject
from index.extract import DescribedPage

ABOUT_COPIES = "copies"
_NAME = "not_copies"
_SAID = {"yes": True, "true": True, "no": False, "false": False}
_MOST = 1_000  # articles of a list
_SHOWN = 40
_MEANT = "an id or an address, or `{id: ...}` or `{address: ...}`"


def read_copies(node: YamlNode, key: ArticleKey, complain: Complain) -> Iterator[tuple[Subject, SaidValue]]:
    """Whether articles are copies of none: yes or no. Or, of a list, the articles that they are no copies of: the
    subject of each statement then has that article's key as its name and part."""
    if node.kind is NodeKind.LIST:
        yield from _ends(node, key, complain)
        return
    value = _SAID.get(node.text.casefold()) if node.kind is NodeKind.TEXT else None
    if value is None:
        text = f"has behind `{_NAME}` neither yes nor no, nor a list of articles, such as [ID, ADDRESS]"
        complain(Complaint(node.line, text))
    else:
        yield Subject(ABOUT_COPIES, _NAME), value


def other_end(subject: Subject) -> ArticleKey | None:
    """The articles that those of a statement are no copies of; None where it speaks of no others."""
    return ArticleKey(subject.name, subject.part) if subject.about == ABOUT_COPIES and subject.part else None


def set_alone(known: DescribedPage, statements: Statements) -> DescribedPage:
    """The article, said to be a copy of none where the strongest statement says so. Which two are no copies of each
    other changes neither: it is asked when groups are made."""
    alone = statements.get(Subject(ABOUT_COPIES, _NAME))
    return replace(known, alone=alone is not None and alone.value is True)


def _ends(node: YamlNode, key: ArticleKey, complain: Complain) -> Iterator[tuple[Subject, SaidValue]]:
    if not node.members or len(node.members) > _MOST:
        what = f"more than {_MOST:,} articles" if node.members else "an empty list"
        complain(Complaint(node.line, f"has {what} behind `{_NAME}`"))
        return
    for member in node.members:
        end = _end(member)
        if end is None:
            told = f"`{member.text[:_SHOWN]}`" if member.kind is NodeKind.TEXT else member.kind
            complain(Complaint(member.line, f"has {told} behind `{_NAME}`, where an article is meant: {_MEANT}"))
        elif end == key:
            complain(Complaint(member.line, f"says that {key} is no copy of itself; name the other article"))
        else:
            yield Subject(ABOUT_COPIES, *end), True


def _end(node: YamlNode) -> ArticleKey | None:
    """The article that a member of the list names, None where it names none. What has a slash is an address: no id of
    ours has one, and for that of a line `{id: ...}` can be written."""
    pairs = [(name.text, value) for name, value in node.fields()]
    if node.kind is NodeKind.TEXT:
        pairs = [(BY_ADDRESS if "/" in node.text else BY_ID, node)]
    if len(pairs) != 1 or pairs[0][0] not in (BY_ID, BY_ADDRESS) or pairs[0][1].kind is not NodeKind.TEXT:
        return None
    name, value = pairs[0]
    spelt = BYS[name].spelt(value.text)
    return ArticleKey(name, spelt) if spelt else None
