"""The page of all values of a facet."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from index.facets import DATE
from web import parameters, paths, urls, words
from web.paths import Parameter
from web.sentences import sentence
from web.shelf import engine
from web.site import moves
from web.site.result_list.value_lists import ALPHABETICAL, ValuePage, anchor, value_list
from web.site.result_list.value_nouns import counted_values
from web.translation import gettext as _

routes = Blueprint("values", __name__)
_FILTER_FROM = 15  # values from which the page has a box to filter them


@routes.get(f"{paths.FACET}<name>")
def facet(name: str) -> str:
    if name not in urls.SELECTABLE or name == DATE:
        abort(404, _("There is no such facet."))
    query, notes = parameters.read(
        request.args.items(multi=True), frozenset({Parameter.FILTER, Parameter.ORDER, Parameter.TICKED})
    )
    asked = ValuePage(
        request.args.get(Parameter.FILTER, "")[: parameters.MAX_VALUE],
        ALPHABETICAL if request.args.get(Parameter.ORDER) == ALPHABETICAL else "",
        query.page,
    )
    query = moves.first_page(query)
    counts = engine().facet(query, name)
    listed = value_list(counts, query, asked)
    boxes = {(row.box.box, row.box.value) for row in listed.chosen}
    return render_template(
        "facet.html",
        query=query,
        notes=tuple(map(sentence, (*counts.notices, *notes, *counts.notes))),
        name=name,
        label=words.heading(name),
        counted=counted_values(name, listed.total),
        unit=words.unit(grouped=counts.grouped),
        listed=listed,
        asked=asked,
        anchor=anchor,
        hidden=[pair for pair in urls.pairs(query) if pair not in boxes],
        filter_from=_FILTER_FROM,
        back=urls.search(query),
    )
