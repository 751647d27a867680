"""What else may the reader have meant? Corrections of misspelt words and completions of half-typed ones."""

from search.suggest.speller import Speller, Spelling
from search.suggest.vocabulary import WordCounts

__all__ = ["Speller", "Spelling", "WordCounts"]
