"""Why was a source left out, in words, and what is to be done about it? One table, a row for each code; `{...}` is a
value of the reason."""

from __future__ import annotations

from index.errors import Advice, Remedy, Skipped, worded
from index.reasons import Code, ReasonValue, SkipCode, SkipReason

SKIP_SENTENCES = {
    SkipCode.CONTROL_CHARACTERS: "is not text: holds many control characters",
    SkipCode.DAMAGED: "is a damaged {document}",
    SkipCode.EMPTY: "is empty",
    SkipCode.ENCRYPTED: "is encrypted: only a key or password opens it",
    SkipCode.FILE_TOO_LARGE: "is larger than {limit_gigabytes} GB",
    SkipCode.GZIP_BOMB: "unpacks to more than {times} times its size, as no file of articles does",
    SkipCode.GZIP_DAMAGED: "is a damaged gzip file",
    SkipCode.GZIP_ENDS_EARLY: "is a gzip file that ends too early",
    SkipCode.GZIP_TOO_LARGE: "holds more than {limit_megabytes:.0f} MB when decompressed",
    SkipCode.LOOKS_BINARY: "is not text: looks like {format}",
    SkipCode.LOOKS_FOREIGN: "is not read: looks like {format}",
    SkipCode.NO_TEXT_LAYER: "holds pictures of its pages and no text of them",
    SkipCode.NO_TEXT_PART: "holds no text: none of its parts is text or HTML",
    SkipCode.PAGE_TOO_LARGE: "is {megabytes:,.1f} MB; a page may have {limit_megabytes:,.0f} MB",
    SkipCode.TOO_MANY_PAGES: "has {pages:,} pages; a document may have {limit:,}",
    SkipCode.ERROR_PAGE: "holds no article: it is an error page",
    SkipCode.NO_RUNNING_TEXT: "holds no article: no line of it reads like running text",
    SkipCode.NOTICE_PAGE: "holds no article: it asks for consent, a log-in, a payment or a retry",
    SkipCode.ID_REPEATED: "has the id of an earlier one",
    SkipCode.LINE_TOO_LONG: "is longer than {limit_megabytes:,.0f} MB",
    SkipCode.LINES_DAMAGED: "the packed data is damaged or ends too early; what stands before that was read",
    SkipCode.LINES_LIMITED: "has more than {limit:,} articles; those before that were read: split the file",
    SkipCode.LINES_UNNAMED: ("and {count:,} more of it could not be read; the reasons of the first {limit:,} are kept"),
    SkipCode.NO_ARTICLES_IN: "holds {count:,} parts that are no articles: {told}",
    SkipCode.ENCODING_UNKNOWN: "is compressed in a way that is not read ({encoding})",
    SkipCode.WARC_DAMAGED: "the web archive is damaged; what stands before that was read",
    SkipCode.WARC_IN_ONE: "is one gzip file, not one for each record",
    SkipCode.BOOKMARK: "is a bookmark without a text",
    SkipCode.BOOKMARKS: "bookmarks without a text: {count:,}",
    SkipCode.ROW_TOO_LONG: "has {fields:,} fields where the heading has {columns:,}",
    SkipCode.TABLE_DAMAGED: "has a quotation mark that is not closed; what stands before that was read",
    SkipCode.TABLE_WITHOUT_HEADING: "is a table without a heading",
    SkipCode.TABLE_WITHOUT_TEXT: "is a table without texts: its columns are {columns}",
    SkipCode.FEED_DAMAGED: "is not well-formed XML, or declares entities; what stands before that was read",
    SkipCode.JSON_ENDS_EARLY: "is JSON that ends too early; what stands before that was read",
    SkipCode.ZIP_DAMAGED: "is a damaged ZIP file, or none",
    SkipCode.ZIP_ENCRYPTED: "is encrypted in its ZIP",
    SkipCode.ZIP_NAME: "has a name that leads out of its ZIP",
    SkipCode.ZIP_NESTED: "is a ZIP within a ZIP",
    SkipCode.NO_TEXT_IN_ENTRY: "has a headline and no text",
    SkipCode.NO_TEXT: "has no text: give one of the fields {fields}",
    SkipCode.NOT_AN_OBJECT: "is not an object: each must be one {{...}}",
    SkipCode.NOT_JSON: "is not JSON: {problem} (column {column})",
    SkipCode.CHANGED: "changed while it was read",
    SkipCode.KEPT_AS_READ: "cannot be read ({error}); kept as it was read",
    SkipCode.KILLED: "ended the process that read it (signal {signal})",
    SkipCode.NESTED_TOO_DEEPLY: "is nested too deeply to be read",
    SkipCode.PROCESS_ENDED: "ended the process that read it (exit code {exit_code})",
    SkipCode.READING_FAILED: "could not be read: {error}",
    SkipCode.TOO_MUCH_MEMORY: "took more memory to read than a page may",
    SkipCode.TOO_SLOW: "took longer than {seconds:g} seconds to read",
    SkipCode.UNREADABLE: "cannot be read ({error})",
    SkipCode.CORRECTIONS_ELSEWHERE: "corrects nothing: it counts only in a folder that is indexed itself",
    SkipCode.CORRECTS_NOTHING: "corrects nothing: there is no {name} beside it",
    SkipCode.FOLDER_UNREADABLE: "the folder cannot be read ({error})",
    SkipCode.IS_A_FOLDER: "is a folder",
    SkipCode.LINK_DEAD: "is a link that leads nowhere",
    SkipCode.LINK_INSIDE: "is a link to something that is read under its own name",
    SkipCode.LINK_OUTSIDE: "is a link that leads out of the folder: name its target as a folder to index",
    SkipCode.NAME_TAKEN: "has the name of {file} in the archive",
    SkipCode.NOT_A_FILE: "is a pipe, socket or device, not a file",
    SkipCode.NOT_THERE: "does not exist",
    SkipCode.PART_OF_A_PAGE: "is no text but a picture, style sheet or the like ({suffix}), as pages are saved with",
    SkipCode.CORRECTION: "{text}",
    SkipCode.FAULT: "{text}",
    SkipCode.SENTENCE: "{text}",
}

