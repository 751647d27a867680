"""What does the page of an article say of its versions? What was changed since, and the list of them."""

from __future__ import annotations

from dataclasses import dataclass

from index.article import Precision
from search.article_versions import ArticleVersion, ArticleVersions
from search.query import Query
from web import urls, words


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
    of = words.date(when) if when and when.precision is not Precision.MINUTE else when and words.day(when.moment.date())
    return f"{f'Version of {of}' if of else f'Version {older.number}'}{', since changed' if older.changed else ''}"


def dated(version: ArticleVersion, versions: ArticleVersions) -> str:
    """When a version is of, by the day where no other one is of that; "version 2" where it does not say."""
    when = version.known
    if when is None:
        return f"version {version.number}"
    if when.precision not in (Precision.DAY, Precision.MINUTE):
        return words.date(when)
    day = when.moment.date()
    same = sum(other.known is not None and other.known.moment.date() == day for other in versions.all)
    return words.date(when) if same > 1 else words.day(day)


def _article_id(versions: ArticleVersions) -> str:
    return urls.without_version(versions.newest.id)


def _newest_lead(versions: ArticleVersions) -> str:
    if versions.before is None:
        since = dated(versions.all[0], versions)
        return f"Saved {words.times(len(versions.all))} since {since}, each time with the same text."
    return f"Changed since {dated(versions.before, versions)}: {_changed(versions)}."


def _older_lead(versions: ArticleVersions) -> str:
    shown = versions.shown
    of = f"Version of {dated(shown, versions)}" if shown.known else f"Version {shown.number} of {len(versions.all)}"
    if versions.before is None:
        return f"{of}, not the newest one. The text is the same."
    return f"{of}, not the newest one. Changed since: {_changed(versions)}."


def _changed(versions: ArticleVersions) -> str:
    """What was changed: "headline and 2 paragraphs"."""
    told = ((versions.headline, "headline"), (versions.paragraphs, words.count(versions.paragraphs, "paragraph")))
    return words.listed([name for differs, name in told if differs])


def _row(version: ArticleVersion, versions: ArticleVersions) -> str:
    said = dated(version, versions)
    if version.saved is not None:
        return f"Saved {said}"
    if version.known is None:
        return said.capitalize()
    return f"{'Changed' if version.modified else 'Published'} {said}"
