"""Whatever a message or an error holds, an entry of the log is one line, and what follows it is set in."""

from __future__ import annotations

import logging
import re

import pytest

from web.serving.log import Entry, Seldom

FORGED = "x\n2026-01-01 00:00:00,000 WARNING FAKE\r\x1b[31m\x85\u2028\u202e"


def entry(message: str, error: BaseException | None = None) -> str:
    trace = (type(error), error, error.__traceback__) if error else None
    return Entry().format(logging.LogRecord("any", logging.WARNING, "", 0, "at %s", (message,), trace))


def test_an_entry_is_one_line() -> None:
    line = entry(FORGED)
    assert line.isprintable()
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} WARNING at x\\n2026", line)


def test_the_trace_of_an_error_is_set_in() -> None:
    try:
        raise ValueError(FORGED)
    except ValueError as error:
        first, *others = entry("/path", error).split("\n")
    assert first.endswith("WARNING at /path")
    assert "    Traceback (most recent call last):" in others
    assert [line for line in others if not line.startswith("    ") or not line.isprintable()] == []


def test_a_flood_is_one_line_and_a_number(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    seldom = Seldom(logging.getLogger("flood"), seconds=10.0, clock=lambda: now[0])
    for step in range(100):
        now[0] = step * 0.2
        seldom.say("refused")
    lines = [record.getMessage() for record in caplog.records]
    assert lines == [
        "refused",
        "refused; 49 more since the last such line",
    ]
