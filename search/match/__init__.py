"""Which articles of a segment match, and where in them?"""
