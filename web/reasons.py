"""Why was a source left out, in words, and what is to be done about it? One table, a row for each code; `{...}` is a
value of the reason."""

from __future__ import annotations

from index.errors import Advice, Remedy, Skipped, worded
from index.reasons import Code, ReasonValue, SkipCode, SkipReason
from web.regional import filled
from web.translation import gettext as _
from web.translation import noted

SKIP_SENTENCES = {
    SkipCode.CONTROL_CHARACTERS: noted("is not text: holds many control characters"),
    SkipCode.DAMAGED: noted("is a damaged {document}"),
    SkipCode.EMPTY: noted("is empty"),
    SkipCode.ENCRYPTED: noted("is encrypted: only a key or password opens it"),
    SkipCode.FILE_TOO_LARGE: noted("is larger than {limit_gigabytes} GB"),
    SkipCode.GZIP_BOMB: noted("unpacks to more than {times} times its size, as no file of articles does"),
    SkipCode.GZIP_DAMAGED: noted("is a damaged gzip file"),
    SkipCode.GZIP_ENDS_EARLY: noted("is a gzip file that ends too early"),
    SkipCode.GZIP_TOO_LARGE: noted("holds more than {limit_megabytes:.0f} MB when decompressed"),
    SkipCode.LOOKS_BINARY: noted("is not text: looks like {format}"),
    SkipCode.LOOKS_FOREIGN: noted("is not read: looks like {format}"),
    SkipCode.NO_TEXT_LAYER: noted("holds pictures of its pages and no text of them"),
    SkipCode.NO_TEXT_PART: noted("holds no text: none of its parts is text or HTML"),
    SkipCode.PAGE_TOO_LARGE: noted("is {megabytes:,.1f} MB; a page may have {limit_megabytes:,.0f} MB"),
    SkipCode.TOO_MANY_PAGES: noted("has {pages:,} pages; a document may have {limit:,}"),
    SkipCode.ERROR_PAGE: noted("holds no article: it is an error page"),
    SkipCode.NO_RUNNING_TEXT: noted("holds no article: no line of it reads like running text"),
    SkipCode.NOTICE_PAGE: noted("holds no article: it asks for consent, a log-in, a payment or a retry"),
    SkipCode.ID_REPEATED: noted("has the id of an earlier one"),
    SkipCode.LINE_TOO_LONG: noted("is longer than {limit_megabytes:,.0f} MB"),
    SkipCode.LINES_DAMAGED: noted("the packed data is damaged or ends too early; what stands before that was read"),
    SkipCode.LINES_LIMITED: noted("has more than {limit:,} articles; those before that were read: split the file"),
    SkipCode.LINES_UNNAMED: noted(
        "and {count:,} more of it could not be read; the reasons of the first {limit:,} are kept"
    ),
    SkipCode.NO_ARTICLES_IN: noted("holds {count:,} parts that are no articles: {told}"),
    SkipCode.ENCODING_UNKNOWN: noted("is compressed in a way that is not read ({encoding})"),
    SkipCode.WARC_DAMAGED: noted("the web archive is damaged; what stands before that was read"),
    SkipCode.WARC_IN_ONE: noted("is one gzip file, not one for each record"),
    SkipCode.BOOKMARK: noted("is a bookmark without a text"),
    SkipCode.BOOKMARKS: noted("bookmarks without a text: {count:,}"),
    SkipCode.ROW_TOO_LONG: noted("has {fields:,} fields where the heading has {columns:,}"),
    SkipCode.TABLE_DAMAGED: noted("has a quotation mark that is not closed; what stands before that was read"),
    SkipCode.TABLE_WITHOUT_HEADING: noted("is a table without a heading"),
    SkipCode.TABLE_WITHOUT_TEXT: noted("is a table without texts: its columns are {columns}"),
    SkipCode.FEED_DAMAGED: noted("is not well-formed XML, or declares entities; what stands before that was read"),
    SkipCode.JSON_ENDS_EARLY: noted("is JSON that ends too early; what stands before that was read"),
    SkipCode.ZIP_DAMAGED: noted("is a damaged ZIP file, or none"),
    SkipCode.ZIP_ENCRYPTED: noted("is encrypted in its ZIP"),
    SkipCode.ZIP_NAME: noted("has a name that leads out of its ZIP"),
    SkipCode.ZIP_NESTED: noted("is a ZIP within a ZIP"),
    SkipCode.NO_TEXT_IN_ENTRY: noted("has a headline and no text"),
    SkipCode.NO_TEXT: noted("has no text: give one of the fields {fields}"),
    SkipCode.NOT_AN_OBJECT: noted("is not an object: each must be one {{...}}"),
    SkipCode.NOT_JSON: noted("is not JSON: {problem} (column {column})"),
    SkipCode.CHANGED: noted("changed while it was read"),
    SkipCode.KEPT_AS_READ: noted("cannot be read ({error}); kept as it was read"),
    SkipCode.KILLED: noted("ended the process that read it (signal {signal})"),
    SkipCode.NESTED_TOO_DEEPLY: noted("is nested too deeply to be read"),
    SkipCode.PROCESS_ENDED: noted("ended the process that read it (exit code {exit_code})"),
    SkipCode.READING_FAILED: noted("could not be read: {error}"),
    SkipCode.TOO_MUCH_MEMORY: noted("took more memory to read than a page may"),
    SkipCode.TOO_SLOW: noted("took longer than {seconds:g} seconds to read"),
    SkipCode.UNREADABLE: noted("cannot be read ({error})"),
    SkipCode.CORRECTIONS_ELSEWHERE: noted("corrects nothing: it counts only in a folder that is indexed itself"),
    SkipCode.CORRECTS_NOTHING: noted("corrects nothing: there is no {name} beside it"),
    SkipCode.FOLDER_UNREADABLE: noted("the folder cannot be read ({error})"),
    SkipCode.IS_A_FOLDER: noted("is a folder"),
    SkipCode.LINK_DEAD: noted("is a link that leads nowhere"),
    SkipCode.LINK_INSIDE: noted("is a link to something that is read under its own name"),
    SkipCode.LINK_OUTSIDE: noted("is a link that leads out of the folder: name its target as a folder to index"),
    SkipCode.NAME_TAKEN: noted("has the name of {file} in the archive"),
    SkipCode.NOT_A_FILE: noted("is a pipe, socket or device, not a file"),
    SkipCode.NOT_THERE: noted("does not exist"),
    SkipCode.PART_OF_A_PAGE: noted(
        "is no text but a picture, style sheet or the like ({suffix}), as pages are saved with"
    ),
    SkipCode.CORRECTION: "{text}",
    SkipCode.FAULT: "{text}",
    SkipCode.SENTENCE: "{text}",
}

