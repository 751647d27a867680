"""How does each engine index the corpus of the bench and answer a page of it? This one and its peers, asked alike."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from search.query import Query

PageAnswer = tuple[int, int, int]  # total, hits with snippets, facet values counted
COUNTED_FACETS = ("source", "author", "section", "place", "year")


def documents(corpus: Path, count: int, first: int = 0, last: int | None = None) -> Iterator[dict[str, Any]]:
    """The documents of a corpus of `count`, or those with the numbers from `first` up to `last`."""
    with (corpus / f"docs-{count}.jsonl").open("rb") as lines:
        for line in islice(lines, first, last):
            row = orjson.loads(line)
            row["place"] = row["places"][0] if row["places"] else ""
            yield row


def asked_of(query: dict[str, Any]) -> Query:
    """A question of the bench as this project's engines are asked it."""
    from search.query import Query, Selection

    terms = query["terms"]
    text = {"and": " AND ".join(terms), "phrase": f'"{" ".join(terms)}"', "prefix": f"{terms[0]}*"}.get(
        query["op"], " ".join(terms)
    )
    chosen = (Selection("publisher", query["source"]),) if "source" in query else ()
    first, last = map(date.fromisoformat, query["date"]) if "date" in query else (None, None)
    left_out = query.get("without", ())
    return Query(text, chosen, first=first, last=last, as_typed="names" in left_out, quotes="quotes" not in left_out)


class Cuttings:
    def __init__(self, corpus: Path, count: int, work: Path) -> None:
        from index.article import Article, ArticleDate, Precision, article_id
        from index.settings import Settings
        from index.store.transaction import open_store
        from search.opening import engine_for

        if not work.exists():
            with open_store(work, now=datetime(2026, 1, 1, tzinfo=UTC), fresh=True) as store:
                for row in documents(corpus, count):
                    store.add(
                        Article(
                            id=article_id("bench", row["id"]),
                            key=row["id"],
                            path="bench",
                            title=row["title"],
                            text=row["body"],
                            publisher=row["source"],
                            authors=(row["author"],),
                            section=row["section"],
                            place=row["place"],
                            language="en",
                            published=ArticleDate(datetime.fromisoformat(row["date"]), Precision.DAY),
                        )
                    )
                store.publish()
        self.engine = engine_for(Settings(index=work))
        self.engine.warm()  # as a server does when it starts

    def article_ids(self, count: int, rng: Random) -> list[str]:
        """The ids of so many articles, drawn anew each time."""
        from search.query import Query

        numbers = rng.sample(range(min(self.engine.count(Query("")), 10_000)), count)
        return [self.engine.ids(Query("", page=number + 1, per_page=1))[0] for number in numbers]

    def page(self, query: dict[str, Any]) -> PageAnswer:
        results = self.engine.search(asked_of(query))
        return (
            results.total,
            sum(map(bool, (hit.snippets for hit in results.hits))),
            sum(len(f.values) for f in results.facets),
        )


class Tantivy:
    def __init__(self, corpus: Path, count: int, work: Path) -> None:
        import tantivy

        self.tantivy = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("title", stored=True, tokenizer_name="en_stem")
        schema.add_text_field("body", stored=True, tokenizer_name="en_stem")
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        for name in ("source", "author", "section", "place"):
            schema.add_text_field(name, stored=True, fast=True, tokenizer_name="raw")
        schema.add_integer_field("year", fast=True, indexed=True)
        schema.add_integer_field("day", fast=True, indexed=True)
        self.schema = schema.build()
        fresh = not work.exists()
        work.mkdir(parents=True, exist_ok=True)
        self.index = tantivy.Index(self.schema, path=str(work))
        if fresh:
            writer = self.index.writer(heap_size=256_000_000, num_threads=1)
            for row in documents(corpus, count):
                day = date.fromisoformat(row["date"])
                names = {name: row[name] for name in ("id", "title", "body", "source", "author", "section", "place")}
                writer.add_document(tantivy.Document(**names, year=day.year, day=day.toordinal()))
            writer.commit()
            writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def query(self, query: dict[str, Any]) -> Any:
        make, must = self.tantivy.Query, self.tantivy.Occur.Must
        terms = query["terms"]
        if query["op"] == "prefix":
            parts = [
                (self.tantivy.Occur.Should, make.regex_query(self.schema, field, f"{terms[0]}.*"))
                for field in ("title", "body")
            ]
            parsed = make.boolean_query(parts)
        else:
            text = {"and": " AND ".join(terms), "phrase": f'"{" ".join(terms)}"'}.get(query["op"], " ".join(terms))
            parsed = self.index.parse_query(text, ["title", "body"], field_boosts={"title": 2.5})
        if "source" in query:
            parsed = make.boolean_query(
                [(must, parsed), (must, make.term_query(self.schema, "source", query["source"]))]
            )
        if "date" in query:
            first, last = (date.fromisoformat(day).toordinal() for day in query["date"])
            days = make.range_query(self.schema, "day", self.tantivy.FieldType.Integer, first, last)
            parsed = make.boolean_query([(must, parsed), (must, days)])
        return parsed

    def page(self, query: dict[str, Any]) -> PageAnswer:
        parsed = self.query(query)
        results = self.searcher.search(parsed, limit=10, count=True)
        counted = self.searcher.aggregate(
            parsed, {name: {"terms": {"field": name, "size": 20}} for name in COUNTED_FACETS}
        )
        snippets = self.tantivy.SnippetGenerator.create(self.searcher, parsed, self.schema, "body")
        shown = 0
        for _, address in results.hits:
            snippet = snippets.snippet_from_doc(self.searcher.doc(address))
            shown += bool(snippet.to_html() or True)
        return results.count, shown, sum(len(facet["buckets"]) for facet in counted.values())


