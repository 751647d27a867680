"""Where can a test end the process, and see what is otherwise made good? Two variables that only tests set.

`point` names a step; `CUTTINGS_FAULT` says at which one to die. The steps are those after which a crash must leave a
working index. `CUTTINGS_STRICT` lets an error through that costs a field of an article otherwise.
Without the variables each costs one look-up.
"""

from __future__ import annotations

import os
import signal

VARIABLE = "CUTTINGS_FAULT"
STRICT = "CUTTINGS_STRICT"


def point(name: str) -> None:
    """End this process at once, as kill -9 does, where the variable names this step."""
    if os.environ.get(VARIABLE) == name:
        os.kill(os.getpid(), signal.SIGKILL)


def strict() -> bool:
    """Whether a mistake of ours is to end what is being done, instead of being noted and worked around."""
    return STRICT in os.environ
