"""The number that a field of a form holds is read in one way: what is no number, or none of ours, finds nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from web.site.own_forms import LARGEST_ID, number_in


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("7", 7),
        ("0007", 7),
        (str(LARGEST_ID), LARGEST_ID),
        (str(LARGEST_ID + 1), LARGEST_ID),
        ("9" * 16, LARGEST_ID),
        ("9" * 17, 0),
        ("", 0),
        ("-1", 0),
        ("1.5", 0),
        (" 7", 0),
        ("seven", 0),
        ("٧", 0),
        ("²", 0),
    ],
)
def test_a_number_of_a_form(given: str, number: int) -> None:
    with Flask(__name__).test_request_context(method="POST", data={"id": given}):
        assert number_in("id") == number
        assert number_in("other") == 0
