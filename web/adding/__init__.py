"""How does a file come into the archive over the web? Received, kept in the inbox, read in a process of its own."""
