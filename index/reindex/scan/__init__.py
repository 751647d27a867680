"""What is there to read? The roots, the files in them, and what tells one state of a file from another."""