ADVICE: dict[Code, str] = {
    Code.NOT_UNDERSTOOD: noted("save it as text or as an HTML page"),
    Code.NO_ARTICLE: noted(
        "if it is one all the same, give this and later runs `--keep-empty`, or set CUTTINGS_KEEP_EMPTY=1"
    ),
    Code.EMPTY: noted("save it again, or delete it"),
    Code.TOO_LARGE: noted("split it"),
    Code.MALFORMED: noted("mend it or fetch it again"),
    Code.UNREADABLE: noted("see that it may be read, then run {remedy}"),
    Code.GIVEN_UP: noted("raise CUTTINGS_FILE_SECONDS or CUTTINGS_WORKER_MB, then run {remedy}"),
    Code.CHANGED: noted("run {remedy} again"),
    Code.REPEATED: noted("give each an id of its own, if they are different articles"),
    Code.PASSED_OVER: noted("nothing, unless it holds an article: then save that as a file of its own"),
    Code.CORRECTION: noted("mend the correction file"),
    Code.FAULT: noted("report it: it is a mistake of this program"),
}
"""What to do about each kind, where the reason itself tells nothing better; `{remedy}` is the command below."""
_RETRY = Remedy("reindex", "--retry-failed")
_REMEDIES = {Code.UNREADABLE: _RETRY, Code.GIVEN_UP: _RETRY, Code.CHANGED: Remedy("reindex")}
SPECIAL = {
    SkipCode.CORRECTIONS_ELSEWHERE: noted("move what it says into the file of that folder"),
    SkipCode.DAMAGED: noted("open it and save it anew, or fetch it again"),
    SkipCode.ENCRYPTED: noted("open it and save it without encryption"),
    SkipCode.GZIP_BOMB: noted("if it is one, unpack it and index that"),
    SkipCode.GZIP_DAMAGED: noted("fetch it again"),
    SkipCode.GZIP_ENDS_EARLY: noted("fetch it again"),
    SkipCode.LINE_TOO_LONG: noted("split the article"),
    SkipCode.ENCODING_UNKNOWN: noted("save the page without compression"),
    SkipCode.WARC_IN_ONE: noted("unpack it with gunzip"),
    SkipCode.BOOKMARK: noted("save the page itself, or export with the texts"),
    SkipCode.BOOKMARKS: noted(
        "what they say counts for saved pages of these addresses; save the others, or export with the texts"
    ),
    SkipCode.ROW_TOO_LONG: noted("put fields that hold the mark between fields into quotation marks"),
    SkipCode.TABLE_WITHOUT_HEADING: noted("write the names of the columns into the first row"),
    SkipCode.TABLE_WITHOUT_TEXT: noted(
        "call the column of the texts `text` in the first row, and others `title`, `date`, `authors`, `publisher`, "
        "`section` and `url`; usual names of exports, such as `Full Text`, `Volltext` or `Published Date`, are "
        "known"
    ),
    SkipCode.ZIP_ENCRYPTED: noted("unpack it with its password"),
    SkipCode.ZIP_NAME: noted("pack it under another name"),
    SkipCode.ZIP_NESTED: noted("unpack the outer one"),
    SkipCode.NO_ARTICLES_IN: noted("nothing: its articles were read"),
    SkipCode.LINES_UNNAMED: noted("mend or remove them"),
    SkipCode.IS_A_FOLDER: noted("name the files in it"),
    SkipCode.NO_TEXT_LAYER: noted("have the text recognised first: `ocrmypdf FILE.pdf READ.pdf`"),
    SkipCode.NO_TEXT_IN_ENTRY: noted("save the page that it leads to"),
    SkipCode.NO_TEXT_PART: noted("save what it shows as text or HTML"),
    SkipCode.NAME_TAKEN: noted("rename one"),
    SkipCode.NOT_THERE: noted("name a file"),
}
"""What to do about these in special."""

