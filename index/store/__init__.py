"""What is published? Generations of segments, each committed by one rename, and the snapshots that readers hold."""
