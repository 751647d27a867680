"""What does a reindex do, step by step? `phases` names the steps in reading order; each has its room or module here."""