_PAGES = noted("save the pages that it names as HTML or text")
_HTML = noted("save the page as HTML")
_OUT = noted("take the articles out as HTML or text")
_LINES = noted('write one JSON object a line, with "id", "title" and "text", into a .jsonl file')
FORMAT_NAMES: dict[str, tuple[str, str]] = {
    "png": (noted("a PNG image"), ""),
    "jpeg": (noted("a JPEG image"), ""),
    "gif": (noted("a GIF image"), ""),
    "packed_page": (
        noted("a page that SingleFile packed (self-extracting ZIP)"),
        noted('open it, and save it with the file format "HTML" in the options of SingleFile'),
    ),
    "zip": (
        noted("a document in a ZIP, such as EPUB, XLSX or ODT, or a ZIP archive of another name"),
        noted("save it as text, HTML, PDF or DOCX; if it is an archive, let its name end in .zip"),
    ),
    "program": (noted("a program"), ""),
    "old_office": (
        noted("an old office document, or one with a password"),
        noted("save it as text, HTML, PDF or DOCX"),
    ),
    "rar": (noted("a RAR archive"), noted("unpack it")),
    "seven_zip": (noted("a 7-Zip archive"), noted("unpack it")),
    "xz": (noted("an XZ archive"), noted("unpack it")),
    "bzip2": (noted("a bzip2 archive"), noted("unpack it")),
    "zstandard": (noted("a Zstandard archive"), noted("unpack it")),
    "sqlite": (noted("an SQLite database"), _OUT),
    "ogg": (noted("an Ogg recording"), ""),
    "mp3": (noted("an MP3 recording"), ""),
    "web_font": (noted("a web font"), ""),
    "tiff": (noted("a TIFF image"), ""),
    "icon": (noted("an icon"), ""),
    "safari_archive": (noted("a web archive of Safari that holds no page, or another property list"), _HTML),
    "rtf": (noted("a rich text document (RTF)"), noted("save it as text, HTML or DOCX")),
    "postscript": (noted("a PostScript document"), ""),
    "arc": (noted("a web archive (ARC)"), _OUT),
    "film": (noted("a film or a HEIF image"), ""),
    "riff": (noted("a WebP image, a WAV recording or an AVI film"), ""),
    "http_answer": (noted("the answer of a web server with its header"), _HTML),
    "vcard": (noted("an address card (vCard)"), ""),
    "icalendar": (noted("a calendar (iCalendar)"), ""),
    "site_map": (noted("a site map"), _PAGES),
    "xml": (noted("an XML document"), _OUT),
    "sql": (noted("a database dump (SQL)"), _LINES),
    "source_code": (noted("program source"), noted("nothing, unless an article is in it: then save that as text")),
}
"""The formats that are not read (`index.readers.foreign`): what each is called, and what to do about it."""


