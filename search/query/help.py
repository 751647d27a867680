"""What can be typed into the search box? `HELP_ENTRIES` is what the help page is drawn from and the tests run."""

from __future__ import annotations

from dataclasses import dataclass

from index.facets import TOLD, Facet, Kind


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """One thing that can be typed: how it is written, what it does, and a question to try. `group` is its heading."""

    group: str
    operator: str
    sentence: str
    example: str


WORDS_AND_PHRASES = "Words and phrases"
_OPERATORS = "Operators"
_PLACES = "Where the words stand"
_FILTERS = "Filters"
_DATES = "Dates"


def _filter(facet: Facet) -> HelpEntry:
    """The entry of a facet's filter."""
    name = facet.asked_as[0]
    value = "a.org" if facet.kind is Kind.HOST else "a"
    return HelpEntry(_FILTERS, f"{name}:{value}", facet.help, f"{name}:{facet.example}")


HELP_ENTRIES = (
    HelpEntry(
        WORDS_AND_PHRASES,
        "words",
        "Articles with all the words come first, then those with some of them; endings and accents do not matter.",
        "syria peace talks",
    ),
    HelpEntry(
        WORDS_AND_PHRASES,
        "a name",
        "Words are also found in authors, papers, agencies, sections and places, as they are written there; a "
        "phrase has to be the whole name.",
        "brandt ceasefire",
    ),
    HelpEntry(
        WORDS_AND_PHRASES,
        "Name",
        "A word with a capital, among others without, is a name: it comes first as it is typed, its other forms last.",
        "Lavrov",
    ),
    HelpEntry(
        WORDS_AND_PHRASES,
        '"a phrase"',
        "The words stand side by side as they are typed, in this order; capitals, accents and punctuation do not "
        "matter. Where that finds ten articles at most, a link offers those with other endings, or with other "
        "spellings of the name. A single word finds what it finds without quotation marks.",
        '"peace talks"',
    ),
    HelpEntry(WORDS_AND_PHRASES, '"a phrase"~0', "The words stand side by side, with any endings.", '"peace talk"~0'),
    HelpEntry(
        WORDS_AND_PHRASES,
        "a name, written otherwise",
        "A name is also found as other languages and scripts write it, a place by its names in other languages (from "
        "GeoNames and the Unicode CLDR). The page says which, and a link leaves them out.",
        "Lawrow",
    ),
    HelpEntry(
        WORDS_AND_PHRASES,
        '"a phrase"~5',
        "The words stand in this order with up to five others between them in all, and with any endings.",
        '"secretary state"~5',
    ),
    HelpEntry(
        WORDS_AND_PHRASES,
        '"a * phrase"',
        "A star between the words of a phrase stands for any one word, two stars for two.",
        '"secretary * state"',
    ),
    HelpEntry(
        WORDS_AND_PHRASES,
        "a,b,c",
        "Three words or more that commas, semicolons, slashes or strokes join without spaces: any of them. Two (a/b) "
        "are looked for side by side, and a link offers either of them.",
        "minsk,palmyra,comet",
    ),
    HelpEntry(
        WORDS_AND_PHRASES, "=word", "The word as it is typed, without other endings, spellings or aliases.", "=talks"
    ),
    HelpEntry(WORDS_AND_PHRASES, '="a phrase"', "The phrase as it is typed, with its accents.", '="foreign minister"'),
    HelpEntry(
        WORDS_AND_PHRASES, "begin*", "Every word that begins so; two letters at least before the star.", "diplom*"
    ),
    HelpEntry(
        WORDS_AND_PHRASES, "w?rd", "A question mark inside a word is any one letter, a star any number.", "ceas?fire"
    ),
    HelpEntry(
        WORDS_AND_PHRASES,
        "word~",
        "Words that differ by one letter, with word~2 by two; the first letter stays.",
        "Lavrow~",
    ),
    HelpEntry(
        _OPERATORS,
        "a AND b",
        "Both must be there. Operators are written in capitals; && does the same.",
        "syria AND russia",
    ),
    HelpEntry(_OPERATORS, "a OR b", "One of them is enough; || does the same.", "election OR referendum"),
    HelpEntry(
        _OPERATORS,
        "-a, NOT a",
        "Articles with it are left out; put a space before the minus sign.",
        "talks -election",
    ),
    HelpEntry(_OPERATORS, "+a", "It must be there, the other words may be missing.", "+syria talks agreement"),
    HelpEntry(
        _OPERATORS,
        "a and b",
        "In small letters and, or, not are words; a link offers the question with operators.",
        "syria and russia",
    ),
    HelpEntry(
        _OPERATORS,
        "( )",
        "What is in brackets belongs together. Without them NOT binds tightest, then NEAR, /s and /p, then AND, then "
        "OR, then words side by side.",
        "(syria OR iran) AND talks",
    ),
    HelpEntry(
        _OPERATORS,
        "a NEAR/5 b",
        "At most five words stand between them, in either order; NEAR alone means ten.",
        "lavrov NEAR/5 kerry",
    ),
    HelpEntry(
        _OPERATORS,
        "a w/5 b",
        "At most five words stand between them, and the first comes first.",
        "foreign w/2 minister",
    ),
    HelpEntry(_OPERATORS, "a near5 b, a /5 b", "The same as NEAR/5; n/5, too.", "lavrov near5 kerry"),
    HelpEntry(_OPERATORS, "a adj5 b, a pre/5 b", "The same as w/5; p/5, too.", "foreign adj2 minister"),
    HelpEntry(_OPERATORS, "a /s b", "Both stand in one sentence.", "agreement /s talks"),
    HelpEntry(_OPERATORS, "a /p b", "Both stand in one paragraph.", "minister /p agreement"),
    HelpEntry(_OPERATORS, "atleast3 a", "It occurs three times or more.", "atleast3 agreement"),
    HelpEntry(
        _PLACES,
        "title:a",
        "In the title; intitle:, headline: and hd= do the same. Brackets take several words.",
        "title:agreement",
    ),
    HelpEntry(_PLACES, "lead:a", "In the first hundred words of the text.", "lead:agreement"),
    HelpEntry(_PLACES, "hlead:a", "In the title or in the first hundred words; hlp= does the same.", "hlead:agreement"),
    HelpEntry(
        _PLACES,
        "headline(a b)",
        "A name before a bracket, as users of Nexis, Factiva and ProQuest write it; also hlead(), lead(), body(), "
        "title(), ti(), ft() and hl=.",
        "headline(agreement OR referendum)",
    ),
    HelpEntry(_PLACES, "body:a", "In the text, not the title.", "body:minister"),
    HelpEntry(
        _PLACES,
        "in:removed",
        "In what was left out of the article: comments, teasers, captions, forms.",
        "in:removed comments",
    ),
    *map(_filter, TOLD),
    HelpEntry(_FILTERS, "about:a", "A person, an organisation or a place that the text names.", "about:lavrov"),
    HelpEntry(
        _FILTERS,
        "byline(a b)",
        "A filter before a bracket; also author(), au(), source(), publication(), pub(), section(), dateline(), "
        "language() and sn=, se=, la=.",
        "byline(brandt)",
    ),
    HelpEntry(
        _FILTERS,
        "site:a.org/b",
        "What stands below a part of a site, by whole parts of the path.",
        "site:harbour.example/sport",
    ),
    HelpEntry(
        _FILTERS,
        "url:a.org/b",
        "The address, or how it begins; https:// and www. do not matter. url:= is the whole of it, and an address "
        "alone, pasted into the box, leads to its article.",
        "url:harbour.example/sp",
    ),
    HelpEntry(_FILTERS, "url:a", "A word of the address behind its host; inurl: does the same.", "url:sport"),
    HelpEntry(_FILTERS, "wc>500", "Articles of more than 500 words; also wc<200 and wc:200..500.", "wc>50"),
    HelpEntry(
        _FILTERS,
        "copies:yes",
        "Articles that other papers printed, too, nearly word by word; copies:no those that stand once. copies:>2 have "
        "more than two others; also copies:1 and copies:2..5.",
        "copies:no",
    ),
    HelpEntry(
        _FILTERS,
        "copies:first",
        "Articles where they first stood: later copies are left out, articles without copies stay.",
        "copies:first",
    ),
    HelpEntry(
        _FILTERS,
        "in:versions",
        "Older versions of articles, too. What was saved at one address at different times is one article, and without "
        "this only its newest version is found.",
        "in:versions",
    ),
    HelpEntry(_FILTERS, "length(>500)", "The same as wc>500; also length < 200 and length(200-500).", "length(>50)"),
    HelpEntry(
        _DATES,
        "date:2015",
        'Published in that year; also a month, 2015-05, a day, 2015-05-26, or "26 May 2015".',
        "date:2015",
    ),
    HelpEntry(
        _DATES,
        "date:5/2015, date:26/5/2015",
        "A month, a day. The day stands before the month, unless the second number is no month (5/26/2015).",
        "date:5/2015",
    ),
    HelpEntry(
        _DATES,
        '"26 May 2015"',
        "A day in quotation marks is looked for in the text and among the dates of publication.",
        '"12 February 2015"',
    ),
    HelpEntry(
        _DATES,
        "26 May 2015, May 2015, last week",
        "A time that is the whole question means the articles of that time; a link offers those that hold the words.",
        "12 February 2015",
    ),
    HelpEntry(
        _DATES,
        "date:2013..2015-05",
        "From the start of the one to the end of the other; either may be left out.",
        "date:2013..2015-05",
    ),
    HelpEntry(
        _DATES,
        "before:2014, after:2014",
        "Earlier than it starts, or later than it ends; until: and since: take it in.",
        "after:2012",
    ),
    HelpEntry(
        _DATES,
        "date>2014, date >= 2014",
        "The same as after: and since:; also date<2014, date(2014), date aft 2014, date bef 2014, pd() and yr().",
        "date > 2012",
    ),
    HelpEntry(
        _DATES,
        'since:yesterday, date:"last week"',
        "Days that count from today: today, yesterday, 3 days ago, this or last week, month or year (of the calendar), "
        "past week, past 30 days. An address keeps the words, and the page says the days.",
        'date:"past 40 years"',
    ),
    HelpEntry(
        _DATES, 'since:"3 months"', "From the day three months ago on; also before: and after:.", 'since:"40 years"'
    ),
    HelpEntry(
        _DATES,
        "added:2026-11-29..",
        "When the article came into the archive, whenever it was published, in days of UTC: also added:today, "
        'added:"past week", added:>2025.',
        'added:"past 40 years"',
    ),
    HelpEntry(
        _DATES,
        "a past 30 days",
        "A number of days, weeks, months or years after past or last needs no field.",
        "talks past 40 years",
    ),
    HelpEntry(
        _DATES,
        "a 2015, a last week",
        "A time at the end is words of the text; a link offers the articles of that time.",
        "talks 2015",
    ),
)
