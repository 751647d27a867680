"""How is what is new written? As plain text for a terminal and a mail, and as simple HTML for the mail; in English, as
everything that a command writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from html import escape

from web.alerts.gathering import Alerts, NewArticle, SearchAlert
from web.render import single_line
from web.words import count


def text(alerts: Alerts) -> str:
    """What is new, as lines."""
    return "\n".join([*map(_search_text, alerts.searches), _page(alerts.page), ""])


def _page(address: str) -> str:
    return f"All saved searches: {address}"


def _search_text(search: SearchAlert) -> str:
    lines = [f"{single_line(search.name)}: {_count(search)}", search.address, ""]
    for one in search.articles:
        lines += [f"  {one.title}", f"  {_facts(one)}", f"  {one.address}", ""]
    return "\n".join(lines + ([f"  {_more(search)}", ""] if search.more else []))


def _count(search: SearchAlert) -> str:
    return count(search.new, "new article")


def _more(search: SearchAlert) -> str:
    return f"and {search.more:,} more"


def _facts(article: NewArticle) -> str:
    return " · ".join(filter(None, (article.publisher, article.day)))


def mail(alerts: Alerts, sender: str, readers: Sequence[str], now: datetime) -> EmailMessage:
    """One mail for all that is new."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = ", ".join(readers)
    message["Subject"] = _sound(_subject(alerts))
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> ") or None)
    message["Auto-Submitted"] = "auto-generated"  # so that no holiday notice answers it
    message.set_content(_sound(text(alerts)))
    message.add_alternative(_sound(_html(alerts)), subtype="html")
    return message


def _subject(alerts: Alerts) -> str:
    if len(alerts.searches) == 1:
        (one,) = alerts.searches
        return f"{single_line(one.name)}: {_count(one)}"
    return f"{count(alerts.new, 'new article')} in {len(alerts.searches):,} saved searches"


def _html(alerts: Alerts) -> str:
    searches = "\n".join(map(_search_html, alerts.searches))
    page = f'<p><a href="{escape(alerts.page)}">All saved searches</a></p>'
    return f'<!doctype html>\n<html><head><meta charset="utf-8"></head><body>\n{searches}\n{page}\n</body></html>\n'


def _search_html(search: SearchAlert) -> str:
    articles = "\n".join(
        f'<li><a href="{escape(one.address)}">{escape(one.title)}</a><br>{escape(_facts(one))}</li>'
        for one in search.articles
    )
    more = f'\n<p><a href="{escape(search.address)}">{escape(_more(search))}</a></p>' if search.more else ""
    name = f'<a href="{escape(search.address)}">{escape(single_line(search.name))}</a>'
    return f"<h2>{name}: {escape(_count(search))}</h2>\n<ul>\n{articles}\n</ul>{more}"


def _sound(value: str) -> str:
    """`value` as something that UTF-8 can write: a text may hold half a character."""
    return value.encode("utf-8", "replace").decode()


def nothing(searches: int) -> str:
    """That nothing is new in so many saved searches."""
    if not searches:
        return "No search is saved."
    return f"Nothing is new in {count(searches, 'saved search', 'saved searches')}."
