"""How does the engine answer from an index in a folder of this machine? Asked, matched, ordered, counted, shown."""
