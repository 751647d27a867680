"""How do references leave for programs that keep bibliographies? As RIS, BibTeX or CSL JSON, piece by piece.

What an article says can neither end a field nor begin one: a value is one line, and what a format reads as a sign of
its own is written otherwise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from index.article import ArticleDate, Precision
from index.wellformed import well_formed
from search.results import Export, Hit
from web.exports.cited_names import CitedName
from web.exports.formats import partial_told, ranked
from web.exports.reference import Reference
from web.words import language

ToReference = Callable[[Hit], Reference]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)
_NOT_IN_ADDRESSES = re.compile(r"[\\{}\x00-\x20\"<>]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def to_ris(export: Export, of_hit: ToReference) -> Iterator[bytes]:
    """A record of RIS for each hit, UTF-8. The format has no place for what is missing; a last record says so."""
    yield b""  # a head of its own, so that each page leaves before the next is made
    for page in ranked(export):
        yield "".join(ris(of_hit(hit)) for _, hit in page).encode()
    if export.partial:
        yield _ris_record([("TI", partial_told(export))], "GEN").encode()


def ris(one: Reference) -> str:
    """The reference as a record of RIS, of the type for newspapers."""
    issued, numbers = one.issued, _numbers(one.issued)
    fields = [
        *(("AU", author.inverted) for author in one.authors),
        ("TI", one.title),
        ("T2", one.source),
        ("PY", str(numbers[0]) if numbers else ""),
        ("DA", _slashed(numbers) if issued else ""),
        ("SE", one.section),
        ("CY", one.place),
        ("LA", one.language),
        ("UR", one.url or one.permalink),
        ("Y2", _slashed([one.accessed.year, one.accessed.month, one.accessed.day]) if one.accessed else ""),
        ("L2", one.permalink if one.url else ""),
        ("AN", one.id),
    ]
    return _ris_record(fields, "NEWS")


def _ris_record(fields: Iterable[tuple[str, str]], kind: str) -> str:
    lines = [("TY", kind), *((name, _line(value)) for name, value in fields if value), ("ER", "")]
    return "".join(f"{name}  - {value}\r\n" for name, value in lines) + "\r\n"


def _slashed(numbers: list[int]) -> str:
    """A date as RIS has it: `2015/05/26/`, with nothing between the strokes where it is not known."""
    parts = [f"{number:02}" for number in numbers[1:]] + ["", ""]
    return f"{numbers[0]:04}/{parts[0]}/{parts[1]}/"


def to_bibtex(export: Export, of_hit: ToReference) -> Iterator[bytes]:
    """An entry of BibTeX for each hit, UTF-8; a comment at the end says what is missing."""
    yield b""
    for page in ranked(export):
        yield "".join(bibtex(of_hit(hit)) for _, hit in page).encode()
    if export.partial:
        yield f"@comment{{{_latex(partial_told(export))}}}\n".encode()


def bibtex_key(one: Reference) -> str:
    """The key of an entry, which lasts: it hangs on the article's id alone, not on what is known of it."""
    return f"cuttings-{one.id}"


def bibtex(one: Reference) -> str:
    """The reference as an entry of BibTeX that BibLaTeX knows as one of a newspaper."""
    numbers, when = _numbers(one.issued), one.issued
    fields = [
        ("author", " and ".join(map(_bibtex_name, one.authors))),
        ("title", f"{{{_latex(one.title)}}}" if one.title else ""),  # in two braces: its capitals stay
        ("journal", _latex(one.source)),
        ("entrysubtype", "newspaper"),
        ("year", str(numbers[0]) if numbers else ""),
        ("date", "-".join(f"{number:02}" for number in numbers) if when and len(numbers) > 1 else ""),
        ("location", _latex(one.place)),
        ("langid", _babel(one.language)),
        ("url", _address(one.url or one.permalink)),
        ("urldate", one.accessed.isoformat() if one.accessed else ""),
        ("archived", _address(one.permalink)),
    ]
    told = [f"  {name} = {{{value}}},\n" for name, value in fields if value]
    if len(numbers) > 1:
        told.append(f"  month = {_MONTHS[numbers[1] - 1]},\n")
    return f"@article{{{bibtex_key(one)},\n{''.join(told)}}}\n\n"


def _bibtex_name(name: CitedName) -> str:
    """`van der Berg, Jr., Jan`; an office in braces of its own, so that it is not taken apart."""
    if not name.given:
        return f"{{{_latex(name.family)}}}"
    parts = (name.surname, name.suffix, name.given)
    return ", ".join(_one_name(_latex(part)) for part in parts if part)


def _one_name(text: str) -> str:
    """A part of a name, in braces where it holds what divides names or their parts."""
    return f"{{{text}}}" if re.search(r",|(?i:\band\b)", text) else text


def _babel(code: str) -> str:
    """The name of a language as LaTeX's babel has it, as a rule its English one: `english` of `en`; "" for others."""
    name = language(code.partition("-")[0]).lower() if code else ""
    return name if name.isascii() and name.isalpha() and len(name) > 3 else ""


def _latex(value: str) -> str:
    return _line(value).translate(_LATEX)


def _address(url: str) -> str:
    """An address without what would end a field; `%` and the like stand as they are, as the field is verbatim."""
    return _NOT_IN_ADDRESSES.sub(lambda sign: f"%{ord(sign[0]):02X}", _line(url))


def to_csl(export: Export, of_hit: ToReference) -> Iterator[bytes]:
    """The hits as a list of CSL JSON items, UTF-8. Where it is partial, an item at the end says so."""
    yield b"["
    before = b"\n"
    for page in ranked(export):
        items = (json.dumps(csl(of_hit(hit)), ensure_ascii=False).encode() for _, hit in page)
        if joined := b",\n".join(items):
            yield before + joined
            before = b",\n"
    if export.partial:
        missing = {"id": "partial", "type": "document", "title": partial_told(export)}
        yield before + json.dumps(missing, ensure_ascii=False).encode()
    yield b"\n]\n"


def csl_file(one: Reference) -> str:
    """A list of CSL JSON of one item."""
    return f"[\n{json.dumps(csl(one), ensure_ascii=False, indent=2)}\n]\n"


def csl(one: Reference) -> dict[str, Any]:
    """The reference as an item of CSL JSON."""
    issued: dict[str, Any] = {"date-parts": [_numbers(one.issued)]} if one.issued else {}
    if one.issued and one.issued.inferred:
        issued["circa"] = True
    accessed = [[one.accessed.year, one.accessed.month, one.accessed.day]] if one.accessed else []
    item = {
        "id": bibtex_key(one),
        "type": "article-newspaper",
        "title": one.title,
        "author": [_csl_name(author) for author in one.authors],
        "container-title": one.source,
        "section": one.section,
        "publisher-place": one.place,
        "language": one.language,
        "issued": issued,
        "URL": one.url or one.permalink,
        "accessed": {"date-parts": accessed} if accessed else {},
        "archive_location": one.permalink,
    }
    return {name: _sound(value) for name, value in item.items() if value}


def _csl_name(name: CitedName) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    told = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: well_formed(value) for part, value in told.items() if value}


def _sound(value: Any) -> Any:
    return well_formed(value) if isinstance(value, str) else value


def _numbers(when: ArticleDate | None) -> list[int]:
    """Year, month and day as far as they are known."""
    if when is None:
        return []
    day: date = when.moment.date()
    known = {Precision.YEAR: 1, Precision.MONTH: 2}.get(when.precision, 3)
    return [day.year, day.month, day.day][:known]


def _line(value: str) -> str:
    return _CONTROLS.sub(" ", well_formed(value)).strip()
