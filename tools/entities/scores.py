"""How well are persons, organisations and places named? Facet F1 on annotated texts, language by language.

    python -m tools.entities.scores CORPUS [--archive FILE] [--seeds N]

CORPUS is the folder of annotated texts and of their scorer, `score.py`. English is judged with an archive that votes,
where one is named (JSON lines of articles, packed by xz), and as a mean of N training orders where `--seeds` asks for
them. In the other languages ten sentences in a row count as an article where the file names no documents. Languages
that have lists of places and no model are judged by the precision and recall of places.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import lzma
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from index.entities.articles import MODELS
from index.entities.labels import EntityType
from index.entities.tagger import NamedSpans, TaggedText, tag, tag_places, voted
from index.entities.tagger_weights import TaggerWeights, load_weights
from index.entities.votes import NO_TALLY, NO_VERDICTS, Verdicts, changed, verdicts
from tools.entities.annotated import TYPES, Annotated, read
from tools.entities.training import SOURCES, TAGGER_SEED, trained

CHECKED = {
    "pt": "more/pt_bosque-dev.iob2.gz",
    "sv": "more/sv_talbanken-dev.iob2.gz",
    "da": "more/da_ddt-dev.iob2.gz",
    "de": "more/de_pud-dev.iob2.gz",
    "es": "more/conll2002-esp-testa.gz",
    "nl": "more/conll2002-ned-testa.gz",
}
"""The file that each language is judged on."""
PLACES_CHECKED = {
    "de": (CHECKED["de"],),
    "nl": (CHECKED["nl"],),
    "sv": ("more/sv_talbanken-train.iob2.gz", CHECKED["sv"]),
}
"""The files that the rules for places are judged on: those of Swedish together, as no rule learns from them."""
_SENTENCES = 10  # in a row that count as an article
_AT_ONCE = 400  # texts that are tagged together
_MARKS = {int(kind): mark for mark, kind in TYPES.items()}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--archive", type=Path)
    arguments.add_argument("--seeds", type=int, default=0)
    chosen = arguments.parse_args()
    scorer = load_scorer(chosen.corpus)
    english = [load_weights("english")]
    if chosen.seeds:
        paths = [chosen.corpus / name for name in SOURCES["english"]]
        english = [trained(paths, TAGGER_SEED + number) for number in range(chosen.seeds)]
    print(_row("language", ("PER", "LOC", "ORG", "ALL")))
    for text, row in english_rows(chosen.corpus, chosen.archive, english, scorer):
        print(_row(text, row), flush=True)
    for language, file in CHECKED.items():
        model = load_weights(MODELS.get(language, "latin"))
        print(
            _row(language, facet_f1(articles(chosen.corpus / file), model, NO_VERDICTS, scorer, abroad=True)),
            flush=True,
        )
    print(_row("places by lists", ("precision", "recall", "F1")))
    for language, files in PLACES_CHECKED.items():
        gold = [article for file in files for article in articles(chosen.corpus / file)]
        print(_row(language, place_scores(gold, language, scorer)), flush=True)


def _row(name: str, values: Sequence[str | float]) -> str:
    shown = (value if isinstance(value, str) else f"{value:.3f}" for value in values)
    return " | ".join(("", f"{name:24s}", *shown, "")).strip()


def english_rows(
    corpus: Path, archive: Path | None, models: Sequence[TaggerWeights], scorer: ModuleType
) -> Iterator[tuple[str, tuple[float, ...]]]:
    """The means over the models: of articles alone, and with the archive's votes."""
    news = articles(corpus / "conll2003-testa.jsonl", genre="news")
    yield "en", _mean([facet_f1(news, model, NO_VERDICTS, scorer) for model in models])
    if archive is not None:
        texts = archive_texts(archive)
        yield "en, with votes", _mean([facet_f1(news, model, said_by(texts, model), scorer) for model in models])


def _mean(rows: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))


def archive_texts(path: Path) -> list[str]:
    """The title and text of each article of an archive."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return ["{t}\n{b}".format(**json.loads(line)) for line in lines]


def said_by(texts: Sequence[str], model: TaggerWeights) -> Verdicts:
    """What an archive of these texts says of names."""
    return verdicts(changed(NO_TALLY, (text.ballot() for text in tagged(texts, model, abroad=False))))


def tagged(texts: Sequence[str], model: TaggerWeights, *, abroad: bool) -> Iterator[TaggedText]:
    """The texts, tagged in batches."""
    for first in range(0, len(texts), _AT_ONCE):
        yield from tag(texts[first : first + _AT_ONCE], model, abroad=abroad)


def facet_f1(
    gold: Sequence[Annotated], model: TaggerWeights, said: Verdicts, scorer: ModuleType, *, abroad: bool = False
) -> tuple[float, ...]:
    """The facet F1 of persons, places, organisations, and of all three."""
    texts = tagged([example.text for example in gold], model, abroad=abroad)
    facet = _facets(gold, [voted(text, said) for text in texts], tuple(TYPES), scorer)
    return tuple(facet[name][2] for name in ("PER", "LOC", "ORG", "ALL"))


def place_scores(gold: Sequence[Annotated], language: str, scorer: ModuleType) -> tuple[float, float, float]:
    """The precision, recall and F1 of the places that the rules of a language name, each counted once an article."""
    texts = tag_places([example.text for example in gold], language)
    precision, recall, f1 = _facets(gold, [voted(text, NO_VERDICTS) for text in texts], ("LOC",), scorer)["LOC"]
    return precision, recall, f1


def _facets(
    gold: Sequence[Annotated],
    said: Sequence[tuple[NamedSpans, NDArray[np.uint8]]],
    marks: tuple[str, ...],
    scorer: ModuleType,
) -> dict[str, tuple[float, float, float]]:
    """What the scorer says of the mentions of these types in each article."""
    known, predicted = {}, {}
    for number, (example, (spans, kinds)) in enumerate(zip(gold, said, strict=True)):
        rows = zip(spans.start.tolist(), spans.end.tolist(), kinds.tolist(), strict=True)
        predicted[number] = {"entities": _of(rows, marks)}
        known[number] = {"text": example.text, "entities": _of(example.mentions, marks)}
    facets: dict[str, tuple[float, float, float]] = scorer.score(known, predicted, marks)["facet"]
    return facets


def _of(mentions: Iterable[tuple[int, int, int]], marks: Sequence[str]) -> list[tuple[int, int, str]]:
    return [(start, end, _MARKS[kind]) for start, end, kind in mentions if _MARKS[kind] in marks]


def articles(path: Path, genre: str = "") -> list[Annotated]:
    """The articles of a file, those of a genre where one is named."""
    examples = [example for example in read(path) if not genre or example.genre == genre]
    if path.suffix == ".jsonl":
        return examples
    names = [example.name or str(number // _SENTENCES) for number, example in enumerate(examples)]
    return [_article(list(group)) for _, group in groupby(zip(names, examples, strict=True), lambda pair: pair[0])]


def _article(sentences: Sequence[tuple[str, Annotated]]) -> Annotated:
    """The sentences as one text, a line each."""
    text = ""
    mentions: list[tuple[int, int, EntityType]] = []
    for _, sentence in sentences:
        mentions += [(start + len(text), end + len(text), kind) for start, end, kind in sentence.mentions]
        text += sentence.text + "\n"
    return Annotated(text, tuple(mentions))


def load_scorer(corpus: Path) -> ModuleType:
    """The scorer that lies with the annotated texts."""
    spec = importlib.util.spec_from_file_location("entity_scorer", corpus / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