_RETRY = Remedy("reindex", "--retry-failed")
ADVICE: dict[Code, Advice] = {
    Code.NOT_UNDERSTOOD: ("save it as text or as an HTML page",),
    Code.NO_ARTICLE: (
        "if it is one all the same, give this and later runs `--keep-empty`, or set CUTTINGS_KEEP_EMPTY=1",
    ),
    Code.EMPTY: ("save it again, or delete it",),
    Code.TOO_LARGE: ("split it",),
    Code.MALFORMED: ("mend it or fetch it again",),
    Code.UNREADABLE: ("see that it may be read, then run ", _RETRY),
    Code.GIVEN_UP: ("raise CUTTINGS_FILE_SECONDS or CUTTINGS_WORKER_MB, then run ", _RETRY),
    Code.CHANGED: ("run ", Remedy("reindex"), " again"),
    Code.REPEATED: ("give each an id of its own, if they are different articles",),
    Code.PASSED_OVER: ("nothing, unless it holds an article: then save that as a file of its own",),
    Code.CORRECTION: ("mend the correction file",),
    Code.FAULT: ("report it: it is a mistake of this program",),
}
"""What to do about each kind, where the reason itself tells nothing better."""
SPECIAL = {
    SkipCode.CORRECTIONS_ELSEWHERE: "move what it says into the file of that folder",
    SkipCode.DAMAGED: "open it and save it anew, or fetch it again",
    SkipCode.ENCRYPTED: "open it and save it without encryption",
    SkipCode.GZIP_BOMB: "if it is one, unpack it and index that",
    SkipCode.GZIP_DAMAGED: "fetch it again",
    SkipCode.GZIP_ENDS_EARLY: "fetch it again",
    SkipCode.LINE_TOO_LONG: "split the article",
    SkipCode.ENCODING_UNKNOWN: "save the page without compression",
    SkipCode.WARC_IN_ONE: "unpack it with gunzip",
    SkipCode.BOOKMARK: "save the page itself, or export with the texts",
    SkipCode.BOOKMARKS: (
        "what they say counts for saved pages of these addresses; save the others, or export with the texts"
    ),
    SkipCode.ROW_TOO_LONG: "put fields that hold the mark between fields into quotation marks",
    SkipCode.TABLE_WITHOUT_HEADING: "write the names of the columns into the first row",
    SkipCode.TABLE_WITHOUT_TEXT: (
        "call the column of the texts `text` in the first row, and others `title`, `date`, `authors`, `publisher`, "
        "`section` and `url`; usual names of exports, such as `Full Text`, `Volltext` or `Published Date`, are "
        "known"
    ),
    SkipCode.ZIP_ENCRYPTED: "unpack it with its password",
    SkipCode.ZIP_NAME: "pack it under another name",
    SkipCode.ZIP_NESTED: "unpack the outer one",
    SkipCode.NO_ARTICLES_IN: "nothing: its articles were read",
    SkipCode.LINES_UNNAMED: "mend or remove them",
    SkipCode.IS_A_FOLDER: "name the files in it",
    SkipCode.NO_TEXT_LAYER: "have the text recognised first: `ocrmypdf FILE.pdf READ.pdf`",
    SkipCode.NO_TEXT_IN_ENTRY: "save the page that it leads to",
    SkipCode.NO_TEXT_PART: "save what it shows as text or HTML",
    SkipCode.NAME_TAKEN: "rename one",
    SkipCode.NOT_THERE: "name a file",
}
"""What to do about these in special."""

