"""What else may the reader have meant? Corrections of misspelt words and completions of half-typed ones."""

from search.suggest.completion import Completer
from search.suggest.correction import Correction, corrected
from search.suggest.speller import Speller, Spelling
from search.suggest.values import FacetValues
from search.suggest.vocabulary import ArchiveWords, WordCounts

__all__ = [
    "ArchiveWords",
    "Completer",
    "Correction",
    "FacetValues",
    "Speller",
    "Spelling",
    "WordCounts",
    "corrected",
]
