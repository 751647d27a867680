"""What else may the reader have meant? Corrections of misspelt words and completions of half-typed ones."""

from search.words.suggest.completion import Completer, Lookups
from search.words.suggest.correction import RARE_WORD, Correction, corrected
from search.words.suggest.counts import WordCounts
from search.words.suggest.pairs import WordPair, WordPairs
from search.words.suggest.speller import Speller, Spelling
from search.words.suggest.values import FacetValues, KnownNames, ValueWords

__all__ = [
    "RARE_WORD",
    "Completer",
    "Correction",
    "FacetValues",
    "KnownNames",
    "Lookups",
    "Speller",
    "Spelling",
    "ValueWords",
    "WordCounts",
    "WordPair",
    "WordPairs",
    "corrected",
]
