"""Which features does the model see of a page? One table for a dump, one for an HTML page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.clean.features.captions import add_captions
from index.clean.features.columns import Columns
from index.clean.features.elements import add_head, add_tree
from index.clean.features.lexicon import WordOdds
from index.clean.features.lines import Lines, add_own, measured
from index.clean.features.measure import Floats
from index.clean.features.neighbourhood import add_context, add_layout
from index.clean.features.wrap import Units, units
from index.clean.rules.spot import spot_all
from index.page import RawPage


@dataclass(frozen=True, slots=True)
class Table:
    """The features of a page: `values` (units, features) float32 with the names of its columns.

    `units` tells which lines of the page each row stands for, `lines` what was measured of them.
    """

    units: Units
    lines: Lines
    names: tuple[str, ...]
    values: Floats


def features(page: RawPage, lexicon: WordOdds) -> Table:
    """The page's feature table; a page without text has one of no rows."""
    found = units(page.lines) if page.tree is None else lines_as_units(page)
    lines = measured(found.texts, spot_all(found.texts))
    columns = Columns(len(found.texts))
    add_own(columns, lines, lexicon)
    add_context(columns, lines)
    if page.tree is None:
        add_layout(columns, lines, found.blank, found.indent)
        add_captions(columns, lines, lexicon, found.indent)
    else:
        add_tree(columns, lines, page.tree)
        add_head(columns, lines, page.head)
    return Table(found, lines, tuple(columns.names), columns.table())


def lines_as_units(page: RawPage) -> Units:
    """Each line of an HTML page by itself: none is blank, none is wrapped."""
    at = np.arange(len(page.lines))
    nothing = np.zeros(len(at), np.int64)
    return Units(at, at + 1, tuple(line.text for line in page.lines), nothing, nothing, joined=False)
