"""What does it gain to know a site's recurring lines? Many pages of few sites, made of real furniture and real bodies.

    python -m tools.template_gain CORPUS

For each of some donor pages a site is made: its furniture (the lines that are not in the gold text) around the gold
bodies of other pages. Each page is cleaned alone and with the site's template; a quoted sentence and a whole statement
are put into several pages of each site, and must stay.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from index.clean import TemplateCounter, TemplateLines, clean
from index.page import RawPage
from index.readers.text import read_text
from tools.extract_corpus import dump_of, f1, gold_pages, gold_shares, page_scores

SITES, SITE_PAGES = 12, 16
QUOTE = "“We will not leave anybody behind, and we will not rest until the last family is home,” the minister said."
STATEMENT = (
    "The agency said in a statement that the programme would run for two more years and would cover nine provinces.\n"
    "It said that donors had pledged 240 million euros, of which about a third had been paid by the end of the month.\n"
    "The next review is to be held in the spring, when auditors present their report to the board."
)


def made_pages(corpus: Path) -> list[tuple[RawPage, str]]:
    """The made pages with their gold texts."""
    gold = [page for page in gold_pages(corpus) if page.language == "en"]
    out = []
    for site in range(SITES):
        donor = gold[site * len(gold) // SITES]
        lines = [line.strip() for line in dump_of(corpus, donor, "resiliparse").splitlines() if line.strip()]
        share, _ = gold_shares(lines, donor.text)
        inside = [n for n, part in enumerate(share) if part >= 0.5]
        if not inside:
            continue
        above = [line for n, line in enumerate(lines) if n < inside[0] and share[n] < 0.5]
        below = [line for n, line in enumerate(lines) if n > inside[-1] and share[n] < 0.5]
        for number in range(SITE_PAGES):
            other = gold[(site * 37 + number * 29 + 11) % len(gold)]
            body = [part.strip() for part in other.text.split("\n") if part.strip()]
            if number % 4 == 0:
                body.insert(len(body) // 2, QUOTE)
            if number % 5 == 0:
                body += STATEMENT.split("\n")
            text = "\n".join([*above, "", *(f"{part}\n" for part in body), *below])
            out.append((read_text(text, f"site{site}/page{number}.txt", f"page{number}"), "\n".join(body)))
    return out


def main() -> int:
    """Print F1 without and with templates, and how often the repeated body lines stayed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    pages = made_pages(parser.parse_args().corpus)
    counter = TemplateCounter()
    for page, _ in pages:
        counter.add(page)
    for name in ("alone", "with the site's template"):
        scores, stayed, wanted = [], 0, 0
        for page, gold in pages:
            template = counter.template_for(page) if name != "alone" else TemplateLines()
            kept = "\n".join(clean(replace(page), template).kept)
            scores.append(page_scores(kept, gold))
            for line in (QUOTE, *STATEMENT.split("\n")):
                wanted += line in gold
                stayed += line in gold and line in kept
        total, precision, recall = f1(scores)
        print(f"{name:26s} F1 {total:.4f} P {precision:.4f} R {recall:.4f}; repeated body lines kept {stayed}/{wanted}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
