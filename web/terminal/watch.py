"""`cuttings watch`: how does the index follow the folders by itself?"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import click

from index.errors import CuttingsError, Remedy
from index.settings import Settings
from web.terminal import hand_on, index_option, warn_of_misspelt


class NothingToWatch(CuttingsError):
    """No folder was named, and the index knows of none; or one that was named is not there."""


@click.command("watch")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, readable=False), metavar="[FOLDER...]")
@index_option
@click.option("--poll", type=click.FloatRange(1, 86400), metavar="SECONDS", help="Look at the folders so often.")
@click.option("--json", "as_json", is_flag=True, help="Print the report of each run as a line of JSON.")
@click.option("--for-server", is_flag=True, hidden=True, help="Write log entries; end when the input is closed.")
def command(
    folders: tuple[Path, ...], index: Path | None, poll: float | None, *, as_json: bool, for_server: bool
) -> None:
    """Bring the index up to date now, and again whenever files in the folders change, until Ctrl-C.

    FOLDERs are added to the index, as by `cuttings reindex`, and only they are watched; without one, all that were ever
    named. Each run is one of `cuttings reindex`: it begins when nothing has been written for a second, or after 30
    seconds, and publishes as that does. A folder that is missing or empty is waited for, and never taken for deleted.

    The system tells what changes on the machine's own disks. Folders of a network (NFS, SMB, sshfs) are looked at every
    30 seconds; --poll lets all be.
    """
    from web.serving.children import call_this_process
    from web.watching.parent import end_when_closed
    from web.watching.run_lines import JsonLines, LogEntries, TerminalLines
    from web.watching.watcher import FolderWatcher

    settings = Settings.read(os.environ, index=index)
    hand_on(settings)
    call_this_process("watch")
    _heed_signals(for_server=for_server)
    if for_server:
        from web.serving import log

        log.start(settings.log_format)
    else:
        warn_of_misspelt()
        _refuse_nothing(settings.index, folders)
    teller = LogEntries() if for_server else JsonLines() if as_json else TerminalLines()
    try:
        if for_server:
            end_when_closed(sys.stdin.fileno())
        FolderWatcher(settings.index, folders, teller, poll=poll).watch()
    except KeyboardInterrupt as ended:
        teller.say(f"ended{f': {ended}' if str(ended) else ''}")


def _refuse_nothing(index: Path, folders: tuple[Path, ...]) -> None:
    """Raise where there is nothing to watch, and not even something to wait for."""
    from index.store.noted_roots import noted_roots

    noted = [path for path, _ in noted_roots(index) if path]
    if not folders and not noted:
        raise NothingToWatch("say which folder to watch", Remedy("watch", "FOLDER"))
    for folder in folders:
        if not folder.exists() and os.path.realpath(folder) not in noted:
            raise NothingToWatch(f"{folder} does not exist", "name a folder or file that holds articles")


def _heed_signals(*, for_server: bool) -> None:
    """Let SIGTERM and Ctrl-C end this; of the server's, Ctrl-C is for the server, which then closes the input."""

    def end(*_: object) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # the run that goes on is let end well
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN if for_server else end)
