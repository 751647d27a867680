"""A question in, results out. Imports `index`; never `web`, never Flask."""
