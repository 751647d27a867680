"""What was saved of an article, as a browser shows it and as it lies in its file: both only while the file is what was
indexed. The page is shown in a sandbox (`web.serving.security`), where it can load, run and send nothing; readers are
led to a page of ours that has it in a frame, says what it is and leads back."""

from __future__ import annotations

from base64 import b64encode

from flask import Blueprint, Response, render_template, request

from index.originals.in_browser import ONLY_DOWNLOADED, PAGE_TYPE, shown
from index.originals.original import Original
from index.originals.saved_bytes import OriginalMissing, in_pieces
from search.article_versions import SEPARATOR
from search.query import Query
from web import paths, urls
from web.former import elsewhere
from web.paths import Parameter
from web.serving.security import FRAMING_HEADERS, SAVED_PAGE_HEADERS
from web.shelf import engine
from web.site.article_page.how_saved import file_name, how_saved
from web.translation import gettext as _

routes = Blueprint("saved_pages", __name__)
_DIGEST = "Repr-Digest"  # RFC 9530


@routes.get(f"{paths.ARTICLE}<article_id>{urls.SAVED_FRAME}")
def framed(article_id: str) -> Response:
    found = _original(article_id, urls.SAVED_FRAME)
    if isinstance(found, Response):
        return found
    identity = urls.versioned(article_id, request.args.get(Parameter.VERSION, ""))
    marked = engine().article(identity)
    if marked is None or found.format in ONLY_DOWNLOADED:
        return _only_downloaded(identity)
    page = render_template(
        "saved_page.html",
        title=marked.title.text.strip() or _("Untitled"),
        article=urls.article(identity, Query()),
        frame=urls.saved(identity, urls.SAVED_PAGE),
        saved=how_saved(marked.article, found),
        has_parts=shown(found).media_type == PAGE_TYPE,  # and what cannot be shown is told here, not in the frame
    )
    return Response(page, mimetype="text/html", headers=FRAMING_HEADERS)


@routes.get(f"{paths.ARTICLE}<article_id>{urls.SAVED_PAGE}")
def page(article_id: str) -> Response:
    found = _original(article_id, urls.SAVED_PAGE)
    if isinstance(found, Response):
        return found
    if found.format in ONLY_DOWNLOADED:
        return _only_downloaded(urls.versioned(article_id, request.args.get(Parameter.VERSION, "")))
    as_it_was = shown(found)
    return Response(as_it_was.data, mimetype=as_it_was.media_type, headers=SAVED_PAGE_HEADERS)


def _only_downloaded(identity: str) -> Response:
    place = urls.saved(identity, urls.SAVED_SOURCE)
    return Response(f"It can be downloaded from {place}\n", 302, {"Location": place}, mimetype="text/plain")


@routes.get(f"{paths.ARTICLE}<article_id>{urls.SAVED_SOURCE}")
def source(article_id: str) -> Response:
    found = _original(article_id, urls.SAVED_SOURCE)
    if isinstance(found, Response):
        return found
    size, pieces = in_pieces(found)
    response = Response(pieces, mimetype="application/octet-stream", headers=file_name(found))
    response.headers[_DIGEST] = f"sha-256=:{b64encode(bytes.fromhex(found.sha256)).decode()}:"
    response.content_length = size
    return response


def _original(article_id: str, behind: str) -> Original | Response:
    """Where it lies, or a redirection from the former id of an article. Raises as `web.former.elsewhere`, and
    `OriginalMissing` where nobody knows where it lies."""
    identity = urls.versioned(article_id, request.args.get(Parameter.VERSION, ""))
    found = None if SEPARATOR in article_id else engine().original(identity)
    if found is not None:
        return found
    if engine().article(identity) is None or SEPARATOR in article_id:
        return elsewhere(paths.ARTICLE, identity, behind)
    raise OriginalMissing("the index does not say which file the article came from")
