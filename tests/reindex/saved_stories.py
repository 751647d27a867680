"""Stories that share no sentence, and the addresses at which they were saved."""

from __future__ import annotations

WORDS = ("harbour", "bridge", "council", "winter", "engine", "market", "valley", "orchard", "letter", "station")
ADDRESSES = ("https://quay.example/news/1", "https://www.quay.example/news/2/?utm_source=x", "https://quay.example/")


def sentence(story: int, number: int) -> str:
    """A sentence of a story: every second word is the story's own."""
    own = f"Qz{story}w"
    return " ".join(f"{WORDS[(number * 7 + place) % 10]} {own}" for place in range(9)).capitalize() + "."
