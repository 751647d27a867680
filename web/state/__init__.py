"""What do readers keep on the server? One SQLite file beside the index, which no reindex touches; a module a kind."""
