"""`docs/settings.md`: what can be set?"""

from __future__ import annotations

from index.settings import table as knobs
from tools.docs.markdown import code, made_from, table


def text() -> str:
    """The document, from the one table of settings."""
    rows = ((code(knob.variable), knob.default or "(empty)", knob.help) for knob in knobs())
    parts = [
        "# Settings",
        made_from("index/settings.py"),
        "Every setting is an environment variable. An option of a command wins over it, and it wins over the default. "
        "Yes is `yes`, `true` or `1`, no is `no`, `false` or `0`; an empty variable counts as not set. `cuttings "
        "settings` prints what holds now.",
        table(("setting", "default", "what for"), rows),
    ]
    return "\n\n".join(parts) + "\n"
