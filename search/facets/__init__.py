"""How many articles does each value of a facet hold?"""
