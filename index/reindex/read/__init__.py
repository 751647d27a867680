"""How are files read? In processes of their own, which build segments from what they read."""
