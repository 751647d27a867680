"""How are requests let in? The server, its lanes, who is asking, and what is told of it."""
