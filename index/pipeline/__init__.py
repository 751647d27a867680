"""What does a reindex do, step by step? `index.reindex` names the steps; each has its module here."""
