"""What do replies of the application say?"""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse


def json_of(reply: TestResponse) -> Any:
    """The value that a reply holds as JSON; fails where it holds none."""
    value = reply.json
    assert value is not None, reply.get_data(as_text=True)[:200]
    return value
