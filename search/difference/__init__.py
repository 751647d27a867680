"""What differs between two texts? Any two strings in, pieces that both have and that one of them has out. What differs
between two articles beside their texts?

1. `text_cuts`: a text is cut into sentences, and these into words, in any script, without a character lost.
2. `subsequence`: which members of two rows match, in order; the work is bounded whatever the rows are.
3. `wording`: how two sentences differ word by word.
4. `difference`: the sentences that both texts have; what is between them was changed, cut, added or moved.
5. `changed_fields`: the headline, the byline and the other fields of two articles that differ.
"""
