"""Files in, a published index out. Imports neither `search` nor `web`."""
