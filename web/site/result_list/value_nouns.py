"""What are the values of a facet called, counted? "362 people", not "362 values of Person"."""

from __future__ import annotations

from index.facets import LANGUAGE, MENTIONED_PLACE, ORGANISATION, PERSON, PUBLISHER, SITE
from web import regional, words
from web.translation import ngettext, noted_plural

_HERE = {
    PUBLISHER: noted_plural("%(n)s paper with these articles", "%(n)s papers with these articles"),
    PERSON: noted_plural("%(n)s person in these articles", "%(n)s people in these articles"),
    ORGANISATION: noted_plural("%(n)s organisation in these articles", "%(n)s organisations in these articles"),
    MENTIONED_PLACE: noted_plural("%(n)s place in these articles", "%(n)s places in these articles"),
    "byline": noted_plural("%(n)s author of these articles", "%(n)s authors of these articles"),
    "agency": noted_plural("%(n)s agency of these articles", "%(n)s agencies of these articles"),
    "section": noted_plural("%(n)s section with these articles", "%(n)s sections with these articles"),
    "place": noted_plural(
        "%(n)s place that these articles were filed from", "%(n)s places that these articles were filed from"
    ),
    SITE: noted_plural("%(n)s site with these articles", "%(n)s sites with these articles"),
    LANGUAGE: noted_plural("%(n)s language of these articles", "%(n)s languages of these articles"),
}
_ANY = noted_plural("%(facet)s: %(n)s value", "%(facet)s: %(n)s values")


def counted_values(facet: str, number: int) -> str:
    """How many values of a facet the articles of a question have: "362 people in these articles"."""
    singular, plural = _HERE.get(facet, _ANY)
    return ngettext(singular, plural, number, n=regional.number(number), facet=words.label(facet))
