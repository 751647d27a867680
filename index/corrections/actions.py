"""What may a correction do? `ACTIONS` is the one table; a row more is a kind of action more."""

from __future__ import annotations

from index.corrections import alone, passages, refused_names, settable
from index.corrections.kept_pieces import DROP_ACTION, KEEP_ACTION
from index.corrections.statements import Action

ACTIONS: tuple[Action, ...] = (
    Action("set", settable.ABOUT_FIELDS, settable.read_fields, settable.set_fields),
    Action(KEEP_ACTION, passages.ABOUT_TEXT, passages.reader(KEEP_ACTION, kept=True), passages.decide_lines),
    Action(DROP_ACTION, passages.ABOUT_TEXT, passages.reader(DROP_ACTION, kept=False), passages.decide_lines),
    Action("not_copies", alone.ABOUT_COPIES, alone.read_copies, alone.set_alone),
    Action("no_name", refused_names.ABOUT_NAMES, refused_names.read_refused, refused_names.refuse_names),
)
ACTION_NAMES = {action.name: action for action in ACTIONS}
EFFECTS = {action.about: action.effect for action in ACTIONS}
"""What the statements on a kind of subjects change, in the order of the table."""
