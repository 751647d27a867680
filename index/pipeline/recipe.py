"""Would the same bytes make the same articles today? A digest of the code and data that turn files into articles.

An index that was made by another recipe is made anew, without anybody having to remember to raise a number. Reading
the 3 MB of it takes a few milliseconds.
"""

from __future__ import annotations

from pathlib import Path

from xxhash import xxh3_64

_HERE = Path(__file__).parent.parent
_FOLDERS = ("readers", "clean", "describe")
_FILES = (
    "address.py",
    "extract.py",
    "page.py",
    "article.py",
    *(f"pipeline/{name}.py" for name in ("lines", "jsonline", "reading", "years")),
)
_KINDS = {".py", ".npz", ".txt", ".yaml", ".json"}


def recipe() -> str:
    """16 hexadecimal digits that change when reading, cleaning or describing changes."""
    digest = xxh3_64()
    for part in (*_FOLDERS, *_FILES):
        path = _HERE / part
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix in _KINDS:
                digest.update(file.relative_to(_HERE).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
