"""Has a name one meaning? Classes, exported constants and files that are called alike, over all packages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

PACKAGES = ("index", "search", "web", "tools")

TOLD = {
    "Article": "index.article",
    "CorrectionCount": "index.reindex.report",
    "Dropped": "index.article",
    "Evidence": "index.article",
    "Expansion": "search.results",
    "Export": "search.results",
    "FacetValue": "search.results",
    "Health": "search.results",
    "Hit": "search.results",
    "Offer": "search.results",
    "OtherForms": "search.results",
    "Piece": "search.difference.pieces",
    "Problem": "web.site.problems",
    "Reason": "search.results",
    "Related": "search.results",
    "Report": "index.reindex.report",
    "Skipped": "index.errors",
    "Unread": "index.reindex.report",
}
"""A struct of `web/reply` and the module whose class it tells to a program: one thing in two forms, and the name is
published in the API's description."""

CLASSES: dict[str, str] = {}
"""Classes of two things that still share a name, and which things."""

CONSTANTS = {
    "NAME": "the section of a table: each is read with its module's name, `history.NAME`, `manifest.NAME`",
    "VERSION": "the version of a table: each is read with its module's name",
    "NAMES": "describe: names of fields, and the file of calendar names",
    "Numbers": "arrays of two dtypes",
    "Object": "a JSON object, in the API's description and in the tool that prints it",
    "ROOT": "the folder of the project: each tool is started by itself",
}
"""Exported constants and types that share a name, and why they may."""

FILES = {
    "__init__.py": "Python's",
    "__main__.py": "Python's",
    "address.py": "an address as a value; what an address says of its article (describe)",
    "api.py": "the JSON interface; its document (tools/docs)",
    "answer.py": "the steps of an answer (embedded); the answer as JSON (exports) and as structs (reply)",
    "article.py": "the article; its struct (reply)",
    "batch.py": "words of many texts at once (analysis); many questions at once (terminal)",
    "columns.py": "of features (clean), of facets on disk (arrays), of facets as counted (search/facets)",
    "counts.py": "of facet values (facets), of words (suggest)",
    "documents.py": "of a segment, for Whoosh (codec); of an archive, as a cluster has them (cluster)",
    "dates.py": "in an article (describe), in a question (query)",
    "engine.py": "what any engine answers; the embedded one",
    "extract.py": "a page to an article; the command of that name (terminal)",
    "known.py": "what was known of an archive (reindex/agree); words that are known to be right (suggest)",
    "lexicon.py": "the terms of a segment (analysis), odds of words (clean), the words of an archive (words)",
    "lines.py": "of a page, measured (clean) or read for metadata (describe); of a JSON lines file (reindex/scan)",
    "markdown.py": "the reader of Markdown (readers); parts of a document (tools/docs)",
    "operators.py": "of the query language (query); that change code (mutants)",
    "pages.py": "the pages of the site; those that `make docs` writes (tools/docs)",
    "plan.py": "of a run (reindex/plan), of a question (words)",
    "publication.py": "of a generation in a folder (store), in a cluster (cluster)",
    "reader.py": "of a segment; the page that shows an article (site)",
    "reasons.py": "why something is left out: the codes, what weighed most (clean/model), the sentences (web)",
    "results.py": "what a search gives; its structs (reply)",
    "run.py": "a run; its struct (reply)",
    "sections.py": "of a page (clean), of a container (arrays)",
    "settings.py": "the settings; the command of that name (terminal)",
    "state.py": "what is published in a cluster (cluster); its struct of a reply (reply)",
    "terms.py": "of an index, for Whoosh (codec); of a question (query)",
    "text.py": "the words of a text (analysis); the reader of text files (readers)",
    "verify.py": "the check of an index; the command of that name (terminal)",
    "tokens.py": "words as a cluster has them (cluster); secrets of requests (serving)",
    "vocabulary.py": "runs of one language (analysis); what a plan asks (words), and the answer of segments (match)",
    "words.py": "of an archive, for servers of a cluster (cluster); of numbers and nouns on pages (web)",
    "values.py": "values of facets offered (suggest), those of a generation (cluster); how clean they are (tools)",
}
"""Files that share a name, and how their rooms tell them apart."""


