"""How near are two words? The regular forms of English words, made one by one; a few endings of French ones."""

from __future__ import annotations


def forms_of_one_word(one: str, other: str) -> bool:
    """Whether some English word has both forms: its plural, its past or its -ing form."""

    def forms(word: str) -> set[str]:
        found = {word}
        stems = {word, word[:-1]} if word.endswith("e") else {word, word + word[-1]}
        if word[-1] in "aeiouy":
            stems.discard(word + word[-1])
        found |= {stem + ending for stem in stems for ending in ("ed", "ing")}
        if word.endswith("y"):
            found.add(word[:-1] + "ied")
        if word.endswith("ie"):
            found.add(word[:-2] + "ying")
        for noun in tuple(found):
            if not (noun + "s").endswith(("ss", "us")):
                found.add(noun + "s")
            if noun.endswith(("s", "x", "z", "ch", "sh", "o")):
                found.add(noun + "es")
            if noun.endswith("y"):
                found.add(noun[:-1] + "ies")
        return found

    words = {one[:end] + more for end in range(1, len(one) + 1) for more in ("", "e", "y", "ie")}
    return one == other or any(one in both and other in both for both in map(forms, words))


_FRENCH_NOUN = ("", "s", "e", "es")
_FRENCH_VERB = ("e", "es", "er", "ez", "ee", "ees", "ent", "ait", "aient", "ant", "ons", "ions", "iez")


def forms_of_one_french_word(one: str, other: str) -> bool:
    """Whether the two differ by a plural or a feminine, or are among the regular forms of a verb in -er."""
    roots = [one[:end] for end in range(3, len(one) + 1)]
    families = [{root + ending for ending in endings} for root in roots for endings in (_FRENCH_NOUN, _FRENCH_VERB)]
    return one == other or any(one in family and other in family for family in families)


def forms_of_one(one: str, other: str, language: str) -> bool:
    """Whether two words of one stem are forms of one word of a language."""
    rules = {"en": forms_of_one_word, "fr": forms_of_one_french_word}
    return language not in rules or rules[language](one, other)
