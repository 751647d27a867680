"""The versions of an article: the same address saved at different times, of which the newest is the article.

`same_article` says of two texts whether one takes the place of the other, `version_order` which was saved later,
`version_groups` puts the articles of one address together, `version_table` is what is published of them with a
generation, and `published_versions` what readers see: the newest alone, and the older ones where they are asked for.
"""
