"""A URL in, HTML or JSON out. Imports `search`."""