_UNITS = frozenset(
    {
        noted("bookmark"),
        noted("entry"),
        noted("item"),
        noted("line"),
        noted("message"),
        noted("record"),
        noted("row"),
    }
)
_DOCUMENTS = frozenset({noted("PDF document"), noted("Word document"), noted("web archive of Safari")})


def reason_sentence(skipped: Skipped) -> str:
    """Why it was left out, in one sentence without its subject; of a part of a file with the part's number."""
    said = sentence(skipped.why)
    if not skipped.line:
        return said
    unit = _(skipped.unit) if skipped.unit in _UNITS else skipped.unit
    return _("%(unit)s %(number)s %(reason)s", unit=unit, number=skipped.line, reason=said)


def refused_file(skipped: Skipped) -> tuple[str, str]:
    """Why a file that was sent, or a part of it, is not taken, and what to do about it ("" for nothing): two sentences
    that stand by themselves."""
    told = reason_sentence(skipped)
    return _ended(told if skipped.line else _("The file %(reason)s", reason=told)), _ended(advice_sentence(skipped.why))


def _ended(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def sentence(reason: SkipReason) -> str:
    """The reason in one sentence without its subject."""
    return filled(_(SKIP_SENTENCES[reason.code]), {name: _shown(name, value) for name, value in reason.values})


def usual_advice(kind: Code) -> Advice:
    """What to do about a kind of reason."""
    before, _mark, after = _(ADVICE[kind]).partition("{remedy}")
    return tuple(filter(None, (before, _REMEDIES.get(kind, ""), after)))


def advice(reason: SkipReason) -> Advice:
    """What to do about it."""
    values = dict(reason.values)
    special = SPECIAL.get(reason.code) or str(values.get("advice", ""))
    if "format" in values:
        special = FORMAT_NAMES[str(values["format"])][1]
    return (_(special),) if special else usual_advice(reason.kind)


def advice_sentence(reason: SkipReason) -> str:
    """What to do about it, as text."""
    return worded(advice(reason))


def _shown(name: str, value: ReasonValue) -> str | int | float:
    if name == "format":
        return _(FORMAT_NAMES[str(value)][0])
    if name == "document" and value in _DOCUMENTS:
        return _(str(value))
    return ", ".join(value) if isinstance(value, tuple) else value
