"""What does only the whole archive tell? Derivations, ids that last, files that hold the same."""
