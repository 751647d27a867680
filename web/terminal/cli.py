"""What can be typed at a terminal? The command group `cuttings`; every command is a file in `web/terminal`."""

from __future__ import annotations

import os
import sys

import click

from index.errors import CuttingsError, IndexDamaged, IndexLocked, IndexMissing, IndexOutdated
from index.schema import FORMAT_VERSION
from web.terminal import COMMANDS, advised, load

# The one table of exit codes. 2 is click's own for wrong usage; 130 is the shell's for Ctrl-C.
EXIT_CODES: tuple[tuple[int, str], ...] = (
    (0, "done; files that were skipped are listed and do not count as failure"),
    (1, "failed, or the index could not be looked at: the message says why and what to do"),
    (2, "wrong usage: unknown option, command or value"),
    (3, "there is no index yet, or it is of another version: run `cuttings reindex`"),
    (4, "the index is damaged: run `cuttings verify`, then `cuttings repair`; of `salvage`: articles are lost"),
    (5, "another process is writing the index"),
    (130, "interrupted by Ctrl-C; the message says whether the index is as it was"),
)


def exit_code(error: BaseException) -> int:
    """The exit code of an error, as `EXIT_CODES` explains it."""
    match error:
        case IndexMissing() | IndexOutdated():
            return 3
        case IndexDamaged():
            return 4
        case IndexLocked():
            return 5
        case KeyboardInterrupt() | click.Abort():
            return 130
    return 1


class _Lazy(click.Group):
    """A group that imports a command's module when the command is run, so that the start stays short.

    Errors meant for a person become one line on stderr and an exit code, here and nowhere else.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return load(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, spec.summary) for name, spec in COMMANDS.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), meaning) for code, meaning in EXIT_CODES])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (CuttingsError, KeyboardInterrupt) as error:
            if message := advised(error, ctx) if isinstance(error, CuttingsError) else str(error):
                click.echo(f"cuttings: {message}", err=True)
            ctx.exit(exit_code(error))
        except (
            BrokenPipeError
        ):  # `cuttings search x | head` closed the pipe: nothing is left to say, and nobody to say it to
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cuttings", message=f"cuttings %(version)s, disk format {FORMAT_VERSION}")
def main() -> None:
    """Full-text search for your own archive of news articles.

    Start with `cuttings reindex FOLDER`, then `cuttings serve`. `cuttings settings` lists what can be set.
    """
