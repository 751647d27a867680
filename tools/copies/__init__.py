"""How well are near-copies found, and how fast? `python -m tools.copies` prints the tables."""
