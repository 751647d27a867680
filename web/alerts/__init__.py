"""How do readers hear of what is new in their saved searches? It is gathered, written as a mail, and sent."""
