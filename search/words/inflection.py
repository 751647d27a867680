"""Are two English words forms of one word, or is one derived from the other?

Snowball's stem puts `respectful` with `respective` and `import` with `important`. Steps 1a to 1c of its English rule
undo inflection, the later ones derivation (Porter, "An algorithm for suffix stripping", 1980): two words of one stem
are forms of one word where they agree once the endings -s, -es, -ies, -ed and -ing are gone.
"""

from __future__ import annotations

_HISSES = ("s", "x", "z", "ch", "sh", "o")
_VOWELS = frozenset("aeiouy")


def bases(form: str) -> frozenset[str]:
    """What a form, in small letters without accents, may be a form of: itself, and what is left without its endings.

    Two words of one English stem are forms of one word where they share one.
    """
    words = {form}
    if form.endswith("s") and not form.endswith(("ss", "us")):
        words.add(form[:-1])
        if form.endswith("es") and form[:-2].endswith(_HISSES):
            words.add(form[:-2])
        if form.endswith("ies"):
            words.add(form[:-3] + "y")
    for word in tuple(words):
        for ending in ("ed", "ing"):
            if word.endswith(ending) and not _VOWELS.isdisjoint(word[: -len(ending)]):
                words |= _without(word[: -len(ending)])
    return frozenset(words)


def _without(root: str) -> set[str]:
    """The words whose -ed or -ing form is `root` and the ending: stopp is of stop, announc of announce, dy of die."""
    words = {root, root + "e"}
    if len(root) > 2 and root[-1] == root[-2] and root[-1] not in _VOWELS:
        words.add(root[:-1])
    if root.endswith("i"):
        words.add(root[:-1] + "y")
    if root.endswith("y"):
        words.add(root[:-1] + "ie")
    return words
