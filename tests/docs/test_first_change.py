"""The first change that CONTRIBUTING.md leads to can be made: what it starts from is there, and the name is free."""

from __future__ import annotations

import re

from search.query.fields import FILTERS
from tests.conftest import ROOT


def test_the_first_change_can_be_made() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Three commands")[0]
    ((file, line),) = re.findall(r"In `(tests/\S+\.py)`, under the line of\s+`(.+?)`", told)
    ((node,),) = [re.findall(r'`\("paper:courier", (\w+)\(', told)]
    ((place, name, field),) = re.findall(r"In `(index/\S+\.py)`, .*? add `\"(\w+)\"` to `(\w+)`", told)
    assert f"    ({line}, " in (ROOT / file).read_text("utf-8")
    assert f"    ({line}, {node}(" in (ROOT / file).read_text("utf-8")
    assert f"        {field}=(" in (ROOT / place).read_text("utf-8")
    assert FILTERS.get(name, "publisher") == "publisher"  # whoever has just made the change passes, too
