"""Tables are read by the names that exports of press databases and people in six languages give their columns."""

from __future__ import annotations

import pytest

from index.article import Article
from index.extract import extract
from index.page import RawPage
from index.readers import read

TEXT = "The lock keeper said on Monday that the gates would stay shut until the spring tides are over."
ROW = ("Gates stay shut", TEXT, "2018-10-01", "Ida Moor", "The Weir", "https://weir.example/news/1")


def table(heading: str, row: tuple[str, ...], *, mark: str = ",", encoding: str = "utf-8") -> Article:
    text = heading + "\n" + mark.join(f'"{cell}"' for cell in row) + "\n"
    (page,) = read(text.encode(encoding), "a.csv")
    assert isinstance(page, RawPage)
    return extract(page)


def told(article: Article) -> tuple[str, ...]:
    day = article.published.isoformat()[:10] if article.published else ""
    return (article.title, article.text, day, "; ".join(article.authors), article.publisher, article.url)


@pytest.mark.parametrize(
    "heading",
    [
        "Headline;Body;Published Date;Byline;Publication;Document URL",
        "HD;TD;PD;BY;SN;URL",
        "Title;Full Text;pubdate;Authors;pubtitle;DocumentURL",
        "title;text;publish_date;author;media_name;url",
        "Title;Body-Text;Date;Author;SourceCommonName;DocumentIdentifier",
        "Titel;Volltext;Datum;Autor;Zeitung;Adresse",
        "ÜBERSCHRIFT;Artikeltext;Erschienen am;Verfasser;Quelle;Link",
        "Ueberschrift;Inhalt;Erscheinungsdatum;Autoren;Medium;Webadresse",
        "Titre;Texte intégral;Date de publication;Auteur;Nom de la publication;Lien",
        "Titular;Texto;Fecha de publicación;Periodista;Periódico;Enlace",
        "Titolo;Testo;Data di pubblicazione;Autore;Testata;Indirizzo",
        "Kop;Tekst;Publicatiedatum;Auteurs;Krant;Adres",
    ],
)
def test_the_columns_of_exports_are_known(heading: str) -> None:
    assert told(table(heading, ROW, mark=";")) == ROW


def test_umlauts_of_windows_are_known() -> None:
    heading = "Überschrift;Text;Datum;Autor;Zeitung;Link"
    assert told(table(heading, ROW, mark=";", encoding="windows-1252")) == ROW


def test_the_evidence_names_the_column() -> None:
    article = table("Titel,Volltext,Erschienen am", ROW[:3])
    places = {e.field: e.source for e in article.evidence}
    assert (places["title"], places["published"]) == ("field titel", "field erschienen_am")


def test_the_name_of_a_field_comes_before_other_names_of_it() -> None:
    article = table("Quelle,Publisher,Text,Title", ("Agentur", "The Weir", TEXT, "Gates"))
    assert (article.publisher, article.title) == ("The Weir", "Gates")


def test_a_postal_address_is_no_web_address() -> None:
    assert table("Titel,Text,Adresse", ("Gates", TEXT, "Hafenstraße 1")).url == ""


def test_the_first_paragraphs_are_text_where_they_stand_apart() -> None:
    article = table("HD,LP,TD", ("Gates", "A lead of a few words.", TEXT))
    assert article.text == f"A lead of a few words.\n{TEXT}"


def test_days_as_nexis_writes_them() -> None:
    article = table("Headline,Body,Published Date", ("Gates", TEXT, "October 3, 2017 Tuesday"))
    assert told(article)[2] == "2017-10-03"
