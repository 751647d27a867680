"""Which lines of a page are kept, and which rule dropped each of the others?

The model says of every line how likely it is running text; rules of structure overrule it where they are surer, and
name what the model left out. A page that the model doubts is shown to a second extractor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import compress, repeat

import numpy as np
from numpy.typing import NDArray

from index.clean.copies import copies
from index.clean.features.lines import Lines, measured
from index.clean.features.measure import COLON, END
from index.clean.furniture import around
from index.clean.model.classifier import Opinion, expected_f1, judge, load_model, promised_f1
from index.clean.model.reasons import traits
from index.clean.names import name_dropped
from index.clean.rules.sections import comment_lines
from index.clean.rules.spot import is_place_byline
from index.clean.rules.template import TemplateLines
from index.clean.second_opinion import ask
from index.clean.text_lists import text_lists
from index.page import Cleaned, Decision, Format, RawPage, Tree
from index.reasons import Trait

DOUBT = 0.9  # expected F1 under which a page is shown to the second extractor
_LONG, _LONG_BONUS = 30, 0.1  # words; a long line lost costs more than one of furniture kept (F1 +.0019 on dumps)
_HEADING = 0.25  # a subheading between paragraphs stays in its text (F1 +.0003 on dumps)
_PARAGRAPH, _PARAGRAPH_LEAST = 40, 0.15  # words; a long paragraph below a sure one is one, too (F1 +.0001 to +.0003)
_SENTENCE_END = re.compile(
    r"[.!?…。！？؟।][\"'”’»)\]]{0,3}(?: ?[/(—–-] ?[\w ]{2,30}\)?)?$"
)  # an agency may sign after it
_TITLE = 25  # words; what stands kept above the first sentence of a dump and is none is its title
_MOST_LINES = 12_000  # the longest of 3,080 reference pages has 1,600 lines; 250,000 lines took 21 s
_SHORTEST_PROSE = 21  # characters: eleven words of one letter, or of a script without spaces
_SURE = 0.8  # probability at which a sentence is body even where it recurs on other pages
_WHOLE = (Format.MARKDOWN, Format.DOCX)  # written by hand: no site put anything around the text
_DOUBTS = frozenset({"", "repeated"})  # rules that a line in a list of the text does not fall under
_ALWAYS = frozenset({"share", "comments", "form", "rating", "advertisement"})  # set phrases that no body consists of


def clean(page: RawPage, template: TemplateLines | None = None) -> Cleaned:
    """Decide on every line of the page. `template` holds lines known from other pages of the same site.

    Pages that are clean already (JSON lines), Markdown and Word documents are kept whole. What the reader knows to be
    furniture is left out before the others are judged. The same page gives the same decisions.
    """
    return around(page, lambda bare: _judged(bare, template))


def _judged(page: RawPage, template: TemplateLines | None) -> Cleaned:
    filled = [number for number, line in enumerate(page.lines) if line.text]
    if not page.clean or page.format in _WHOLE or not filled:
        return Cleaned(page, tuple(_all_kept(len(page.lines))))
    if len(filled) > _MOST_LINES:
        return _by_prose(page, filled)
    kind = "html" if page.tree is not None else "text"
    model = load_model(kind)
    opinion = judge(model, page)
    lines = opinion.table.lines
    threshold: float | NDArray[np.float64] = model.threshold
    if page.tree is None:
        threshold = _dump_threshold(lines, opinion.probability, model.threshold)
    kept = _kept(lines, opinion.probability, threshold)
    extractor = "cuttings"
    if page.tree is not None and expected_f1(opinion.probability, lines.measures.words, model.threshold) < DOUBT:
        other = ask(page.markup, lines.texts)
        if other is not None and other.any():
            kept, extractor = other, "trafilatura"
    rules = _overruled(lines, kept, opinion.probability, template, dump=page.tree is None)
    if page.tree is not None:
        kept = _with_lists(page.tree, lines, kept, rules)
    dropped = np.flatnonzero(~kept & (np.array(rules) == ""))
    fallback = "not_body" if extractor == "cuttings" else "other_extractor"
    for number, name in zip(dropped.tolist(), name_dropped(page, opinion.table, kept, dropped), strict=True):
        rules[number] = name or fallback
    weighed = _weighed(kind, opinion, rules)
    recurring = _lines_of(opinion, [unit for unit in np.flatnonzero(kept).tolist() if rules[unit] == "template"])
    return Cleaned(page, _decisions(page, opinion, rules, weighed), extractor, _joins(opinion), recurring)


def _by_prose(page: RawPage, filled: list[int]) -> Cleaned:
    """A page of more lines than any article has: what reads like sentences is kept, without the model."""
    decisions = _all_kept(len(page.lines))
    long = [number for number in filled if len(page.lines[number].text) >= _SHORTEST_PROSE]
    prose = measured([page.lines[number].text for number in long], [""] * len(long)).prose.tolist() if long else []
    dropped = set(filled).difference(compress(long, prose))
    for decision in _decided(dropped, "not_body"):
        decisions[decision.line] = decision
    return Cleaned(page, tuple(decisions))


def _dump_threshold(lines: Lines, probability: NDArray[np.float64], threshold: float) -> NDArray[np.float64]:
    """The least probability of each kept line of a dump: lower where the page promises little, and for long lines.

    The choice of lines with the best expected F1 is the one at half of that F1 (Lipton, Elkan and Narayanaswamy 2014);
    `threshold` is a larger part of it, for a line of furniture in the text costs more than its words.
    """
    words = lines.measures.words
    return threshold * promised_f1(probability, words) - np.where(words >= _LONG, _LONG_BONUS, 0)


def _kept(lines: Lines, probability: NDArray[np.float64], threshold: float | NDArray[np.float64]) -> NDArray[np.bool_]:
    """Lines at the threshold; long ones below a kept one at a lower one; headings between kept ones."""
    words = lines.measures.words
    kept = probability >= threshold
    if len(kept) > 2:
        paragraph = kept & (words >= 12)
        plain = np.array([not look for look in lines.looks], np.bool_)
        heading = (words <= 8) & (probability >= _HEADING) & plain
        kept[1:-1] |= heading[1:-1] & paragraph[:-2] & paragraph[2:]
        follows = np.append(False, (probability[:-1] >= _SURE) & (words[:-1] >= 20))
        doubted = follows & ~kept & (words >= _PARAGRAPH) & (probability >= _PARAGRAPH_LEAST) & plain
        for number in np.flatnonzero(doubted).tolist():
            kept[number] = _SENTENCE_END.search(lines.texts[number][-60:]) is not None
    return kept


def _overruled(
    lines: Lines,
    kept: NDArray[np.bool_],
    probability: NDArray[np.float64],
    template: TemplateLines | None,
    *,
    dump: bool,
) -> list[str]:
    """Rules that drop a line whatever the model says; empty for the others."""
    count = len(lines.texts)
    rules = [""] * count
    words = lines.measures.words
    for number, look in enumerate(lines.looks):
        if look in _ALWAYS and words[number] <= 6:
            rules[number] = look
    body = kept & lines.prose
    for number, rule in _above_body(lines, kept[: int(np.argmax(body))], dump=dump):
        rules[number] = rule
    for number in np.flatnonzero(comment_lines(lines.texts, lines.looks, body, words)).tolist():
        rules[number] = "comments"
    if template is not None and template.hashes:
        for number in range(count):
            sure = body[number] and probability[number] >= _SURE
            if not rules[number] and not sure and lines.texts[number] in template:
                rules[number] = "template"
    free = kept & np.array([not rule for rule in rules], np.bool_)
    for number in copies(lines, free, probability):
        rules[number] = "repeated"
    return rules


def _with_lists(tree: Tree, lines: Lines, kept: NDArray[np.bool_], rules: list[str]) -> NDArray[np.bool_]:
    """What is kept, with the lists of the text whole: their lines have no more of the rules that doubt them."""
    whole = text_lists(tree, lines, kept & np.array([not rule for rule in rules], np.bool_))
    for number in np.flatnonzero(whole).tolist():
        whole[number] = rules[number] in _DOUBTS
        if whole[number]:
            rules[number] = ""
    return kept | whole


def _above_body(lines: Lines, kept: NDArray[np.bool_], *, dump: bool) -> Iterator[tuple[int, str]]:
    """Bylines and, in a dump, titles among the lines `kept` above the first sentence: (line, rule)."""
    for number in np.flatnonzero(kept).tolist():
        if is_place_byline(lines.texts[number]):
            yield number, "byline"
        elif dump and lines.measures.words[number] <= _TITLE and lines.measures.last[number] not in (END, COLON):
            yield number, "title"


def _weighed(kind: str, opinion: Opinion, rules: list[str]) -> dict[int, tuple[Trait, ...]]:
    """What weighed most, for the lines that only the model dropped."""
    rows = np.array([number for number, rule in enumerate(rules) if rule == "not_body"], np.int64)
    return dict(zip(rows.tolist(), traits(kind, opinion.leaves[:, rows]), strict=True))


def _decisions(
    page: RawPage, opinion: Opinion, rules: list[str], weighed: dict[int, tuple[Trait, ...]]
) -> tuple[Decision, ...]:
    units = opinion.table.units
    decisions = _all_kept(len(page.lines))
    for unit, (rule, first, end) in enumerate(zip(rules, units.first.tolist(), units.end.tolist(), strict=True)):
        if rule:
            for number in range(first, end):
                decisions[number] = Decision(number, rule, weighed.get(unit, ()))
    return tuple(decisions)


def _decided(numbers: Iterable[int], rule: str = "") -> Iterator[Decision]:
    """The same decision on each line; without a call of Python for each, as there may be a million."""
    return map(partial(tuple.__new__, Decision), zip(numbers, repeat(rule), repeat(()), strict=False))


_KEPT = tuple(_decided(range(4096)))


def _all_kept(count: int) -> list[Decision]:
    """The decisions to keep each line; those of the first lines are equal for all pages, so that they exist once."""
    return [*_KEPT[:count], *_decided(range(len(_KEPT), count))]


def _lines_of(opinion: Opinion, numbers: Iterable[int]) -> frozenset[int]:
    """The page's lines that the units with these numbers are made of."""
    units = opinion.table.units
    return frozenset(line for number in numbers for line in range(int(units.first[number]), int(units.end[number])))


def _joins(opinion: Opinion) -> frozenset[int]:
    units = opinion.table.units
    if not units.joined:
        return frozenset()
    spans = zip(units.first.tolist(), units.end.tolist(), strict=True)
    return frozenset(number for first, end in spans for number in range(first + 1, end))
