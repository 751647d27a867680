"""How does a run go on where one before it was cut off? What that one had read is kept in checkpoints, and adopted."""
