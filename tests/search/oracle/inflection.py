"""The regular forms of English words, made one by one."""

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
