"""Files that are edited by hand: the names that mean the same."""
