"""How many words may one question to a cluster have? As a setting of the cluster, which whoever publishes sees to."""

from __future__ import annotations

from index.cluster.client import ClusterClient

MOST_CLAUSES = 65_536
"""Of one question: a pattern of 1,024 words is looked for in several fields, in several forms, and scored."""
_SETTING = "indices.query.bool.max_clause_count"


def allow_clauses(client: ClusterClient) -> None:
    """Let questions have so many parts; more than that where the cluster allows it already.

    Raises ClusterUnavailable and ClusterRefused.
    """
    told = client.ask("GET", "/_cluster/settings?include_defaults=true&flat_settings=true&filter_path=*.indices.query*")
    known = [int(part[_SETTING]) for part in told.values() if _SETTING in part]
    if max(known, default=0) < MOST_CLAUSES:
        client.ask("PUT", "/_cluster/settings", {"persistent": {_SETTING: MOST_CLAUSES}})
