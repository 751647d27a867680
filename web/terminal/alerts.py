"""`cuttings alerts`: what is new in the saved searches, at a terminal or by mail?"""

from __future__ import annotations

import os
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.settings import SettingInvalid, Settings
from search.query import arrival_of
from web.terminal import index_option

if TYPE_CHECKING:
    from web.alerts.gathering import Alerts
    from web.public_address import PublicAddress

_SECONDS = 60.0  # nobody waits for it, so the answers had better be whole


def _second(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    """The last second before a day or moment, since 1970."""
    if value is None:
        return None
    arrival = arrival_of(value)
    if arrival is None or arrival.first is None:
        raise click.BadParameter(f"{value!r} is no day as 2026-11-30 and no moment as 2026-11-30T14:03")
    return int(arrival.first.timestamp()) - 1


@click.command("alerts")
@index_option
@click.option("--send", is_flag=True, help="Mail it, and tell it once.")
@click.option("--since", callback=_second, metavar="WHEN", help="What came since a day or moment (UTC).")
@click.option("--json", "as_json", is_flag=True, help="Print what is new as JSON.")
def command(index: Path | None, *, send: bool, since: int | None, as_json: bool) -> None:
    """Print what came into the archive since the last mail, for each saved search that has something new.

    With --send one mail tells all of it, by the CUTTINGS_SMTP settings; where nothing is new there is none. A mail that
    no server took is sent again the next time.
    """
    from web.state.sending_lock import sending

    settings = Settings.read(os.environ, index=index)
    if send:
        _refuse_unsendable(settings)
    with sending(settings.state_file) if send else nullcontext():
        _tell(settings, since, send=send, as_json=as_json)


def _tell(settings: Settings, since: int | None, *, send: bool, as_json: bool) -> None:
    """Print what is new, and send it where that is asked."""
    from search.opening import engine_for
    from web.alerts import letter
    from web.alerts.gathering import gathered
    from web.state.reader_state import ReaderState

    kept = ReaderState(settings.state_file).searches
    searches = kept.all()
    engine = engine_for(settings, seconds=_SECONDS)
    alerts = gathered(engine, searches, since, _public(settings)) if searches else None
    for name in alerts.cut_short if alerts else ():
        click.echo(f"cuttings: the time was too short for all of “{name}”; it is told again", err=True)
    if as_json:
        from web.alerts.gathering import report
        from web.reply.encoding import indented

        click.echo(indented(report(alerts)))
    elif alerts and alerts.searches:
        click.echo(letter.text(alerts), nl=False)
    else:
        click.echo(letter.nothing(len(searches)))
    if send and alerts:
        refused = _send(alerts, settings) if alerts.searches else {}
        kept.alert(alerts.whole, alerts.until)
        for reader, why in refused.items():
            click.echo(f"cuttings: the mail was taken, but not for {reader}: {why}", err=True)
        if refused:
            click.get_current_context().exit(1)


def _refuse_unsendable(settings: Settings) -> None:
    """Raise before anything is looked up where no mail could be sent, or its links would lead nowhere."""
    from web.alerts.sending import MailServer
    from web.public_address import public_address

    MailServer.read(settings)
    if not public_address(settings).origin:
        raise SettingInvalid("CUTTINGS_ADDRESS is empty", "a mail needs it for its links, as https://archive.example")


def _public(settings: Settings) -> PublicAddress:
    """Where the links of the articles lead: without CUTTINGS_ADDRESS to the server on this machine."""
    from web.public_address import PublicAddress, public_address
    from web.serving.mount import prefix_of

    public = public_address(settings)
    if public.origin:
        return public
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return PublicAddress(f"http://{host}:{settings.port}", f"{host}:{settings.port}", prefix_of(settings))


def _send(alerts: Alerts, settings: Settings) -> dict[str, str]:
    from web.alerts.letter import mail
    from web.alerts.sending import MailServer

    server = MailServer.read(settings)
    message = mail(alerts, server.sender, server.readers, datetime.now(UTC))
    return dict(server.send(message))
