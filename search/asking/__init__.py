"""How is a question read, respelt and told of? What every engine does alike, whatever its index is."""
