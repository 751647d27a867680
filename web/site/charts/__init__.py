"""What is drawn and counted over time, and what are two facets counted by?"""
