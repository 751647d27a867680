"""What do readers keep on this server? Nothing where it has no token: there nobody can be told from anybody else."""

from __future__ import annotations

from flask import current_app

from index.settings import Settings
from web.serving.security import NothingAdded
from web.state.reader_state import ReaderState

STATE = "reader_state"  # the extension of an application


def keeping() -> ReaderState | None:
    """What is kept by the application that is handling a request, None where it keeps nothing."""
    settings: Settings = current_app.config["SETTINGS"]
    state: ReaderState = current_app.extensions[STATE]
    return state if settings.token else None


def changing() -> ReaderState:
    """What is kept, to be changed. Raises `NothingAdded` where nothing is."""
    state = keeping()
    if state is None:
        raise NothingAdded(("GET", "HEAD"))
    return state
