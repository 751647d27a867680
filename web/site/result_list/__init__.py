"""What does a list of results show? Cards, the sidebar, what was found and what was not, and how it is shown."""
