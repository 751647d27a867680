"""`docs/rules.md`: why is a line of a page, or a whole file, left out?"""

from __future__ import annotations

from index.errors import worded
from index.reasons import Code
from tools.docs.markdown import code, made_from, table
from web.reasons import ADVICE, FORMAT_NAMES, usual_advice
from web.removals import RULE_SENTENCES


def text() -> str:
    """The document, from the rules of cleaning, the codes of the report and the formats that are not read."""
    usual = worded(usual_advice(Code.NOT_UNDERSTOOD))
    parts = [
        "# Rules",
        made_from("web/removals.py, index/reasons.py and web/reasons.py"),
        "## Lines that are left out of an article",
        "Each line of a page is kept, or left out by one of these rules. The view *What was removed* of an article "
        "shows the lines with their rule; `cuttings extract FILE` shows them before anything is indexed.",
        table(("rule", "why a line is left out"), RULE_SENTENCES.items()),
        "## Files that are left out of the archive",
        "A file, a page or a JSON line that is left out stands in the report of `cuttings reindex`, with its reason "
        "and one of these codes (`code` in `--json`).",
        table(("code", "what to do"), ((code(kind), worded(usual_advice(kind))) for kind in ADVICE)),
        "## Formats that are not read",
        table(("what it is", "what to do"), ((name, advice or usual) for name, advice in FORMAT_NAMES.values())),
    ]
    return "\n\n".join(parts) + "\n"
