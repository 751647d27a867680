"""How does the program come to the cluster of its settings? One client, made of what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cluster.cluster_address import read_address
from index.cluster.credentials import Access
from index.errors import CuttingsError
from index.settings import Settings

if TYPE_CHECKING:
    from index.cluster.client import ClusterClient


class ClusterPackageMissing(CuttingsError):
    """What asks a cluster is not installed."""


def client_for(settings: Settings, seconds: float = 30.0) -> ClusterClient:
    """A client of the cluster that the settings name, which gives up a request after so many seconds.

    Raises SettingInvalid and ClusterPackageMissing; nothing is asked yet.
    """
    address = read_address(settings.cluster)
    try:
        from index.cluster.client import ClusterClient  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise ClusterPackageMissing(
            f"an index in a cluster needs the package {error.name}", "pip install 'cuttings[cluster]'"
        ) from error
    access = Access(
        settings.cluster_user, settings.cluster_password, settings.cluster_key, settings.cluster_certificates
    )
    return ClusterClient(address, access, seconds)
