"""How does a client show a cluster who it is, and by what does it know the cluster?"""

from __future__ import annotations

import re
import ssl
from base64 import b64encode
from dataclasses import dataclass

from index.settings import SettingInvalid

_KEY = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Access:
    """How a client shows who it is: a user with a password, or an API key; and the file of certificates by which it
    knows the nodes, "" for those of the system."""

    user: str = ""
    password: str = ""
    key: str = ""
    certificates: str = ""

    def headers(self) -> dict[str, str]:
        """The headers of each request. Raises SettingInvalid, which repeats no key."""
        if self.key:
            if not _KEY.fullmatch(self.key):
                raise SettingInvalid("CUTTINGS_CLUSTER_KEY is no key", "it is one word of letters, digits and signs")
            return {"Authorization": f"ApiKey {self.key}"}
        if self.user:
            pair = f"{self.user}:{self.password}".encode()
            return {"Authorization": f"Basic {b64encode(pair).decode('ascii')}"}
        return {}

    def secured(self) -> ssl.SSLContext:
        """By what a node is known. Raises SettingInvalid where the file holds no certificates."""
        try:
            return ssl.create_default_context(cafile=self.certificates or None)
        except OSError as error:  # also what OpenSSL says
            reason = "there is no such file" if isinstance(error, FileNotFoundError) else "it holds no certificate"
            raise SettingInvalid(f"CUTTINGS_CLUSTER_CERTIFICATES is {self.certificates}: {reason}") from error
