"""What does the archive know of a word or a pattern of words? Looked up in the tables of words beside a cluster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from index.analysis import EXTRA
from search.budget import STANDARD, Budget
from search.cluster.knowledge.fetched_texts import LoneForm
from search.cluster.knowledge.word_tables import ShownWords
from search.match.levels import folded
from search.match.pattern_vocabulary import PatternVocabulary
from search.words.inflection import Level, level
from search.words.leaves import Slot, Typed

_MOST_OTHERS = 3  # forms that are named to a reader
_MOST_FORMS = 32  # of a stem in a field that are asked for
_EXTRA = EXTRA.encode()

FormOccurrences = Callable[[Sequence[LoneForm]], Sequence[int]]
"""How often forms stand in the articles that are shown; see `PublishedTexts.occurrences`."""


class TableVocabulary(PatternVocabulary):
    """The words of an archive's segments: see `Vocabulary` for what each call returns.

    Counts are those of `SegmentVocabulary`. The commonest forms are those of all articles, not of a few. Which form is
    in which article a table does not know: how often a form stands in articles of some languages, and in those that do
    not hold the word itself, `occurrences` tells. Without it no forms are named.
    """

    def __init__(
        self,
        segments: Sequence[ShownWords],
        languages: Sequence[str],
        budget: Budget = STANDARD,
        occurrences: FormOccurrences | None = None,
    ) -> None:
        super().__init__([segment.base for segment in segments], languages, budget)
        self._segments = segments
        self._occurrences = occurrences

    def inflected(self, term: bytes, typed: Typed, fields: Sequence[str]) -> bool:
        """Whether any article that is shown holds, in one of the fields, the word or another form of it under its stem
        `term`."""
        if term.startswith(_EXTRA):  # an extra term is the word written otherwise, but for a strange one
            return term not in typed.strange and self.stands((term,), fields)
        return any(
            # Forms without a number are taken for forms of the word, so that none is lost.
            not form or level(typed.word, folded(form), typed.languages) < Level.DERIVATION
            for segment in self._segments
            for field in fields
            for form in segment.of_forms(field, term)
        )

    def typed_in(self, term: bytes, typed: Typed, fields: Sequence[str]) -> int:
        """How many articles that are shown hold the typed form under its stem `term`, counted field by field."""
        if term.startswith(_EXTRA) and term in typed.strange:
            return 0
        return sum(self._typed(segment, term, typed.word, fields) for segment in self._segments)

    def _typed(self, segment: ShownWords, term: bytes, word: str, fields: Sequence[str]) -> int:
        named = {term, *segment.base.exact_forms(term)}
        if term.startswith(_EXTRA) or all(folded(form) == word for form in named):
            return sum(segment.articles(field, term) for field in fields)
        return sum(segment.typed(field, term, word) for field in fields)

    def derived(self, text: str, fields: Sequence[str]) -> str:
        """The form of a word's stems that is the commonest in all articles, or ""."""
        return next(iter(self._commonest(list(self._forms(text, fields, lambda _: False)))), "")

    def others(self, text: str, typed: Typed, fields: Sequence[str]) -> tuple[str, ...]:
        """The forms of a word's stems in articles that do not hold the word itself, the commonest in them: three at
        most. Field by field: an article may hold the word in another."""
        lone = self._forms(text, fields, lambda form: folded(form) == typed.word)
        return tuple(self._commonest(list(lone))[:_MOST_OTHERS])

    def _commonest(self, asked: Sequence[LoneForm]) -> list[str]:
        """Those of some forms that stand where they are asked of, the commonest first."""
        counts: Counter[str] = Counter()
        if self._occurrences and asked:
            for form, count in zip(asked, self._occurrences(asked), strict=True):
                counts[form.form.decode("utf-8", "replace")] += count
        return sorted((form for form in counts if counts[form]), key=lambda form: (-counts[form], form))

    def _forms(self, text: str, fields: Sequence[str], left_out: Callable[[bytes], bool]) -> Iterator[LoneForm]:
        """The forms of a word's stems, the commonest of each stem and field, where none stands that is `left_out`."""
        tokens = self.tokens(text)
        for plain in tokens[0].plain if len(tokens) == 1 else ():
            term = plain.encode("utf-8", "surrogatepass")
            exact = {term, *(form for segment in self._segments for form in segment.base.exact_forms(term))}
            without = tuple(sorted(filter(left_out, exact)))
            for field in fields:
                counts: Counter[bytes] = Counter()
                for segment in self._segments:
                    counts.update(segment.of_forms(field, term))
                for form, _ in counts.most_common(_MOST_FORMS):
                    if form and form not in without:
                        yield LoneForm(field, term, form, without, tokens[0].spoken.get(plain))

    def holds(self, slot: Slot) -> bool:
        """Whether any article holds one of the slot's terms in its title or body, deleted ones included."""
        return any(
            segment.base.articles(field, term)
            for segment in self._segments
            for field in ("body", "title")
            for term, _ in slot.listed
        )

    def stands(self, terms: Sequence[bytes], fields: Sequence[str]) -> bool:
        """Whether any article that is shown holds one of the terms in one of the fields."""
        return any(
            segment.articles(field, term) > 0 for segment in self._segments for term in terms for field in fields
        )

    def articles(self, term: bytes, fields: Sequence[str]) -> int:
        """In how many articles a term stands, counted field by field, deleted ones included."""
        return self._pattern_words.articles(term, fields)
