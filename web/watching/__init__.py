"""When is the index to be brought up to date? What changes in folders is seen, collected, and given to runs."""