class Sqlite:
    def __init__(self, corpus: Path, count: int, work: Path) -> None:
        fresh = not work.exists()
        work.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(work)
        if fresh:
            self.db.execute("create virtual table page using fts5(title, body, tokenize='porter unicode61')")
            self.db.execute("create table meta(id integer primary key, source, author, section, place, year, day)")
            for number, row in enumerate(documents(corpus, count)):
                day = date.fromisoformat(row["date"])
                self.db.execute(
                    "insert into page(rowid, title, body) values (?,?,?)", (number, row["title"], row["body"])
                )
                values = (number, row["source"], row["author"], row["section"], row["place"], day.year, day.toordinal())
                self.db.execute("insert into meta values (?,?,?,?,?,?,?)", values)
            self.db.commit()

    def page(self, query: dict[str, Any]) -> PageAnswer:
        terms = [f'"{term}"' for term in query["terms"]]
        text = {"and": " AND ".join(terms), "phrase": f'"{" ".join(query["terms"])}"', "prefix": f"{terms[0]}*"}.get(
            query["op"], " OR ".join(terms)
        )
        where, values = "", []
        if "source" in query:
            where, values = " and m.source = ?", [query["source"]]
        if "date" in query:
            where, values = " and m.day between ? and ?", [date.fromisoformat(d).toordinal() for d in query["date"]]
        db = self.db
        db.execute("create temp table if not exists hit(id integer primary key)")
        db.execute("delete from hit")
        db.execute(
            f"insert into hit select m.id from page join meta m on m.id = page.rowid where page match ?{where}",
            [text, *values],
        )
        (total,) = db.execute("select count(*) from hit").fetchone()
        top = db.execute(
            "select page.rowid, title, snippet(page, 1, '[', ']', '...', 30) from page join meta m on m.id = page.rowid"
            f" where page match ?{where} order by bm25(page, 2.5, 1.0) limit 10",
            [text, *values],
        ).fetchall()
        counted = 0
        for name in COUNTED_FACETS:
            sql = f"select {name}, count(*) n from hit join meta using (id) group by 1 order by n desc limit 20"
            counted += len(db.execute(sql).fetchall())
        return total, len(top), counted


class StockWhoosh:
    def __init__(self, corpus: Path, count: int, work: Path) -> None:
        from whoosh import fields, index
        from whoosh.analysis import StemmingAnalyzer

        if not work.exists():
            work.mkdir(parents=True)
            text = StemmingAnalyzer()
            schema = fields.Schema(
                id=fields.ID(stored=True),
                title=fields.TEXT(analyzer=text, stored=True),
                body=fields.TEXT(analyzer=text, stored=True),
                day=fields.NUMERIC(sortable=True),
                **{name: fields.ID(stored=True, sortable=True) for name in COUNTED_FACETS},
            )
            made = index.create_in(str(work), schema)
            writer = made.writer(limitmb=512)
            for row in documents(corpus, count):
                day = date.fromisoformat(row["date"])
                names = {name: row[name] for name in ("id", "title", "body", "source", "author", "section", "place")}
                writer.add_document(**names, year=str(day.year), day=day.toordinal())
            writer.commit()
        self.index = index.open_dir(str(work))
        self.searcher = self.index.searcher()

    def page(self, query: dict[str, Any]) -> PageAnswer:
        from whoosh import qparser
        from whoosh.query import NumericRange, Term

        parser = qparser.MultifieldParser(["title", "body"], self.index.schema, fieldboosts={"title": 2.5})
        terms = query["terms"]
        text = {"and": " AND ".join(terms), "phrase": f'"{" ".join(terms)}"', "prefix": f"{terms[0]}*"}.get(
            query["op"], " OR ".join(terms)
        )
        chosen: Term | NumericRange | None = None
        if "source" in query:
            chosen = Term("source", query["source"])
        if "date" in query:
            start, end = (date.fromisoformat(day).toordinal() for day in query["date"])
            chosen = NumericRange("day", start, end)
        results = self.searcher.search(parser.parse(text), limit=10, filter=chosen, groupedby=list(COUNTED_FACETS))
        shown = sum(bool(hit.highlights("body") or True) for hit in results[:10])
        counted = sum(
            len(Counter({k: len(v) for k, v in results.groups(name).items()}).most_common(20))
            for name in COUNTED_FACETS
        )
        return len(results), shown, counted


ENGINES: dict[str, Callable[[Path, int, Path], Any]] = {
    "cuttings": Cuttings,
    "tantivy": Tantivy,
    "sqlite": Sqlite,
    "whoosh": StockWhoosh,
}
