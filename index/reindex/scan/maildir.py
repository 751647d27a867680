"""What of a Maildir are mails? Those in `cur` and `new`, of the folder itself and of the folders in it (Maildir++).

https://cr.yp.to/proto/maildir.html: `tmp` holds mails that are being delivered, which nobody else may read.
https://www.courier-mta.org/imap/README.maildirquota.html: a folder `Sent` is a Maildir named `.Sent` in it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

_BEING_DELIVERED = "tmp"
# What mail servers keep beside the mails.
_OF_SERVERS = re.compile(r"maildirfolder|maildirsize|subscriptions|dovecot[.-].*|courier.*")


def parts_of_maildir(
    entries: Sequence[os.DirEntry[str]],
) -> tuple[list[os.DirEntry[str]], list[os.DirEntry[str]]] | None:
    """Of a folder's entries its mail folders that begin with a dot, and what else is to be read; None where the folder
    is no Maildir."""
    folders = {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}
    if not {"cur", "new"} <= folders:
        return None
    inner = [entry for entry in entries if entry.name in folders and is_mail_folder(entry.path)]
    rest = [
        entry
        for entry in entries
        if entry not in inner
        and not (entry.name == _BEING_DELIVERED and entry.name in folders)
        and not (entry.name not in folders and _OF_SERVERS.fullmatch(entry.name))
    ]
    return inner, rest


def is_mail_folder(path: str) -> bool:
    """Whether a folder whose name begins with a dot is one of mails."""
    name = os.path.basename(path)  # noqa: PTH119  as the walk does
    return name.startswith(".") and os.path.isdir(os.path.join(path, "cur"))  # noqa: PTH112, PTH118
