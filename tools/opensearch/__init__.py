"""A real OpenSearch cluster on this machine, for tests, measurements and whoever wants to try one."""
