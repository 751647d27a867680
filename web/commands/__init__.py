"""Which commands are there? One table of name, summary and where the command lives; nothing is imported early."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

import click


@dataclass(frozen=True, slots=True)
class Command:
    """A command's one-line summary, and its module in this package, which holds a click command named `command`."""

    summary: str
    module: str


COMMANDS: dict[str, Command] = {
    "reindex": Command("Bring the index up to date with the files.", "web.commands.reindex"),
    "serve": Command("Show the archive in the browser.", "web.commands.serve"),
    "search": Command("Search at the terminal.", "web.commands.search"),
    "extract": Command("Show what is kept of a file, what is left out and why.", "web.commands.extract"),
    "batch": Command("Run a list of queries.", "web.commands.batch"),
    "verify": Command("Check the index for damage.", "web.commands.verify"),
    "settings": Command("List all settings and their values.", "web.commands.settings"),
}


def load(name: str) -> click.Command | None:
    """The command, its module imported now; None where there is no such command."""
    if name not in COMMANDS:
        return None
    command: click.Command = import_module(COMMANDS[name].module).command
    return command
