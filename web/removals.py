"""Why is a line no part of an article's text, in words? A sentence for each rule, a clause for each trait."""

from __future__ import annotations

from index.article import Dropped
from index.reasons import Trait

RULE_SENTENCES: dict[str, str] = {
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
    "mail_header": "It is part of the header of a forwarded mail.",
    "page_number": "It numbers a page of the document.",
    "running_head": "It stands at the edge of several pages of the document.",
    "not_body": "It does not look like part of the running text.",
    "other_extractor": "The second extractor, which was asked because the page is unusual, left it out.",
    "corrected": "A correction in corrections.yaml leaves it out.",
}
"""What each rule says (`index.clean.rules`)."""

TRAITS = {
    Trait.NEIGHBOURS: "its neighbours are not running text",
    Trait.PICTURE: "it stands near a picture's credit or reads like one",
    Trait.ECHO: "another line says the same",
    Trait.LINKS: "it stands among links",
    Trait.FAR: "it stands far from the body",
    Trait.FURNITURE: "it stands near comments or lists of other stories",
    Trait.SPARSE: "its part of the page holds little running text",
    Trait.ALIKE: "elements like it are repeated or hold no running text",
    Trait.MARKED: "its element is marked as something else",
    Trait.LAYOUT: "it is set off by its layout",
    Trait.MENU_WORDS: "its words are those of menus and notices",
    Trait.SHORT: "it is short",
    Trait.NO_SENTENCE: "it is not built like a sentence",
}
"""What each trait says of a line that no rule but the model left out."""


def removal_sentence(dropped: Dropped) -> str:
    """Why the line was left out; "" where nothing is known of its rule.

    An article of an older index has the whole sentence with it.
    """
    rule = RULE_SENTENCES.get(dropped.rule, "")
    if not dropped.why:
        return rule
    traits = dropped.why.split()
    if not all(trait in TRAITS for trait in traits):
        return dropped.why
    said = ", and ".join(TRAITS[Trait(trait)] for trait in traits)
    return f"{rule.removesuffix('.')}: {said}."
