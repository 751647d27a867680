"""Which version is this? That of `setup.cfg`, with a digest of the program's files behind it.

So wheels of different code have different versions, and whatever installs one does not take it for another.
"""

from configparser import ConfigParser
from hashlib import sha256
from pathlib import Path

from setuptools import setup

HERE = Path(__file__).resolve().parent


def digest() -> str:
    """Eight hexadecimal digits that tell the code: the same for the same files, wherever they lie."""
    files = [HERE / "setup.cfg"]
    files += [path for name in ("index", "search", "web") for path in (HERE / name).rglob("*") if path.is_file()]
    told = sha256()
    for path in sorted(path for path in files if "__pycache__" not in path.parts):
        told.update(f"{path.relative_to(HERE).as_posix()}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return told.hexdigest()[:8]


def version() -> str:
    """The version and the digest, such as `0.1.0+c1f0e2d3b`; the letter, as a number would lose its first zeros."""
    config = ConfigParser()
    config.read(HERE / "setup.cfg", "utf-8")
    return f"{config['metadata']['version']}+c{digest()}"


setup(version=version())
