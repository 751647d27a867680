"""A sample of a page's stacks counts for the function of this program that ran, and for what ran in it."""

from __future__ import annotations

from tools.bench.sampled import report, sampled

PAGE = "0x7f (libc.so.6);<module> (bench.py:9);Cuttings.page (tools/bench/engines.py:78)"
FOUND = "a.<locals>.<listcomp> (search/show/finder.py:63)"


def test_what_runs_is_told_apart() -> None:
    stacks = [
        f"{PAGE};page (search/embedded/answer.py:39);{FOUND} 3",
        f"{PAGE};a (search/show/finder.py:70);dict_get (libpython3.11.so.1.0) 2",
        f"{PAGE};{FOUND};array_take (numpy/_core/_multiarray_umath.so);memcpy (libc.so.6) 4",
        f"{PAGE};{FOUND};sre_search (libpython3.11.so.1.0);sre_ucs1_match (libpython3.11.so.1.0) 5",
        f"{PAGE};b (index/segment/reader.py:1);replace (dataclasses.py:1) 6",
        f"{PAGE};b (index/segment/reader.py:1);ZSTD_decompressStream (zstd.c:1) 7",
        f"{PAGE};b (index/segment/reader.py:1);gc_collect_main (libpython3.11.so.1.0) 8",
    ]
    found = sampled(stacks)
    assert found.functions == {"a search/show/finder.py": 5}
    assert dict(found.kinds) == {
        "the interpreter, in code of this program": 5,
        "NumPy": 4,
        "regular expressions": 5,
        "the standard library in Python": 6,
        "zstd": 7,
        "collecting cycles": 8,
    }


def test_what_is_no_page_does_not_count() -> None:
    found = sampled(["main (bench.py:1);warm (search/embedded/engine.py:85) 9", "0x7f (libc.so.6);gc_collect 1", ""])
    assert not found.kinds and not found.functions


def test_a_page_without_what_takes_half_would_be_twice_as_fast() -> None:
    own, numpy = f"{PAGE};{FOUND} 20", f"{PAGE};{FOUND};add (numpy/_core/_multiarray_umath.so) 60"
    told = report(sampled([own, numpy])).splitlines()
    assert "| NumPy | 75.0 | 4.00 |" in told
    assert "| the largest 5 | 25.0 | 1.33 |" in told
    assert "| all 1 | 25.0 | 1.33 |" in told
