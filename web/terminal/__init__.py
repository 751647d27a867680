"""Which commands are there? One table of name, summary and where the command lives; nothing is imported early."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from index.errors import CuttingsError
from index.settings import PREFIX, Settings, unknown
from search.notes import Note
from web.advice import message
from web.sentences import sentence


@dataclass(frozen=True, slots=True)
class Command:
    """A command's one-line summary, and its module in this package, which holds a click command named `command`."""

    summary: str
    module: str


COMMANDS: dict[str, Command] = {
    "reindex": Command("Bring the index up to date with the files.", "web.terminal.reindex"),
    "watch": Command("Bring the index up to date whenever files change.", "web.terminal.watch"),
    "serve": Command("Show the archive in the browser.", "web.terminal.serve"),
    "search": Command("Search at the terminal.", "web.terminal.search"),
    "alerts": Command("Tell what is new in the saved searches, also by mail.", "web.terminal.alerts"),
    "extract": Command("Show what is kept of a file, what is left out and why.", "web.terminal.extract"),
    "batch": Command("Run a list of queries.", "web.terminal.batch"),
    "verify": Command("Check the index for damage.", "web.terminal.verify"),
    "backup": Command("Copy the index into another folder, while it is in use.", "web.terminal.backup"),
    "copy-index": Command("Publish an index of a folder to a cluster.", "web.terminal.copy_index"),
    "restore": Command("Make an index of a backup.", "web.terminal.restore"),
    "salvage": Command("Get the articles out of an index whose files are gone.", "web.terminal.salvage"),
    "repair": Command("Mend a damaged index.", "web.terminal.repair"),
    "settings": Command("List all settings and their values.", "web.terminal.settings"),
}


_INDEX = "cuttings.index"  # where click keeps the value of --index for whoever words an error


class _IndexPlace(click.Path):
    """A folder, or the address of a cluster, which stays as it was typed."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if "://" in str(value) else super().convert(value, param, ctx)


def index_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option --index."""
    folder = _IndexPlace(path_type=Path, file_okay=False)
    told = "Folder of the index, or the address of a cluster."
    return click.option("--index", type=folder, callback=_remember, help=told)(command)


def hand_on(settings: Settings) -> None:
    """Let the processes that this one starts have the cluster of its settings, where that is not that of the
    environment."""
    if settings.cluster:
        os.environ.update(settings.variables())


def _remember(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path | None:
    given = os.environ.get(f"{PREFIX}INDEX", "")
    ctx.meta[_INDEX] = value or (given if "://" in given else Path(given) if given else None)
    return value


def misspelt(variable: str, meant: str) -> str:
    """That a variable of the environment is no setting, in a sentence; `meant` is one that may be, or ""."""
    asked = f"did you mean {meant}?" if meant else "`cuttings settings` lists them"
    return f"{variable} is no setting and does nothing: {asked}"


def warn_of_misspelt() -> None:
    """Say on stderr which variables of the environment look like settings and are none."""
    for variable, meant in unknown(os.environ):
        click.echo(f"cuttings: {misspelt(variable, meant)}", err=True)


def advised(error: CuttingsError, ctx: click.Context) -> str:
    """The error with its advice; commands in it are about the index that this command was about."""
    return message(error, ctx.meta.get(_INDEX))


def said(note: Note, ctx: click.Context) -> str:
    """The note in a sentence; a command that it advises is about the index that this command was about."""
    return sentence(note, ctx.meta.get(_INDEX))


def load(name: str) -> click.Command | None:
    """The command, its module imported now; None where there is no such command."""
    if name not in COMMANDS:
        return None
    command: click.Command = import_module(COMMANDS[name].module).command
    return command