def modules(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """Each module of the packages with its dotted name."""
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*.py")):
        yield ".".join(path.relative_to(root).with_suffix("").parts), ast.parse(path.read_text("utf-8"))


def classes(tree: ast.Module) -> set[str]:
    """The classes of a module, private ones as well."""
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


def constants(tree: ast.Module) -> set[str]:
    """The constants and types that a module gives a name and lets others use: those that start with a capital."""
    targets: list[ast.expr] = []
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets += node.targets
        elif isinstance(node, ast.AnnAssign):
            targets.append(node.target)
    names = (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
    return {name for name in names if name[0].isupper()}


def doubled(root: Path, kind: str) -> dict[str, set[str]]:
    """The names of a kind (`classes`, `constants`, `both`, `files`) that several modules have, with those modules."""
    places: dict[str, set[str]] = {}
    for module, tree in modules(root):
        match kind:
            case "classes":
                names = classes(tree)
            case "both":
                names = classes(tree) | constants(tree)
            case "constants":
                names = constants(tree)
            case _:
                names = {module.rsplit(".", 1)[-1] + ".py"}
        for name in names:
            places.setdefault(name, set()).add(module)
    return {name: where for name, where in places.items() if len(where) > 1}


def is_told(name: str, places: set[str]) -> bool:
    """Whether of two classes of a name one is the struct of `web/reply` that tells the other."""
    replies = {place for place in places if place.startswith("web.reply.")}
    return len(replies) == 1 and places - replies == {TOLD.get(name)}


def test_a_class_name_is_used_for_one_thing() -> None:
    several = {name: places for name, places in doubled(ROOT, "classes").items() if not is_told(name, places)}
    mixed = doubled(ROOT, "both").keys()
    assert several.keys() <= CLASSES.keys(), {name: several[name] for name in several.keys() - CLASSES.keys()}
    assert mixed >= CLASSES.keys(), f"leave the list: {CLASSES.keys() - mixed}"


def test_a_constant_is_used_for_one_thing() -> None:
    several = doubled(ROOT, "constants")
    assert several.keys() <= CONSTANTS.keys(), {name: several[name] for name in several.keys() - CONSTANTS.keys()}
    assert several.keys() >= CONSTANTS.keys(), f"leave the list: {CONSTANTS.keys() - several.keys()}"


def test_no_class_bears_the_name_of_a_constant() -> None:
    several = {name: places for name, places in doubled(ROOT, "both").items() if not is_told(name, places)}
    rest = several.keys() - CLASSES.keys() - CONSTANTS.keys()
    assert not rest, {name: several[name] for name in rest}


def test_files_of_one_name_are_told_apart_by_their_rooms() -> None:
    several = doubled(ROOT, "files")
    assert several.keys() <= FILES.keys(), {name: several[name] for name in several.keys() - FILES.keys()}
    assert several.keys() >= FILES.keys(), f"leave the list: {FILES.keys() - several.keys()}"


def test_two_meanings_of_a_name_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "web" / "reply").mkdir(parents=True)
    (tmp_path / "index" / "piece.py").write_text("MOST, _few = 1, 2\n\n\nclass Hit: ...\n", "utf-8")
    assert [doubled(tmp_path, kind) for kind in ("classes", "constants", "both", "files")] == [{}, {}, {}, {}]
    (tmp_path / "web" / "reply" / "piece.py").write_text("MOST: int = 3\n_few = 4\n\n\nclass Hit: ...\n", "utf-8")
    both = {"index.piece", "web.reply.piece"}
    assert doubled(tmp_path, "classes") == {"Hit": both}
    assert doubled(tmp_path, "constants") == {"MOST": both}
    assert doubled(tmp_path, "files") == {"piece.py": both}
    (tmp_path / "web" / "reply" / "piece.py").write_text("Hit = int\n", "utf-8")
    assert doubled(tmp_path, "classes") == {}
    assert doubled(tmp_path, "both") == {"Hit": both}


def test_a_reply_may_bear_the_name_of_what_it_tells_only() -> None:
    assert is_told("Hit", {"search.results", "web.reply.answer"})
    assert not is_told("Hit", {"search.query.nodes", "web.reply.answer"})
    assert not is_told("Hit", {"search.results", "web.reply.answer", "web.reply.results"})
    assert not is_told("Hit", {"search.results", "index.article"})
