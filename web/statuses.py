"""Which statuses does a request of the API get, and what does each say?"""

from __future__ import annotations

STATUS_SENTENCES = {
    301: "The article has another id now; the name counts under another one.",
    304: "It is as it was when it was last sent.",
    400: "The request cannot be read, lacks what it requires, or names a host that the archive does not answer to.",
    401: "The archive has a token, and the request has none or a wrong one.",
    403: "A page of another site made the request, or may have made one that changes something.",
    404: "There is no article with this id, and there never was one; it is in no group of copies; no article has the "
    "name, and `near` has others; there is no saved search or list with this id.",
    410: "The article has left the archive; `title` is what it was called.",
    405: "The archive has no token, so that nothing can be added, corrected or saved.",
    409: "The search is saved already, there is a list with this name, or the article was read anew since it was seen "
    "or its `corrections.yaml` does not take it; `error` or `advice` says which, and nothing is written.",
    413: "The request brings more than it may; all but those that write may bring nothing.",
    414: "The address is too long.",
    415: "This is no kind of file, or of request, that is read.",
    422: "No article can be read from it, or it is no search, nothing that a list takes, or no line that was left out; "
    "`error` says why, and nothing of it is kept.",
    429: "Too many wrong tokens came from this address.",
    500: "A mistake of the program.",
    503: "The archive is busy, or its index cannot be searched.",
}
"""What each status but 200 says of a request, for the description of the API."""

ALWAYS = (400, 401, 403, 413, 414, 429, 500, 503)
"""Those that any request may get."""

STATUS_HEADERS = {
    301: ("Location", "The same request with the id of now.", {"type": "string"}),
    401: ("WWW-Authenticate", "How to give the token.", {"type": "string"}),
    429: ("Retry-After", "Seconds to wait.", {"type": "integer"}),
    503: ("Retry-After", "Seconds to wait.", {"type": "integer"}),
}
"""The header that comes with a status: its name, what it says, its schema."""
