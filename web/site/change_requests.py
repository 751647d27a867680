"""What does a request bring that is to change something, and how is it told that nothing was changed?"""

from __future__ import annotations

import json
from typing import Any

from flask import request
from werkzeug.exceptions import HTTPException

from web import writing


class ChangeRefused(HTTPException):
    """A change that is not made, for a reason that stands in the description."""

    def __init__(self, status: int, told: str, advice: str = "") -> None:
        super().__init__(told)
        self.code = status
        self.advice = advice


def json_object() -> dict[str, Any]:
    """The body of the request, an object of JSON. Raises `ChangeRefused` where it is none."""
    if request.mimetype != writing.JSON:
        raise ChangeRefused(415, "This is no JSON.", f"Send one object of `{writing.JSON}`.")
    try:
        value = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError) as error:
        raise ChangeRefused(422, f"The body is no JSON: {error}.") from None
    if not isinstance(value, dict):
        raise ChangeRefused(422, "The body is no object of JSON.")
    return value
