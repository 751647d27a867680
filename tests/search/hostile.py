"""Random questions that mean harm: too deep, too long, too many words behind a star, ranges of nonsense."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.search.corpora import WORDS

_SIGNS = '"()+-=~*?:/.,&|!\u202e\u0301\x00\ud800🙂'
_FIELDS = ("title:", "by:", "source:", "date:", "in:", "lang:", "lead:")


def hostile(rng: Random) -> str:
    """A question of which something has to be left out, cut or read otherwise."""
    return rng.choice(_KINDS)(rng)


def _deep(rng: Random) -> str:
    depth = rng.randint(21, 2000)
    opening = rng.choice(("(", "(peace ", "-(", "title:(", "(a OR ", "NOT (", "(war AND "))
    return opening * depth + rng.choice(WORDS) + ")" * rng.choice((0, depth, depth * 2))


def _long(rng: Random) -> str:
    joiner = rng.choice((" ", " ", " OR ", " AND ", " -", " NEAR/5 ", " /s ", "* ", "~ ", " title:"))
    return joiner.join(rng.choice(WORDS) for _ in range(rng.choice((70, 200, 10_000))))


def _one_word(rng: Random) -> str:
    return rng.choice(("x", "é", "東", "ﷺ", "a\u0301\u0302", "٣", "S-", "don't", "a.")) * rng.randint(1100, 100_000)


def _wild(rng: Random) -> str:
    return rng.choice(
        (
            "a*",
            "*",
            "?",
            "*a",
            "?a*",
            "a*" * rng.randint(2, 200) + " b*",
            "*" * rng.randint(1, 999),
            "?" * rng.randint(1, 999),
            " ".join(f"{chr(97 + n % 26)}*" for n in range(70)),
            "a?" + "*a" * rng.randint(5, 200),
        )
    )


def _fuzzy(rng: Random) -> str:
    return rng.choice(("~", "~~~", "~2", "peace~9", "~" * 500, "peace~99 war~", "a~ " * 70, '"a b"~99999'))


def _range(rng: Random) -> str:
    return rng.choice(
        (
            "date:9999..0000",
            "date:..",
            "date:2015..2013",
            "date:2015-13-45",
            f"before:{'9' * rng.randint(5, 200)}",
            "before:0001",
            "after:9999",
            "since:yesterday..tomorrow",
            "date:1..2..3..4",
            "wc:9..3",
            f"wc>{'9' * rng.randint(8, 40)}",
            "wc<0",
            "wc>-5",
            f"peace NEAR/{'9' * rng.randint(4, 9)} war",
            "peace NEAR/x war OR",
            f"atleast{'9' * rng.randint(4, 12)} peace",
            "atleast0 peace",
            'date:"the day before"',
        )
    )


def _operators(rng: Random) -> str:
    return " ".join(
        rng.choice(("AND", "OR", "NOT", "NEAR/3", "/s", "/p", "w/2", "&&", "||", "atleast3", "+", "-"))
        for _ in range(rng.randint(2, 300))
    ) + rng.choice((" peace", "", " (", ' "'))


def _signs(rng: Random) -> str:
    return "".join(rng.choice(_SIGNS) for _ in range(rng.choice((1, 3, 30, 3000))))


def _fields(rng: Random) -> str:
    return "".join(rng.choice(_FIELDS) for _ in range(rng.randint(2, 400))) + rng.choice(("", "peace", "(", '"'))


def _heavy(rng: Random) -> str:
    """Every sort of costly thing at once."""
    word = rng.choice(("th*", "in*", "s?*", "of", "the", "minister~2", "re*", "co*", '"of the"~50'))
    other = rng.choice(("the", "of", "a", "in*", "to", "de*"))
    operator = rng.choice(("NEAR/1000", "/p", "/s", "AND", "OR"))
    return " OR ".join([f"({word} {operator} {other})"] * rng.randint(40, 90))


_KINDS: tuple[Callable[[Random], str], ...] = (
    *(_deep, _long, _one_word, _wild, _fuzzy, _range, _operators, _signs, _fields, _heavy),
)
