"""What happens to a file that is added while the archive is served?

`folder` writes it, `foreseen` tells what a run would make of it, `published` takes it into the index.
"""
