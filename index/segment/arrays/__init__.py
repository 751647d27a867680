"""How does a segment lie on disk? Named arrays in one file, written once, mapped when read."""
