"""Where does a file lie that was added? Hidden while it is written and looked at, then in the inbox under its name.

What has a name in the inbox is whole and on the disk. What a server that was killed left hidden was promised to nobody.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from index.corrections import CORRECTIONS_FILE, NAMES_FILE
from index.inbox.safe_names import safe_name, spellings, stem_of
from index.reindex.scan.sources import CORRECTION
from index.segment.arrays.disk import private_file, private_folder, sync, write_synced
from index.settings import SettingInvalid, Settings

_HIDDEN = ".incoming"
_PIECE = 1 << 18


class StagedTooLarge(Exception):
    """A file has more bytes than one may have."""


class StagedFile(NamedTuple):
    """A file that was received: where it lies, the name that it is to have, and the SHA-256 of its bytes."""

    place: Path
    name: str
    digest: str


class Inbox:
    """The folder of what was added. For one server at a time; its methods that keep files, for one thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hidden = folder / _HIDDEN

    @classmethod
    def of(cls, settings: Settings) -> Inbox:
        """The inbox of the settings. Raises `SettingInvalid` where it lies in the folder of the index."""
        folder = settings.inbox_folder
        if folder.resolve().is_relative_to(settings.index.resolve()):
            raise SettingInvalid(f"CUTTINGS_INBOX is {folder}, which is in the folder of the index", "name another one")
        return cls(folder)

    def clear(self) -> None:
        """Remove what another server was receiving when it ended."""
        shutil.rmtree(self._hidden, ignore_errors=True)

    def stage(self, read: Callable[[int], bytes], given: str, most: int, suffix: str = "") -> StagedFile:
        """Take a file of at most `most` bytes, which was called `given`, and wait until it is on the disk.

        Raises `StagedTooLarge`, and `OSError` where the disk does not take it; then nothing of it is left.
        """
        self._make()
        place = self._hidden / f"{secrets.token_hex(8)}.part"
        digest, size, head = sha256(), 0, b""
        try:
            with private_file(place, "xb") as file:
                while piece := read(_PIECE):
                    head, size = head or piece, size + len(piece)
                    if size > most:
                        raise StagedTooLarge
                    digest.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            place.unlink(missing_ok=True)
            raise
        return StagedFile(place, safe_name(given, head, suffix), digest.hexdigest())

    def batch(self, files: list[StagedFile]) -> Path:
        """Put files together into a folder of their own, each under `NUMBER-NAME`. Raises `OSError`."""
        folder = self._hidden / f"batch-{secrets.token_hex(8)}"
        private_folder(folder)
        for number, file in enumerate(files):
            with suppress(FileNotFoundError):
                file.place.rename(folder / f"{number}-{file.name}")
        return folder

    def keep(self, file: Path, staged: StagedFile, address: str = "") -> str:
        """Give a staged file, which lies at `file`, its name in the inbox, and return that. Both last from then on.

        An `address` is written beside it, as a correction, so that any run finds both. Raises `OSError`.
        """
        names = list(spellings(staged.name, staged.digest))
        if address:  # so that no other file takes the correction for its own
            names = names[1:]
        for name in names:
            if self._is_taken(name):
                continue
            beside = self.folder / f"{name}{CORRECTION}"
            if address:
                aside = file.with_name(f"{file.name}.address")
                write_synced(aside, f"url: {json.dumps(address, ensure_ascii=False)}\n".encode())
                aside.replace(beside)
                sync(self.folder)  # never the file without its address
            if self._name(file, self.folder / name):
                sync(self.folder)
                return name
            if address:
                beside.unlink(missing_ok=True)
        raise FileExistsError(f"{self.folder} has other files of the name {staged.name}")

    def drop(self, name: str) -> bool:
        """Take a file out that no run can make an article of; False where the inbox would be empty without it: a folder
        without files is taken for a disk that is not mounted."""
        others = (entry for entry in self.names() if entry != name)
        if next(others, None) is None:
            return False
        (self.folder / name).unlink(missing_ok=True)
        (self.folder / f"{name}{CORRECTION}").unlink(missing_ok=True)
        return True

    def names(self) -> list[str]:
        """The files in the inbox, without corrections; none where there is no inbox yet."""
        with suppress(FileNotFoundError), os.scandir(self.folder) as entries:
            there = (e.name for e in entries if e.name[:1] != "." and e.name not in (CORRECTIONS_FILE, NAMES_FILE))
            return sorted(name for name in there if not name.endswith(CORRECTION))
        return []

    def digest(self, name: str) -> str:
        """The SHA-256 of a file in the inbox, "" where it is none that can be read."""
        found = sha256()
        try:
            with (self.folder / name).open("rb") as file:
                while piece := file.read(_PIECE):
                    found.update(piece)
        except OSError:
            return ""
        return found.hexdigest()

    def _make(self) -> None:
        private_folder(self.folder, exist_ok=True)
        private_folder(self._hidden, exist_ok=True)

    def _is_taken(self, name: str) -> bool:
        corrections = (f"{key}{CORRECTION}" for key in (name, stem_of(name)))
        return any(os.path.lexists(self.folder / key) for key in (name, *corrections))

    @staticmethod
    def _name(source: Path, target: Path) -> bool:
        """Give a file its name where no other has it; false where one has."""
        try:
            os.link(source, target)
        except FileExistsError:
            return False
        except OSError:  # a file system without links, where no other server may write here at the same time
            if os.path.lexists(target):
                return False
            source.rename(target)
            return True
        source.unlink()
        return True
