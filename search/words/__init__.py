"""What do words stand for? Their plan, the names and spellings beside them, and what none of them finds."""
