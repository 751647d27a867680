"""How does a whole result set leave the program? `formats` makes the files, `routes` sends them to a browser."""
