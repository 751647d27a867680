"""How do lines of one article come into a `corrections.yaml` as kept, and out again? Bytes of the file in, bytes out.

Nothing else in the file is touched, and what comes out is read before it is handed on: it says what the file said
before, and of this one article what was asked. Where that cannot be had, the file stays and the reason is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from index.corrections.kept_pieces import KEEP_ACTION, bare
from index.corrections.keys import BY_ID, ArticleKey
from index.corrections.passages import ABOUT_TEXT, LONGEST_PIECE
from index.corrections.rulebook import Rules, read_rules
from index.corrections.source import NodeKind, Wrong, parse
from index.corrections.statements import SaidValue, Subject
from index.corrections.yaml_edit import NotEditable, YamlText, members, quoted
from index.errors import CuttingsError

_SHOWN = 80  # characters of a title beside an entry
_BOM = "\ufeff"
_Said = dict[ArticleKey, dict[Subject, SaidValue]]


class NotCorrected(CuttingsError):
    """The file cannot be changed as asked; it is as it was."""


def with_kept(data: bytes, article_id: str, title: str, texts: Sequence[str]) -> bytes:
    """The file with these texts kept of the article with this id; the `title` stands beside a new entry, as a comment.
    Raises `NotCorrected`."""
    text, before = _readable(data)
    key = ArticleKey(BY_ID, article_id)
    said = before.by_key.get(key, {})
    pieces = {bare(one): " ".join(one.split()) for one in texts}
    for piece in pieces:
        if not piece or len(piece) > LONGEST_PIECE:
            raise NotCorrected(f"a line of more than {LONGEST_PIECE:,} characters cannot be kept by a correction")
        if said.get(Subject(ABOUT_TEXT, piece)) is False:
            raise NotCorrected(
                f"an entry of the file that goes by the id {article_id} leaves this line out", "take that out first"
            )
    new = {piece: shown for piece, shown in pieces.items() if Subject(ABOUT_TEXT, piece) not in said}
    if not new:
        return data
    wanted = _copied(before)
    wanted.setdefault(key, {}).update({Subject(ABOUT_TEXT, piece): True for piece in new})
    lines = [quoted(shown) for shown in new.values()]
    for changed in _ways(text, article_id, title, lines):
        if (found := _proved(changed, data, before, wanted)) is not None:
            return found
    raise _by_hand(0)


def without_kept(data: bytes, leads_here: Callable[[str], bool], texts: Collection[str]) -> bytes:
    """The file without these texts being kept of the article to which ids lead. Raises `NotCorrected`."""
    text, before = _readable(data)
    ids = {key.value for key in before.ids() if leads_here(key.value)}
    pieces = {bare(one) for one in texts}
    wanted = _copied(before)
    there = False
    for identity in ids:
        for piece in pieces:
            there |= wanted[ArticleKey(BY_ID, identity)].pop(Subject(ABOUT_TEXT, piece), None) is True
    if not there:
        return data
    try:
        parts = YamlText.of(text)
        entries = list(parts.entries(BY_ID, ids))
        unwanted = [node for entry in entries for node in members(entry, KEEP_ACTION) if bare(node.value) in pieces]
        changed = parts.without(entries, KEEP_ACTION, unwanted)
    except NotEditable as error:
        raise _by_hand(error.line) from None
    found = _proved(changed, data, before, wanted)
    if found is None:
        raise _by_hand(0)
    return found


def _ways(text: str, article_id: str, title: str, lines: list[str]) -> Iterator[str]:
    """The texts that may keep more: in an entry of the article that keeps lines already, else in one of its own."""
    try:
        parts = YamlText.of(text)
    except NotEditable as error:
        raise NotCorrected(
            f"the file is written as a list in brackets (line {error.line})", "write each entry on lines of its own"
        ) from None
    for entry in parts.entries(BY_ID, {article_id}):
        if (more := parts.added(entry, KEEP_ACTION, lines)) is not None:
            yield more
    shown = " ".join("".join(char if char.isprintable() else " " for char in title).split())[:_SHOWN]
    head = f"- by: {{id: {article_id}}}" + (f"  # {shown}" if shown else "")
    yield parts.appended([head, f"  {KEEP_ACTION}:", *(f"    - {line}" for line in lines)])


def _readable(data: bytes) -> tuple[str, Rules]:
    """The text of the file without its mark of UTF-8, and what it says. Raises `NotCorrected` where it is no list."""
    try:
        text = data.decode("utf-8").removeprefix(_BOM)
        whole = parse(data)
    except UnicodeDecodeError:
        raise NotCorrected("the file is not UTF-8", "save it as UTF-8") from None
    except Wrong as wrong:
        line, told = wrong.complaint
        raise NotCorrected(f"the file {told}" + (f" (line {line})" if line else ""), "mend it first") from None
    if whole.kind not in (NodeKind.LIST, NodeKind.NOTHING):
        raise NotCorrected("the file is no list of corrections", "mend it first")
    return text, read_rules(data)


def _proved(changed: str, data: bytes, before: Rules, wanted: _Said) -> bytes | None:
    """The bytes of a text that says what is wanted and is no more wrong than the file was before; else None."""
    try:
        out = changed.encode()
        after = read_rules(out)
    except UnicodeEncodeError:
        return None
    if len(after.complaints) != len(before.complaints) or _copied(after) != {k: v for k, v in wanted.items() if v}:
        return None
    return _BOM.encode() + out if data.startswith(_BOM.encode()) and changed.strip() else out


def _copied(rules: Rules) -> _Said:
    return {key: dict(said) for key, said in rules.by_key.items() if said}


def _by_hand(line: int) -> NotCorrected:
    where = f" (line {line})" if line else ""
    return NotCorrected(f"the file is written in a way that the program does not change{where}", "change it by hand")
