"""The words of generated articles, each in the forms in which it is written: a table that a reader agrees with.

A question in any form of a word finds all of its forms. No analysis is asked: what belongs together is written here.
"""

from __future__ import annotations

from collections.abc import Mapping

FORMS: tuple[tuple[str, ...], ...] = (
    ("harbour", "harbours", "harbour's"),
    ("port", "ports"),
    ("talk", "talks", "talked", "talking"),
    ("minister", "ministers", "minister's", "minister’s"),
    ("election", "elections"),
    ("treaty", "treaties"),
    ("border", "borders"),
    ("vote", "votes", "voted", "voting"),
    ("village", "villages"),
    ("bridge", "bridges"),
    ("teacher", "teachers", "teacher’s"),
    ("city", "cities"),
    ("wheat",),
    ("dispute", "disputes", "disputed"),
    ("façade", "facade", "façades"),
    ("café", "cafe", "cafés"),
    ("straße", "STRASSE"),
    ("Москва",),
    ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
    ("naïve", "naive"),
    ("747",),
    ("Łódź",),
)
FUNCTION_WORDS = ("the", "of", "with")
JOINT_ACCORD = ("joint", "accord")  # two words that are asked for as a name only

# A table of our own: what a word that is typed so finds beside itself.
EQUAL_NAMES = (("harbour", "port"), ("treaty", "joint accord"))
OTHER_NAMES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "harbour": (("port",),),
    "port": (("harbour",),),
    "treaty": (JOINT_ACCORD,),
    "joint accord": (("treaty",),),
}

# What is typed, and the values that it means: a word, each that has it; a phrase, the one that it is in full.
NAMES: Mapping[str, tuple[str, ...]] = {
    "guardian": ("The Guardian",),
    "the": ("The Guardian",),
    "REUTERS": ("Reuters",),
    "nahar": ("An-Nahar",),
    "an-nahar": ("An-Nahar",),
    "Jay": ("Martin Jay",),
    "o'neill": ("Ann O'Neill",),
    "neill": ("Ann O'Neill",),
    "Alvarez": ("José Álvarez",),
    "josé": ("José Álvarez",),
    "york": ("New York",),
    "Geneva": ("Geneva",),
    "world": ("World",),
    "afp": ("AFP",),
    '"The Guardian"': ("The Guardian",),
    '"guardian"': ("The Guardian",),
    '"martin jay"': ("Martin Jay",),
    '"jose alvarez"': ("José Álvarez",),
    '"new york"': ("New York",),
    '"york"': (),
    '"jay martin"': (),
    '"o neill"': (),
}

LEMMAS = tuple(forms[0] for forms in FORMS)
FORMS_OF: Mapping[str, tuple[str, ...]] = {
    **{forms[0]: forms for forms in FORMS},
    **{word: (word,) for word in (*FUNCTION_WORDS, *JOINT_ACCORD)},
}
