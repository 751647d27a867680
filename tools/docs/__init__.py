"""Which documents follow from the code? `make docs` writes them anew; a test compares them with what they would be."""
