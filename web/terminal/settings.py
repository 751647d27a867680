"""`cuttings settings`: which settings are there, and what are they now?"""

from __future__ import annotations

import os

import click

from index.settings import SECRETS, Settings, table
from web.terminal import warn_of_misspelt


@click.command("settings")
def command() -> None:
    """List every setting: its environment variable, its value now, its meaning."""
    now = Settings.read(os.environ)
    warn_of_misspelt()
    for knob in table():
        value = now.place if knob.name == "index" else getattr(now, knob.name)
        shown = "(set)" if knob.name in SECRETS and value else str(value) or "(empty)"
        default = "" if str(value) == knob.default else f" [default {knob.default or 'empty'}]"
        click.echo(f"{knob.variable:<24} {shown:<12} {knob.help}{default}")
