"""How do programs and people call the columns of a table of articles? Names that press databases export and those in
six languages, compared without case, accents, spaces and marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

_NAMES: Mapping[str, str] = {
    "text": """
        text fulltext fulltextarticle articletext articlebody bodytext body content contents maintext plaintext
        storytext textcontent transcript
        volltext artikeltext artikelinhalt haupttext inhalt texte texteintegral textecomplet contenu corps corpsdutexte
        texto textocompleto cuerpo contenido testo testointegrale testocompleto contenuto corpo tekst volledigetekst
        artikeltekst inhoud article artikel articulo articolo
    """,
    "title": """
        title headline articletitle documenttitle storytitle headlines hd titel artikeltitel ueberschrift überschrift
        schlagzeile titre titrearticle titredelarticle titulo titular titolo kop artikelkop
    """,
    "published": """
        published date publisheddate publicationdate publishdate datepublished dateofpublication pubdate issuedate
        articledate coverdate publishedat publishedon datetime pd sqldate seendate datum erscheinungsdatum
        erscheinungstag erschienen erschienenam veröffentlichungsdatum veroeffentlichungsdatum veröffentlichtam
        publikationsdatum ausgabedatum datedepublication datepublication datedeparution dateparution parution
        fecha fechadepublicacion fechapublicacion data datadipubblicazione datapubblicazione datadelarticolo
        publicatiedatum datumpublicatie datumvanpublicatie verschijningsdatum
    """,
    "authors": """
        authors author byline bylines authornames authorname writer reporter journalist autor autorin autoren autorinnen
        verfasser verfasserin verfasserinnen auteur auteurs journaliste signature autora autores periodista autore
        autori giornalista firma schrijver schrijvers
    """,
    "publisher": """
        publisher publication publicationname publicationtitle pubtitle newspaper newspapername paper papername
        sourcename sourcetitle sourcecommonname medianame mediaoutlet outlet media journal journalname journaltitle
        periodical sn site sitename source zeitung zeitungsname zeitungstitel zeitschrift publikation quelle medium
        nomdelapublication nomdelasource titredelapublication journalnom periodico diario medio fuente
        publicacion nombredelapublicacion giornale testata quotidiano fonte krant dagblad bron publicatie
    """,
    "section": "section newspapersection category se ressort rubrik rubrique seccion sezione rubriek sectie katern",
    "standfirst": """
        standfirst subtitle subheadline subheading description summary excerpt abstract untertitel unterzeile vorspann
        zusammenfassung soustitre chapo chapeau resume subtitulo entradilla resumen sottotitolo sommario ondertitel
        samenvatting
    """,
    "url": """
        url link uri href sourceurl articleurl documenturl documentidentifier storyurl weburl webaddress address
        permalink adresse webadresse internetadresse lien liens adresseweb adresseurl enlace direccion direccionweb
        indirizzo indirizzoweb collegamento adres webadres
    """,
    "language": "language lang documentlanguage sprache langue idioma lingua taal",
    "agency": "agency newsagency agentur nachrichtenagentur agence agencia agenzia persbureau",
    "saved": """
        saved savedat datesaved saveddate dateadded timeadded accessed accessdate dateaccessed retrieved retrievaldate
        downloaddate loaddate indexeddate collectdate abgerufen abgerufenam abrufdatum zugriffsdatum dateconsultation
        datedeconsultation fechadeacceso fechaacceso datadiaccesso dataconsultazione raadpleegdatum
    """,
}
"""Field -> its names, of which the first that says something counts."""
_BETWEEN = re.compile(r"[\W_]+")
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)", re.I)
_LEAD = ("lp", "leadparagraph")
"""Factiva parts a text in two: its first paragraphs, and what follows."""


@lru_cache(maxsize=4096)
def _tight(name: str) -> str:
    """A name as it is compared."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return _BETWEEN.sub("", "".join(letter for letter in apart if not unicodedata.combining(letter)))


_RANKS = {
    field: {tight: rank for rank, tight in reversed(list(enumerate(map(_tight, names.split()))))}
    for field, names in _NAMES.items()
}
_RANKS["text"] |= {"td": len(_RANKS["text"])}


def fields_of(columns: Iterable[str]) -> frozenset[str]:
    """The fields that columns of these names hold: "text", "url" and so on."""
    tight = set(map(_tight, columns))
    return frozenset(field for field, ranks in _RANKS.items() if not tight.isdisjoint(ranks))


def by_fields(record: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """A record with its values under the names of fields, and of each field that is called otherwise where it stands
    ("field Erschienen am"). What has the name of a field, and what has none, stays as it is."""
    told = dict(record)
    places: dict[str, str] = {}
    tights = {name: _tight(name) for name in record}
    for field, ranks in _RANKS.items():
        if told.get(field) not in (None, ""):
            continue
        named = sorted((ranks[tight], name) for name, tight in tights.items() if tight in ranks and name in told)
        for _, name in named:
            value = told[name]
            if value in (None, "", []) or isinstance(value, Mapping) or (field == "url" and not _is_address(value)):
                continue
            told[field] = value
            del told[name]
            places[field] = f"field {name}"
            break
    return _with_lead(told, tights), places


def _with_lead(told: dict[str, Any], tights: Mapping[str, str]) -> dict[str, Any]:
    """The text with the first paragraphs, where these stand in a column of their own."""
    lead = next((name for name, tight in tights.items() if tight in _LEAD and told.get(name)), "")
    text = told.get("text")
    if lead and isinstance(told[lead], str) and (isinstance(text, str) or text is None):
        first = told.pop(lead).strip()
        told["text"] = text if text and text.lstrip().startswith(first) else "\n\n".join(filter(None, (first, text)))
    return told


def _is_address(value: object) -> bool:
    return isinstance(value, str) and _ADDRESS.match(value) is not None
