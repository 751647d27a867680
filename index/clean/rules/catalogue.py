"""Which rules may drop a line? One table: the name, and the sentence that readers, documentation and tests see."""

from __future__ import annotations

RULES: dict[str, str] = {
    "title": "It is the title of the page, which stands above the text.",
    "standfirst": "It is the summary under the title, not part of the running text.",
    "byline": "It names the author, outside the running text.",
    "date": "It says when the page was published or changed.",
    "source": "It names the agency or newspaper that the story comes from.",
    "caption": "It describes a picture.",
    "credit": "It says whose picture it is.",
    "share": "It is a button or a link for sharing, printing or following.",
    "comments": "It belongs to the comments of readers.",
    "form": "It is part of a form, such as a captcha, a log-in or a toolbar.",
    "rating": "It is part of a widget for rating the page.",
    "advertisement": "It is the label of an advertisement, or the advertisement.",
    "related": "It points to other stories.",
    "newsletter": "It asks the reader to subscribe or to sign up.",
    "cookies": "It is a notice on cookies, consent or scripts.",
    "tags": "It lists keywords or sections.",
    "navigation": "It is part of a menu or of the page's frame.",
    "legal": "It is a copyright or legal notice.",
    "author_note": "It describes the author, after the text.",
    "symbols": "It holds no word.",
    "repeated": "It stands more than once on the page.",
    "template": "It recurs on other pages of the same publisher.",
    "hidden": "It is hidden when the page is opened.",
    "not_body": "It does not look like part of the running text.",
    "other_extractor": "The second extractor, which was asked because the page is unusual, left it out.",
}
