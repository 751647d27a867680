"""How does a piece of the archive lie on disk? Written once by `writer`, read by `reader`; its files are `arrays`."""