_PAGES = "save the pages that it names as HTML or text"
_HTML = "save the page as HTML"
_OUT = "take the articles out as HTML or text"
_LINES = 'write one JSON object a line, with "id", "title" and "text", into a .jsonl file'
FORMAT_NAMES: dict[str, tuple[str, str]] = {
    "png": ("a PNG image", ""),
    "jpeg": ("a JPEG image", ""),
    "gif": ("a GIF image", ""),
    "packed_page": (
        "a page that SingleFile packed (self-extracting ZIP)",
        'open it, and save it with the file format "HTML" in the options of SingleFile',
    ),
    "zip": (
        "a document in a ZIP, such as EPUB, XLSX or ODT, or a ZIP archive of another name",
        "save it as text, HTML, PDF or DOCX; if it is an archive, let its name end in .zip",
    ),
    "program": ("a program", ""),
    "old_office": ("an old office document, or one with a password", "save it as text, HTML, PDF or DOCX"),
    "rar": ("a RAR archive", "unpack it"),
    "seven_zip": ("a 7-Zip archive", "unpack it"),
    "xz": ("an XZ archive", "unpack it"),
    "bzip2": ("a bzip2 archive", "unpack it"),
    "zstandard": ("a Zstandard archive", "unpack it"),
    "sqlite": ("an SQLite database", _OUT),
    "ogg": ("an Ogg recording", ""),
    "mp3": ("an MP3 recording", ""),
    "web_font": ("a web font", ""),
    "tiff": ("a TIFF image", ""),
    "icon": ("an icon", ""),
    "safari_archive": ("a web archive of Safari that holds no page, or another property list", _HTML),
    "rtf": ("a rich text document (RTF)", "save it as text, HTML or DOCX"),
    "postscript": ("a PostScript document", ""),
    "arc": ("a web archive (ARC)", _OUT),
    "film": ("a film or a HEIF image", ""),
    "riff": ("a WebP image, a WAV recording or an AVI film", ""),
    "http_answer": ("the answer of a web server with its header", _HTML),
    "vcard": ("an address card (vCard)", ""),
    "icalendar": ("a calendar (iCalendar)", ""),
    "site_map": ("a site map", _PAGES),
    "xml": ("an XML document", _OUT),
    "sql": ("a database dump (SQL)", _LINES),
    "source_code": ("program source", "nothing, unless an article is in it: then save that as text"),
}
"""The formats that are not read (`index.readers.foreign`): what each is called, and what to do about it."""


def reason_sentence(skipped: Skipped) -> str:
    """Why it was left out, in one sentence without its subject; of a part of a file with the part's number."""
    said = sentence(skipped.why)
    return f"{skipped.unit} {skipped.line} {said}" if skipped.line else said


def sentence(reason: SkipReason) -> str:
    """The reason in one sentence without its subject."""
    return SKIP_SENTENCES[reason.code].format(**{name: _shown(name, value) for name, value in reason.values})


def advice(reason: SkipReason) -> Advice:
    """What to do about it."""
    values = dict(reason.values)
    special = SPECIAL.get(reason.code) or str(values.get("advice", ""))
    if "format" in values:
        special = FORMAT_NAMES[str(values["format"])][1]
    return (special,) if special else ADVICE[reason.kind]


def advice_sentence(reason: SkipReason) -> str:
    """What to do about it, as text."""
    return worded(advice(reason))


def _shown(name: str, value: ReasonValue) -> str | int | float:
    if name == "format":
        return FORMAT_NAMES[str(value)][0]
    return ", ".join(value) if isinstance(value, tuple) else value
