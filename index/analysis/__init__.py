"""What are the words of a text? One rule, for index, query, highlight and suggestion alike.

**The rule.** A text is a row of positions. Every position holds exactly one *plain* term, and may hold *extra* terms,
which start with `EXTRA`. A query word looks for its plain terms and its extra ones (`QueryToken.terms` lists both, for
every language of the archive); a position counts once, however many of them it holds.

- `term` is what is looked up: normalised (NFKC, case folded), accents folded, stemmed by the text's language.
- `exact` is the word before stemming and with its accents, for `=word`, spelling and completion. It belongs to the
  plain term of a position; extra terms and marks have none.
- Extra terms are second ways to find a word: the parts of a compound of two run together (`cease-fire` holds
  `EXTRA + ceasefir` at its first position), a single character of Chinese or Japanese beside its bigram, a Hebrew word
  without its prefix, and the capitals (`EXTRA + US`) of an abbreviation that is another word in small letters.
- Where a sentence or paragraph other than the first starts, the position holds the mark `SENTENCE` or `PARAGRAPH`
  (a paragraph start is marked as a sentence start, too). So a position's sentence number is
  `searchsorted(positions of SENTENCE in the document, position, side="right")`.

Terms are UTF-8 in the index. No plain term starts with a character below U+0020, so whoever lists words of the
dictionary (prefix, wildcard, fuzzy, speller) starts at b" ".

**Whole texts**: `analyse`, `analyse_query`, `bounds`, `words`, `fold`. An `Analyser` does the same with a memory, for
many texts (highlighting).

**Batches**, for building: `BatchAnalyser(seed).analyse(texts, language)` gives a `Batch`:

    lengths         int32  [texts]   number of positions of each text
    term            uint32 [plain]   ids into `BatchAnalyser.terms` (list of bytes): the plain terms in text order,
                                     exactly one a position
    variant         uint8  [plain]   which exact form the plain term has here; this array IS the forward array of the
                                     batch (text i starts at lengths[:i].sum())
    extra_term      uint32 [extra]   the extra terms and marks, in no order
    extra_document  int32  [extra]   index into `texts`
    extra_position  int32  [extra]

A variant number means something together with its term: 0 is "the exact form is the term itself", 255 is "one of too
many forms", for any other `BatchAnalyser.forms()` has the form under `term_id << 8 | variant`. The number is taken
from a checksum of the form, so two analysers nearly always agree on it; whoever merges segments compares their tables
and rewrites the few terms where they do not. `=talks` is then: postings of the plain term of `talks`, kept where
`forward[start of document + position]` is the number of `talks` in the term's table.
"""

from index.analysis.batch import Batch, BatchAnalyser
from index.analysis.text import (
    EXTRA,
    PARAGRAPH,
    SENTENCE,
    Analyser,
    Bounds,
    Languages,
    QueryToken,
    Token,
    analyse,
    analyse_query,
    bounds,
    fold,
    words,
)

__all__ = [
    "EXTRA",
    "PARAGRAPH",
    "SENTENCE",
    "Analyser",
    "Batch",
    "BatchAnalyser",
    "Bounds",
    "Languages",
    "QueryToken",
    "Token",
    "analyse",
    "analyse_query",
    "bounds",
    "fold",
    "words",
]
