"""The lines that a run prints behind a source's name, each with the reason that it says."""

from __future__ import annotations

from index.reasons import Code, SkipCode, SkipReason, page_too_large, sentence_of

RETRY = "run `cuttings reindex --retry-failed`"
SAVE = "nothing, unless it holds an article: then save that as a file of its own"
GIVE_UP = f"raise CUTTINGS_FILE_SECONDS or CUTTINGS_WORKER_MB, then {RETRY}"
KEEP = "if it is one all the same, give this and later runs `--keep-empty`, or set CUTTINGS_KEEP_EMPTY=1"
EXPORT = "or export with the texts"
MEND = "mend it or fetch it again"
SEE = f"see that it may be read, then {RETRY}"

SAID = [
    (
        SkipReason(SkipCode.CONTROL_CHARACTERS),
        "is not text: holds many control characters [not_understood]: save it as text or as an HTML page",
    ),
    (SkipReason(SkipCode.EMPTY), "is empty [empty]: save it again, or delete it"),
    (
        SkipReason(SkipCode.ENCRYPTED),
        "is encrypted: only a key or password opens it [not_understood]: open it and save it without encryption",
    ),
    (
        SkipReason(SkipCode.NO_TEXT_PART),
        "holds no text: none of its parts is text or HTML [empty]: save what it shows as text or HTML",
    ),
    (
        SkipReason(SkipCode.NO_TEXT_IN_ENTRY),
        "has a headline and no text [empty]: save the page that it leads to",
    ),
    (
        SkipReason(SkipCode.DAMAGED, document="PDF document"),
        "is a damaged PDF document [malformed]: open it and save it anew, or fetch it again",
    ),
    (
        SkipReason(SkipCode.NO_TEXT_LAYER),
        "holds pictures of its pages and no text of them [empty]: "
        "have the text recognised first: `ocrmypdf FILE.pdf READ.pdf`",
    ),
    (
        SkipReason(SkipCode.TOO_MANY_PAGES, pages=1200, limit=300),
        "has 1,200 pages; a document may have 300 [too_large]: split it",
    ),
    (SkipReason(SkipCode.FILE_TOO_LARGE, limit_gigabytes=2), "is larger than 2 GB [too_large]: split it"),
    (
        SkipReason(SkipCode.GZIP_BOMB, times=300),
        "unpacks to more than 300 times its size, as no file of articles does [too_large]: "
        "if it is one, unpack it and index that",
    ),
    (SkipReason(SkipCode.GZIP_DAMAGED), "is a damaged gzip file [malformed]: fetch it again"),
    (SkipReason(SkipCode.GZIP_ENDS_EARLY), "is a gzip file that ends too early [malformed]: fetch it again"),
    (
        SkipReason(SkipCode.GZIP_TOO_LARGE, limit_megabytes=2000.0),
        "holds more than 2000 MB when decompressed [too_large]: split it",
    ),
    (
        SkipReason(SkipCode.LOOKS_BINARY, format="png"),
        "is not text: looks like a PNG image [not_understood]: save it as text or as an HTML page",
    ),
    (
        SkipReason(SkipCode.LOOKS_FOREIGN, format="site_map"),
        "is not read: looks like a site map [not_understood]: save the pages that it names as HTML or text",
    ),
    (page_too_large(1_234_560_000, 10_000_000), "is 1,234.6 MB; a page may have 10 MB [too_large]: split it"),
    (SkipReason(SkipCode.ERROR_PAGE), f"holds no article: it is an error page [no_article]: {KEEP}"),
    (
        SkipReason(SkipCode.NO_RUNNING_TEXT),
        f"holds no article: no line of it reads like running text [no_article]: {KEEP}",
    ),
    (
        SkipReason(SkipCode.NOTICE_PAGE),
        f"holds no article: it asks for consent, a log-in, a payment or a retry [no_article]: {KEEP}",
    ),
    (
        SkipReason(SkipCode.ID_REPEATED),
        "has the id of an earlier one [repeated]: give each an id of its own, if they are different articles",
    ),
    (SkipReason(SkipCode.LINE_TOO_LONG, limit_megabytes=10.0), "is longer than 10 MB [too_large]: split the article"),
    (
        SkipReason(SkipCode.LINES_DAMAGED),
        f"the packed data is damaged or ends too early; what stands before that was read [malformed]: {MEND}",
    ),
    (
        SkipReason(SkipCode.LINES_LIMITED, limit=5_000_000),
        f"has more than 5,000,000 articles; those before that were read: split the file [malformed]: {MEND}",
    ),
    (SkipReason(SkipCode.BOOKMARK), f"is a bookmark without a text [empty]: save the page itself, {EXPORT}"),
    (
        SkipReason(SkipCode.BOOKMARKS, count=12_000),
        "bookmarks without a text: 12,000 [empty]: what they say counts for saved pages of these addresses; "
        f"save the others, {EXPORT}",
    ),
    (
        SkipReason(SkipCode.ENCODING_UNKNOWN, encoding="br"),
        "is compressed in a way that is not read (br) [malformed]: save the page without compression",
    ),
    (
        SkipReason(SkipCode.FEED_DAMAGED),
        f"is not well-formed XML, or declares entities; what stands before that was read [malformed]: {MEND}",
    ),
    (
        SkipReason(SkipCode.JSON_ENDS_EARLY),
        f"is JSON that ends too early; what stands before that was read [malformed]: {MEND}",
    ),
    (
        SkipReason(SkipCode.ROW_TOO_LONG, fields=7, columns=5),
        "has 7 fields where the heading has 5 [malformed]: "
        "put fields that hold the mark between fields into quotation marks",
    ),
    (
        SkipReason(SkipCode.TABLE_DAMAGED),
        f"has a quotation mark that is not closed; what stands before that was read [malformed]: {MEND}",
    ),
    (
        SkipReason(SkipCode.TABLE_WITHOUT_HEADING),
        "is a table without a heading [empty]: write the names of the columns into the first row",
    ),
    (
        SkipReason(SkipCode.TABLE_WITHOUT_TEXT, columns=("title", "isbn")),
        "is a table without texts: its columns are title, isbn [empty]: "
        "call the column of the texts `text` in the first row, and others `title`, `date`, `authors`, `publisher`, "
        "`section` and `url`; usual names of exports, such as `Full Text`, `Volltext` or `Published Date`, are "
        "known",
    ),
    (
        SkipReason(SkipCode.WARC_DAMAGED),
        f"the web archive is damaged; what stands before that was read [malformed]: {MEND}",
    ),
    (SkipReason(SkipCode.WARC_IN_ONE), "is one gzip file, not one for each record [malformed]: unpack it with gunzip"),
    (SkipReason(SkipCode.ZIP_DAMAGED), f"is a damaged ZIP file, or none [malformed]: {MEND}"),
    (SkipReason(SkipCode.ZIP_ENCRYPTED), "is encrypted in its ZIP [passed_over]: unpack it with its password"),
    (SkipReason(SkipCode.ZIP_NAME), "has a name that leads out of its ZIP [passed_over]: pack it under another name"),
    (SkipReason(SkipCode.ZIP_NESTED), "is a ZIP within a ZIP [passed_over]: unpack the outer one"),
    (
        SkipReason(SkipCode.NO_ARTICLES_IN, count=1_002, told=("1,000 pictures", "2 redirections")),
        "holds 1,002 parts that are no articles: 1,000 pictures, 2 redirections [no_article]: "
        "nothing: its articles were read",
    ),
    (
        SkipReason(SkipCode.LINES_UNNAMED, count=4_000, limit=1_000),
        "and 4,000 more of it could not be read; the reasons of the first 1,000 are kept [malformed]: "
        "mend or remove them",
    ),
    (
        SkipReason(SkipCode.NO_TEXT, fields=("text", "body")),
        "has no text: give one of the fields text, body [empty]: save it again, or delete it",
    ),
    (
        SkipReason(SkipCode.NOT_AN_OBJECT),
        f"is not an object: each must be one {{...}} [malformed]: {MEND}",
    ),
    (
        SkipReason(SkipCode.NOT_JSON, problem="unexpected end of data", column=9),
        f"is not JSON: unexpected end of data (column 9) [malformed]: {MEND}",
    ),
    (SkipReason(SkipCode.CHANGED), "changed while it was read [changed]: run `cuttings reindex` again"),
    (
        SkipReason(SkipCode.KEPT_AS_READ, error="input/output error"),
        f"cannot be read (input/output error); kept as it was read [unreadable]: {SEE}",
    ),
    (
        SkipReason(SkipCode.KILLED, signal="SIGKILL"),
        f"ended the process that read it (signal SIGKILL) [given_up]: {GIVE_UP}",
    ),
    (SkipReason(SkipCode.NESTED_TOO_DEEPLY), f"is nested too deeply to be read [given_up]: {GIVE_UP}"),
    (
        SkipReason(SkipCode.PROCESS_ENDED, exit_code="3"),
        f"ended the process that read it (exit code 3) [given_up]: {GIVE_UP}",
    ),
    (
        SkipReason(SkipCode.READING_FAILED, error="KeyError 'a {b}'"),
        f"could not be read: KeyError 'a {{b}}' [given_up]: {GIVE_UP}",
    ),
    (SkipReason(SkipCode.TOO_MUCH_MEMORY), f"took more memory to read than a page may [given_up]: {GIVE_UP}"),
    (SkipReason(SkipCode.TOO_SLOW, seconds=20.0), f"took longer than 20 seconds to read [given_up]: {GIVE_UP}"),
    (
        SkipReason(SkipCode.UNREADABLE, error="permission denied"),
        f"cannot be read (permission denied) [unreadable]: {SEE}",
    ),
    (
        SkipReason(SkipCode.CORRECTS_NOTHING, name="lost"),
        "corrects nothing: there is no lost beside it [correction]: mend the correction file",
    ),
    (
        SkipReason(SkipCode.FOLDER_UNREADABLE, error="permission denied"),
        f"the folder cannot be read (permission denied) [unreadable]: {SEE}",
    ),
    (SkipReason(SkipCode.IS_A_FOLDER), "is a folder [unreadable]: name the files in it"),
    (SkipReason(SkipCode.LINK_DEAD), f"is a link that leads nowhere [passed_over]: {SAVE}"),
    (
        SkipReason(SkipCode.LINK_INSIDE),
        f"is a link to something that is read under its own name [passed_over]: {SAVE}",
    ),
    (
        SkipReason(SkipCode.LINK_OUTSIDE),
        f"is a link that leads out of the folder: name its target as a folder to index [passed_over]: {SAVE}",
    ),
    (
        SkipReason(SkipCode.NAME_TAKEN, file="/news/a.txt"),
        "has the name of /news/a.txt in the archive [passed_over]: rename one",
    ),
    (SkipReason(SkipCode.NOT_A_FILE), f"is a pipe, socket or device, not a file [passed_over]: {SAVE}"),
    (SkipReason(SkipCode.NOT_THERE), "does not exist [unreadable]: name a file"),
    (
        SkipReason(SkipCode.PART_OF_A_PAGE, suffix=".css"),
        f"is no text but a picture, style sheet or the like (.css), as pages are saved with [passed_over]: {SAVE}",
    ),
    (
        SkipReason(SkipCode.CORRECTION, text="is not YAML (line 2)"),
        "is not YAML (line 2) [correction]: mend the correction file",
    ),
    (
        SkipReason(SkipCode.CORRECTIONS_ELSEWHERE),
        "corrects nothing: it counts only in a folder that is indexed itself [correction]: move what it says into the "
        "file of that folder",
    ),
    (
        SkipReason(SkipCode.FAULT, text="cannot say the url"),
        "cannot say the url [fault]: report it: it is a mistake of this program",
    ),
    (sentence_of("is as it was", Code.TOO_LARGE), "is as it was [too_large]: split it"),
    (sentence_of("is as it was", Code.TOO_LARGE, "cut it"), "is as it was [too_large]: cut it"),
]
