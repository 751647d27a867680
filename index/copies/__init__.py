"""Which articles of an archive are near-copies of each other? The same text whole, cut, embedded or reworked in part.

1. `text_words`: texts become rows of hashed words, in any script.
2. `prints`: rows of words become fingerprints, a flat array of numbers an article, which a segment can keep.
3. `candidates`: fingerprints that two articles share give pairs to look at, and tell which pairs a change can touch.
4. `check`: pairs are compared word by word. `kinds`: what is a copy, and what a form filled in anew. `copy_pairs` does
   both for the candidates, `share` compares any two texts.
5. `copy_groups`: pairs give groups, of which most pairs are copies.
6. `archive_copies`: the table of a generation (`copy_table`) follows from its segments. `published_groups` reads it.

Every step is a function of the live articles alone, so that work on the articles of a change gives what work on all
of them would give.
"""
