"""Why is a line no part of an article's text, in words? A sentence for each rule, a clause for each trait.

A reader sees lines by their kind, which is what one or two rules have in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from index.article import Dropped
from index.reasons import Trait
from web.translation import gettext as _
from web.translation import noted

RULE_SENTENCES: dict[str, str] = {
    "title": noted("It is the title of the page, which stands above the text."),
    "standfirst": noted("It is the summary under the title, not part of the running text."),
    "byline": noted("It names the author, outside the running text."),
    "date": noted("It says when the page was published or changed."),
    "source": noted("It names the agency or paper that the story comes from."),
    "caption": noted("It describes a picture."),
    "credit": noted("It says whose picture it is."),
    "share": noted("It is a button or a link for sharing, printing or following."),
    "comments": noted("It belongs to the comments of readers."),
    "form": noted("It is part of a form, such as a captcha, a log-in or a toolbar."),
    "rating": noted("It is part of a widget for rating the page."),
    "advertisement": noted("It is the label of an advertisement, or the advertisement."),
    "related": noted("It points to other stories."),
    "newsletter": noted("It asks the reader to subscribe or to sign up."),
    "cookies": noted("It is a notice on cookies, consent or scripts."),
    "tags": noted("It lists keywords or sections."),
    "navigation": noted("It is part of a menu or of the page's frame."),
    "legal": noted("It is a copyright or legal notice."),
    "author_note": noted("It describes the author, after the text."),
    "symbols": noted("It holds no word."),
    "repeated": noted("It stands more than once on the page."),
    "template": noted("It recurs on other pages of the same paper."),
    "hidden": noted("It is hidden when the page is opened."),
    "mail_header": noted("It is part of the header of a forwarded mail."),
    "page_number": noted("It numbers a page of the document."),
    "running_head": noted("It stands at the edge of several pages of the document."),
    "not_body": noted("It does not look like part of the running text."),
    "other_extractor": noted("The second extractor, which was asked because the page is unusual, left it out."),
    "corrected": noted("A correction in corrections.yaml leaves it out."),
}
"""What each rule says (`index.clean.rules`)."""

TRAITS = {
    Trait.NEIGHBOURS: noted("its neighbours are not running text"),
    Trait.PICTURE: noted("it stands near a picture's credit or reads like one"),
    Trait.ECHO: noted("another line says the same"),
    Trait.LINKS: noted("it stands among links"),
    Trait.FAR: noted("it stands far from the body"),
    Trait.FURNITURE: noted("it stands near comments or lists of other stories"),
    Trait.SPARSE: noted("its part of the page holds little running text"),
    Trait.ALIKE: noted("elements like it are repeated or hold no running text"),
    Trait.MARKED: noted("its element is marked as something else"),
    Trait.LAYOUT: noted("it is set off by its layout"),
    Trait.MENU_WORDS: noted("its words are those of menus and notices"),
    Trait.SHORT: noted("it is short"),
    Trait.NO_SENTENCE: noted("it is not built like a sentence"),
}
"""What each trait says of a line that no rule but the model left out."""


@dataclass(frozen=True, slots=True)
class RemovalKind:
    """What lines that were left out have in common, for a reader: what they are, why, and the rules that told it."""

    code: str
    name: str
    reason: str
    rules: tuple[str, ...]


REMOVAL_KINDS: tuple[RemovalKind, ...] = (
    RemovalKind(
        "navigation",
        noted("Menus and the frame of the page"),
        noted("They lead around the site and say nothing of the article."),
        ("navigation",),
    ),
    RemovalKind("related", noted("Links to other stories"), noted("They lead to other articles."), ("related",)),
    RemovalKind(
        "share",
        noted("Buttons for sharing, printing or following"),
        noted("They are there to be pressed, not to be read."),
        ("share",),
    ),
    RemovalKind("comments", noted("Comments of readers"), noted("Readers wrote them, not the author."), ("comments",)),
    RemovalKind(
        "advertisement",
        noted("Advertising"),
        noted("They are advertisements, or the labels above them."),
        ("advertisement",),
    ),
    RemovalKind(
        "author",
        noted("The author’s name and note, outside the text"),
        noted("The author stands under the headline here."),
        ("byline", "author_note"),
    ),
    RemovalKind(
        "newsletter",
        noted("Invitations to subscribe"),
        noted("They ask the reader to subscribe or to sign up."),
        ("newsletter",),
    ),
    RemovalKind(
        "legal",
        noted("Copyright and legal notices"),
        noted("They hold for the whole site."),
        ("legal",),
    ),
    RemovalKind(
        "cookies",
        noted("Notices on cookies and consent"),
        noted("They speak of cookies, consent or scripts."),
        ("cookies",),
    ),
    RemovalKind(
        "form",
        noted("Forms, log-in and toolbars"),
        noted("They are there to be filled in or pressed."),
        ("form", "rating"),
    ),
    RemovalKind(
        "tags",
        noted("Keywords and sections"),
        noted("They say where the article is filed."),
        ("tags",),
    ),
    RemovalKind(
        "headline",
        noted("The headline and the summary, which stand above the text"),
        noted("They are shown above the text, so that they are not repeated in it."),
        ("title", "standfirst"),
    ),
    RemovalKind(
        "date",
        noted("Dates, and where the story comes from"),
        noted("The day, the agency and the paper stand under the headline here."),
        ("date", "source"),
    ),
    RemovalKind("caption", noted("Picture captions"), noted("They describe pictures."), ("caption",)),
    RemovalKind("credit", noted("Picture credits"), noted("They say whose the pictures are."), ("credit",)),
    RemovalKind("symbols", noted("Lines without a word"), noted("They hold signs and numbers alone."), ("symbols",)),
    RemovalKind(
        "repeated",
        noted("What the page says twice"),
        noted("The same stands elsewhere on the page."),
        ("repeated",),
    ),
    RemovalKind(
        "template",
        noted("What many pages of the paper have"),
        noted("The same lines stand on other pages of this paper."),
        ("template",),
    ),
    RemovalKind("hidden", noted("What the page hides"), noted("A reader of the page does not see them."), ("hidden",)),
    RemovalKind(
        "mail_header",
        noted("Heads of forwarded mails"),
        noted("They say who sent the mail to whom, and when."),
        ("mail_header",),
    ),
    RemovalKind(
        "sheet",
        noted("Page numbers, heads and feet of pages"),
        noted("They stand at the edges of the document’s pages."),
        ("page_number", "running_head"),
    ),
    RemovalKind(
        "corrected",
        noted("Left out by your correction"),
        noted("The file corrections.yaml of the folder says so."),
        ("corrected",),
    ),
    RemovalKind(
        "other",
        noted("Other lines that do not read like the article"),
        noted("Where they stand and how they are written, they do not look like running text."),
        ("not_body", "other_extractor"),
    ),
)
"""Each rule is of one kind. What a later version has by another name is of the last one."""


@cache
def removal_kinds() -> dict[str, RemovalKind]:
    """The kind of each rule."""
    return {rule: kind for kind in REMOVAL_KINDS for rule in kind.rules}


def removal_kind(rule: str) -> RemovalKind:
    """The kind of what a rule has left out."""
    return removal_kinds().get(rule, REMOVAL_KINDS[-1])


def removal_sentence(dropped: Dropped) -> str:
    """Why the line was left out; "" where nothing is known of its rule.

    An article of an older index has the whole sentence with it.
    """
    rule = _(RULE_SENTENCES.get(dropped.rule, ""))
    if not dropped.why:
        return rule
    traits = dropped.why.split()
    if not all(trait in TRAITS for trait in traits):
        return dropped.why
    said = _(TRAITS[Trait(traits[0])])
    for trait in traits[1:]:
        said = _("%(first)s, and %(other)s", first=said, other=_(TRAITS[Trait(trait)]))
    return _("%(rule)s: %(traits)s.", rule=rule.removesuffix("."), traits=said)
