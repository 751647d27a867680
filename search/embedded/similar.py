"""Which articles are about the same? Those that share the words that say most of an article."""

from __future__ import annotations

from collections import Counter

from index.analysis import EXTRA, Analyser
from index.article import Article
from search.embedded.archive import Archive
from search.query import Node, Or, Parsed, Word
from search.rank.weights import idf
from search.words.leaves import Leaf, Slot

WORDS = 20
_LONGEST = 20_000  # characters of the body that are read: what an article is about stands at its beginning
_RAREST, _COMMONEST = 2, 0.1  # articles, and share of the archive, that hold a word which tells articles apart


def question(archive: Archive, article: Article) -> tuple[Parsed, dict[Node, Leaf]]:
    """A query for the article's best words by frequency and rarity, with its leaves; the title's words count thrice."""
    analyser = Analyser(article.language)
    counts: Counter[str] = Counter()
    for text, weight in ((article.title, 3), (article.text[:_LONGEST], 1)):
        for token in analyser.analyse(text):
            if not token.term.startswith(EXTRA) and len(token.term) > 2 and not token.term.isdecimal():
                counts[token.term] += weight
    weighed = []
    for term, count in counts.most_common(400):
        encoded = term.encode("utf-8", "surrogatepass")
        articles = archive.vocabulary.articles(encoded, ("body",))
        if _RAREST <= articles <= max(_COMMONEST * archive.articles, _RAREST):
            weighed.append((-count / (count + 1.2) * idf(archive.articles, articles), term, encoded))
    best = sorted(weighed)[:WORDS]
    leaves: dict[Node, Leaf] = {Word(term): Leaf(term, ((Slot((encoded,)),),)) for _, term, encoded in best}
    return Parsed(Or(tuple(leaves))), leaves
