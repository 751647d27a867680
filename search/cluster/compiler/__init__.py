"""How does a question go into the query language of OpenSearch? Its tree and its leaves as clauses."""
