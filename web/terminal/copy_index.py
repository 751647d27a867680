"""`cuttings copy-index`: how does an index of a folder come into a cluster?"""

from __future__ import annotations

import os
from pathlib import Path

import click

from index.errors import Remedy
from index.settings import SettingInvalid, Settings
from web.terminal import index_option
from web.terminal.reindex import refuse_unsent


@click.command("copy-index")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER")
@index_option
@click.option("--anew", is_flag=True, help="Write everything again, into a new index.")
def command(folder: Path, index: Path | None, *, anew: bool) -> None:
    """Publish the index in FOLDER, as it is, to the cluster that CUTTINGS_INDEX or --index names.

    It takes the place of whatever the archive held there, also of what another folder published. What the cluster has
    of it already is not sent again, so an interrupted copy goes on. From then on FOLDER is the working copy: name it in
    CUTTINGS_WORKSPACE, and `cuttings reindex` keeps both up to date.

    There is no way back from a cluster to a folder: `cuttings reindex` makes a working copy anew of the files, with the
    same ids where their names are the same; `cuttings backup` and `cuttings restore` keep one.
    """
    from index.cluster.publishing import Replacing, publish_newest
    from index.store.snapshot import open_snapshot
    from web.progress import sent_sentence

    settings = Settings.read(os.environ, index=index)
    if not settings.cluster:
        raise SettingInvalid("no cluster is named", "name one by --index opensearch://host:9200/name")
    replacing = Replacing.ANEW if anew else Replacing.ANY
    done = publish_newest(settings, open_snapshot(folder), replacing=replacing)
    refuse_unsent(folder, done, Remedy("copy-index", *(["--anew"] if anew else []), str(folder)))
    click.echo(sent_sentence(done))
