"""What is done once, so that readers wait for nothing and memory stays small?"""

from __future__ import annotations

import ctypes
import gc
import logging
from contextlib import suppress

from index.errors import CuttingsError
from search.engine import Engine
from web import translation

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # of malloc.h
_LARGE = 8 << 20  # bytes of a piece of memory that goes back to the system when it is free


def warm(engine: Engine) -> None:
    """Let the engine read what the first reader would wait for, and the catalogues of the pages be read."""
    try:
        translation.load()
        engine.warm()
    except CuttingsError:
        pass  # where there is no index, the page says what to do
    except Exception:
        logging.getLogger(__name__).exception("what the first reader would wait for could not be read")


def share_heap() -> None:
    """Have all threads allocate from one heap without large pieces; to be called before there are any.

    glibc gives each its own, and what is free in one is of no use to the others: four exports of 10,000 articles in
    turn took 50 MB on top of 131, with one heap 3. One thread at a time runs Python, so that they do not wait for it.
    Each large array that is freed lets glibc keep larger ones in the heap, up to 32 MB; said once, the limit stays.
    """
    with suppress(OSError, AttributeError):  # another C library
        library = ctypes.CDLL(None)
        library.mallopt(_M_ARENA_MAX, 1)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_TRIM_THRESHOLD, 2 * _LARGE)


def settle() -> None:
    """Take what is there by now out of the collection of garbage, and collect less often.

    A collection stops every thread, and one of all objects goes through the words of the archive each time; it would
    also write to each object, so that processes could not share it. What the engine holds has no cycles, so that an
    archive that was replaced goes by counting references, frozen or not.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
