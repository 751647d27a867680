"""What does the page of an article say of its versions? What was changed since, and the list of them."""

from __future__ import annotations

from dataclasses import dataclass

from index.article import Precision
from search.article_versions import ArticleVersion, ArticleVersions
from search.query import Query
from web import regional, urls, words
from web.translation import gettext as _
from web.translation import ngettext


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list: when it was saved, the address of its page, and that of what was changed since ("" for the
    newest)."""

    shown: str
    href: str
    differs: str
    current: bool


@dataclass(frozen=True, slots=True)
class VersionList:
    """The versions of an article, the newest first. `lead` is a sentence on the one that is shown; `differs` leads to
    what was changed since, "" where nothing was; `newest` leads to the newest version, "" where that is shown."""

    lead: str
    differs: str
    newest: str
    canonical: str
    rows: tuple[VersionRow, ...]


def version_list(versions: ArticleVersions | None, query: Query) -> VersionList | None:
    """The list for the page of an article, None where it has one version."""
    if versions is None:
        return None
    article_id = _article_id(versions)
    rows = tuple(
        VersionRow(
            _row(version, versions),
            urls.article(article_id if version is versions.newest else version.id, query),
            "" if version is versions.newest else urls.compare(version.id, article_id),
            version is versions.shown,
        )
        for version in reversed(versions.all)
    )
    before = versions.before
    return VersionList(
        _newest_lead(versions) if versions.is_newest else _older_lead(versions),
        urls.compare(before.id, article_id) if before else "",
        "" if versions.is_newest else urls.article(article_id, query),
        urls.article(article_id, Query()),
        rows,
    )


def version_hit(older: ArticleVersion) -> str:
    """What a result list says of an older version: "Version of 3 May 2016, since changed"."""
    when = older.known
    if when is None:
        said = _("Version %(number)s", number=older.number)
    else:
        exact = when.precision is not Precision.MINUTE
        said = _("Version of %(date)s", date=words.date(when) if exact else words.day(when.moment.date()))
    return _("%(version)s, since changed", version=said) if older.changed else said


def dated(version: ArticleVersion, versions: ArticleVersions) -> str:
    """When a version is of, by the day where no other one is of that; "version 2" where it does not say."""
    when = version.known
    if when is None:
        return _("version %(number)s", number=version.number)
    if when.precision not in (Precision.DAY, Precision.MINUTE):
        return words.date(when)
    day = when.moment.date()
    same = sum(other.known is not None and other.known.moment.date() == day for other in versions.all)
    return words.date(when) if same > 1 else words.day(day)


def _article_id(versions: ArticleVersions) -> str:
    return urls.without_version(versions.newest.id)


def _newest_lead(versions: ArticleVersions) -> str:
    if versions.before is None:
        often, since = words.times(len(versions.all)), dated(versions.all[0], versions)
        return _("Saved %(times)s since %(date)s, each time with the same text.", times=often, date=since)
    since = dated(versions.before, versions)
    return _("Changed since %(date)s: %(changes)s.", date=since, changes=_changed(versions))


def _older_lead(versions: ArticleVersions) -> str:
    shown = versions.shown
    if shown.known:
        of = _("Version of %(date)s", date=dated(shown, versions))
    else:
        of = _("Version %(number)s of %(total)s", number=shown.number, total=len(versions.all))
    if versions.before is None:
        return _("%(version)s, not the newest one. The text is the same.", version=of)
    changes = _changed(versions)
    return _("%(version)s, not the newest one. Changed since: %(changes)s.", version=of, changes=changes)


def _changed(versions: ArticleVersions) -> str:
    """What was changed: "headline and 2 paragraphs"."""
    number = versions.paragraphs
    paragraphs = ngettext("%(n)s paragraph", "%(n)s paragraphs", number, n=regional.number(number))
    told = ((versions.headline, _("headline")), (number, paragraphs))
    return regional.listed([name for differs, name in told if differs])


def _row(version: ArticleVersion, versions: ArticleVersions) -> str:
    said = dated(version, versions)
    if version.saved is not None:
        return _("Saved %(date)s", date=said)
    if version.known is None:
        return said[:1].upper() + said[1:]
    return _("Changed %(date)s", date=said) if version.modified else _("Published %(date)s", date=said)
