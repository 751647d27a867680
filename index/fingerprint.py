"""Does a part of this program still do what it did when something was made with it? A fingerprint tells.

What is kept on a disk, and means something only to the code that made it, carries the stamp of that code. A comment, a
docstring or another layout of the lines changes no stamp; another statement, constant, data file or version of a
library does.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from xxhash import xxh3_64

_DATA = frozenset({".npz", ".txt", ".yaml", ".json"})
_MODULES = frozenset({".py", ".pyc"})
Asides = Mapping[str, Collection[str]]
NO_ASIDES: Asides = MappingProxyType({})
_PYC_HEADER = 16  # bytes: magic, flags, and the source's time and size, which mean nothing here


class Fingerprint:
    """Files of this program that together decide something, as they are when this is made.

    `parts` are files and folders under `root`; `versions` names what else decides: libraries and tables with their
    versions. Where a program is installed without its sources, compiled modules stand for them, and any change of
    them counts. `asides` names, for calls of a class, keyword arguments that say nothing of what is decided. Raises
    RuntimeError where a part holds neither.
    """

    def __init__(
        self, root: Path, parts: Sequence[str], versions: Mapping[str, str], *, asides: Asides = NO_ASIDES
    ) -> None:
        self._asides = asides
        self._files = {path.relative_to(root).as_posix(): _bytes(path) for path in _files(root, parts)}
        self._versions = sorted(versions.items())

    @cached_property
    def source(self) -> str:
        """16 hexadecimal digits that change with any byte of the files: read in a millisecond."""
        digest = xxh3_64(repr(self._versions).encode())
        for name, data in self._files.items():
            digest.update(f"\0{name}\0{len(data)}\0".encode() + data)
        return digest.hexdigest()

    @cached_property
    def _meaning(self) -> str:
        """16 hexadecimal digits that change when the files say something else: 50 ms for a thousand lines."""
        digest = xxh3_64(repr(self._versions).encode())
        for name, data in self._files.items():
            said = _said(data, self._asides) if name.endswith(".py") else data
            digest.update(f"\0{name}\0{len(said)}\0".encode() + said)
        return digest.hexdigest()

    @property
    def stamp(self) -> str:
        """What to write beside that which is made with this code."""
        return f"{self.source}-{self._meaning}"

    def made(self, stamp: str) -> bool:
        """Whether code that says the same wrote `stamp`. Syntax trees are made only where the bytes are others."""
        source, _, meaning = stamp.partition("-")
        if source == self.source and meaning:
            self.__dict__.setdefault("_meaning", meaning)  # where the bytes are equal, so is what they say
            return True
        return meaning == self._meaning


def installed(package: str) -> str:
    """The version of an installed package, "" where there is none.

    From the name of its folder beside the code, as `importlib.metadata` finds it, which takes 50 ms to load and is
    asked where no folder tells.
    """
    wanted = _plain(package)
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208  (of every folder of the path: a fifth of what paths take)
        except OSError:
            continue
        for name in names:
            stem, _, version = name.removesuffix(".dist-info").rpartition("-")
            if name.endswith(".dist-info") and _plain(stem) == wanted:
                return version
    from importlib import metadata  # noqa: PLC0415

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _plain(package: str) -> str:
    """A package's name as all its spellings have it in common."""
    return re.sub(r"[-_.]+", "-", package).lower()


def _files(root: Path, parts: Sequence[str]) -> Iterator[Path]:
    """The files of `parts`, in order; a compiled module only where it lies in the place of its source."""
    for part in parts:
        path = root / part
        found = path.rglob("*") if path.is_dir() else [path, path.with_suffix(".pyc")]
        files = [file for file in sorted(found) if "__pycache__" not in file.parts and file.is_file()]
        wanted = _MODULES if path.is_dir() or path.suffix in _MODULES else (path.suffix,)  # or a file of data
        if not any(file.suffix in wanted for file in files):
            raise RuntimeError(f"{path} holds no code of this program: install it anew, unpacked")
        yield from (file for file in files if file.suffix in _MODULES | _DATA)


def _bytes(path: Path) -> bytes:
    return path.read_bytes()[_PYC_HEADER if path.suffix == ".pyc" else 0 :]


def _said(source: bytes, asides: Asides) -> bytes:
    """What a module says: its syntax tree as bytes, without the strings that stand alone as docstrings do."""
    tree = ast.parse(source)
    if asides:  # a walk takes as long as half of the reading, and most code has none
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in asides:
                node.keywords = [keyword for keyword in node.keywords if keyword.arg not in asides[node.func.id]]
    out: list[str] = []
    _write(tree, out)
    return "".join(out).encode("utf-8", "surrogatepass")


def _write(node: ast.AST, out: list[str]) -> None:
    """Append a node. What is empty is left out, as newer versions of Python have more fields that hold nothing.

    Every fresh index waits for 93 modules: a call for each node alone, none for each value, saves a third of the time.
    """
    out.append(f"({type(node).__name__}")
    for name in node._fields:
        value = getattr(node, name, None)
        if value is None or name == "kind":  # of a string: whether it has a u before it
            continue
        if isinstance(value, ast.AST):
            out.append(f" {name}=")
            _write(value, out)
        elif isinstance(value, list):
            _write_list(name, [item for item in value if not _is_remark(item)], out)
        else:
            out.append(f" {name}={value!r}")
    out.append(")")


def _write_list(name: str, values: list[object], out: list[str]) -> None:
    if not values:
        return
    out.append(f" {name}=[")
    for value in values:
        if isinstance(value, ast.AST):
            _write(value, out)
        else:
            out.append(repr(value))
    out.append("]")


def _is_remark(node: object) -> bool:
    """Whether a statement is nothing but a string."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
