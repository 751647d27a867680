"""`docs/query-language.md`: what can be typed into the search box?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from search.query.fields import ABSENT, FILTERS, FOREIGN, LANGUAGE_NAMES, WORD_FIELDS
from search.query.help import HELP_ENTRIES, HelpEntry
from search.query.operators import DEFAULT_DISTANCE, MAX_DEPTH, MAX_DISTANCE
from search.query.read import MAX_CHARACTERS
from search.query.request import MAX_RESULTS
from search.query.terms import LEADING_CHARACTERS
from search.query.tidying import MAX_TERMS
from search.words.vocabulary import MOST_PATTERN_WORDS
from tools.docs.markdown import code, codes, made_from, table

_LIMITS = (
    ("characters of a question", MAX_CHARACTERS),
    ("words of a question", MAX_TERMS),
    ("brackets inside one another", MAX_DEPTH),
    ("distance or count of an operator", MAX_DISTANCE),
    ("distance of `NEAR` without a number", DEFAULT_DISTANCE),
    ("letters before a wildcard, at least", LEADING_CHARACTERS),
    ("words that a prefix, a wildcard or `~` stands for", MOST_PATTERN_WORDS),
    ("articles that pages, exports and lists reach", MAX_RESULTS),
)


def text() -> str:
    """The document, from the list of the help page and the tables of names and limits."""
    parts = [
        "# The query language",
        made_from("search/query/"),
        "Any string is a question. What cannot be read as an operator is read as words, and the page says how a "
        "question was read. Accents and the kind of quotation marks do not matter, endings only between quotation "
        "marks. The program's own help page shows this list with examples to click.",
        *(
            part
            for group, entries in groupby(HELP_ENTRIES, lambda entry: entry.group)
            for part in _group(group, entries)
        ),
        "## Names before a colon",
        "Other names for the same place or filter:",
        table(("what", "names"), _names()),
        "## Names before a bracket or an equals sign",
        "As users of other archives write them, `au(…)` or `hl=…`; the names above stand there, too:",
        table(("name", "read as"), ((code(name), code(f"{meant}:")) for name, meant in FOREIGN.items())),
        "These are fields of theirs that no article has here, so that a note says it and the words are looked for "
        "everywhere: " + codes(sorted(ABSENT)) + ".",
        "`lang:` takes codes of languages, and these by name: "
        + ", ".join(f"{name} ({short})" for name, short in LANGUAGE_NAMES.items())
        + ".",
        "## Limits",
        "What goes beyond a limit is cut or left out, and a note says so.",
        table(("what", "limit"), ((what, f"{number:,}") for what, number in _LIMITS)),
    ]
    return "\n\n".join(parts) + "\n"


def _group(heading: str, entries: Iterator[HelpEntry]) -> tuple[str, str]:
    rows = ((code(entry.operator), entry.sentence, code(entry.example)) for entry in entries)
    return f"## {heading}", table(("written", "what it does", "for example"), rows)


def _names() -> Iterator[tuple[str, str]]:
    """Each place in the text and each facet, with all names that stand for it."""
    places = {name: field.value for name, field in WORD_FIELDS.items()}
    for what in dict.fromkeys((*places.values(), *FILTERS.values())):
        yield what, codes(f"{name}:" for name, meant in (places | FILTERS).items() if meant == what)
