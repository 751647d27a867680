"""What else may the reader have meant? Corrections of misspelt words and completions of half-typed ones."""

from search.suggest.completion import Completer
from search.suggest.correction import Correction, corrected
from search.suggest.counts import WordCounts
from search.suggest.speller import Speller, Spelling
from search.suggest.values import FacetValues

__all__ = [
    "Completer",
    "Correction",
    "FacetValues",
    "Speller",
    "Spelling",
    "WordCounts",
    "corrected",
]
