"""Would the tests notice a slip? A fixed random sample of small changes of the product, each tried against the tests.

`python -m tools.mutants` changes one expression or statement at a time in a copy of the checkout and runs the tests of
that part of the product. A change that a test notices is killed; the others survive, and are read.
"""
