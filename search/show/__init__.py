"""What does a reader see of a match? Marks and snippets."""
