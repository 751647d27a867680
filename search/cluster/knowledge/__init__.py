"""What does a server know of an archive in a cluster without asking? Words, names and values, from published files."""
