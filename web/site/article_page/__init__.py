"""What does the page of one article show? Its text and facts, what was left out, and the ways on from it."""
