"""Which files belong to which area, and which tests must notice a change there? One table, easy to change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Area:
    """A part of the product: its files and its tests, as patterns below the checkout; tests that kill soonest first."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]

    def sources(self, root: Path) -> list[str]:
        """The files of this area below `root`, sorted; `ValueError` where a pattern fits none."""
        return _fitting(self.files, root)

    def test_files(self, root: Path) -> list[str]:
        """The files of its tests, in the order of the table; `ValueError` where a pattern fits none."""
        return _fitting(self.tests, root)


AREAS = (
    Area("query", ("search/query/*.py",), ("tests/query/test_query_*.py",)),
    Area(
        "matching",
        (
            "search/embedded/asked.py",
            "search/words/leaves.py",
            "search/match/levels.py",
            "search/match/lists.py",
            "search/words/inflection.py",
            "search/embedded/matched.py",
            "search/match/matching.py",
            "search/match/pattern_words.py",
            "search/words/patterns.py",
            "search/words/plan.py",
            "search/sets.py",
            "search/spans.py",
            "search/match/standing.py",
            "search/query/tree.py",
            "search/match/pattern_vocabulary.py",
            "search/match/vocabulary.py",
        ),
        (
            "tests/search/test_sets.py",
            "tests/search/test_patterns.py",
            "tests/search/test_missing_words.py",
            "tests/search/test_form_levels.py",
            "tests/search/test_article_languages.py",
            "tests/search/test_capitals.py",
            "tests/search/test_engine_reader.py",
            "tests/search/test_any_question.py",
            "tests/search/test_engine_oracle.py",
        ),
    ),
    Area(
        "scoring",
        (
            "search/words/function_words.py",
            "search/embedded/ordered.py",
            "search/rank/ordering.py",
            "search/rank/ranking.py",
            "search/rank/scoring.py",
            "search/rank/sums.py",
            "search/rank/weights.py",
        ),
        (
            "tests/search/test_many_rows.py",
            "tests/search/test_reasons.py",
            "tests/search/test_scores.py",
            "tests/search/test_order_within_a_day.py",
            "tests/search/test_function_words.py",
            "tests/search/test_engine_reader.py",
            "tests/search/test_any_question.py",
            "tests/search/test_engine_oracle.py",
        ),
    ),
    Area(
        "facets",
        (
            "index/segment/arrays/columns.py",
            "index/facets.py",
            "search/embedded/answer.py",
            "search/facets/columns.py",
            "search/facets/counts.py",
            "search/facets/related.py",
            "search/facets/selections.py",
        ),
        (
            "tests/index/test_arrays.py",
            "tests/search/test_many_rows.py",
            "tests/search/test_counted_facets.py",
            "tests/search/test_related.py",
            "tests/search/test_offers.py",
            "tests/search/test_engine_reader.py",
            "tests/search/test_any_question.py",
            "tests/search/test_engine_oracle.py",
        ),
    ),
    Area(
        "highlight",
        (
            "search/embedded/display.py",
            "search/rank/explain.py",
            "search/show/highlight.py",
            "search/embedded/hits.py",
            "search/embedded/shown.py",
            "search/show/snippets.py",
            "search/show/finder.py",
        ),
        (
            "tests/search/test_snippets.py",
            "tests/search/test_reasons.py",
            "tests/search/test_words_stand.py",
            "tests/search/test_compounds.py",
            "tests/search/test_engine_reader.py",
            "tests/search/test_engine_export.py",
            "tests/search/test_any_question.py",
            "tests/search/test_engine_oracle.py",
        ),
    ),
    Area(
        "store",
        (
            "index/segment/arrays/container.py",
            "index/segment/arrays/disk.py",
            "index/segment/arrays/identity.py",
            "index/segment/arrays/origin.py",
            "index/segment/compaction.py",
            "index/store/leftovers.py",
            "index/store/lock.py",
            "index/store/publication.py",
            "index/segment/reader.py",
            "index/store/snapshot.py",
            "index/store/soundness.py",
            "index/store/transaction.py",
            "index/segment/writer.py",
        ),
        (
            "tests/index/test_arrays.py",
            "tests/index/test_compaction.py",
            "tests/index/test_format_version.py",
            "tests/index/test_forgetful_analyser.py",
            "tests/index/test_histories.py",
            "tests/index/test_minutes.py",
            "tests/index/test_portions.py",
            "tests/index/test_snapshots.py",
            "tests/index/test_soundness.py",
            "tests/index/test_stored_records.py",
            "tests/faults/test_damage_is_never_laundered.py",
        ),
    ),
    Area(
        "verdict",
        (
            "index/clean/copies.py",
            "index/clean/names.py",
            "index/clean/second_opinion.py",
            "index/clean/rules/sections.py",
            "index/clean/rules/spot.py",
            "index/clean/rules/template.py",
            "index/clean/verdict.py",
        ),
        ("tests/clean/test_*.py", "tests/golden/test_golden_seeds.py"),
    ),
)


def _fitting(patterns: tuple[str, ...], root: Path) -> list[str]:
    """The files that fit, each once, pattern by pattern."""
    paths: dict[str, None] = {}
    for pattern in patterns:
        fitting = sorted(str(path.relative_to(root)) for path in root.glob(pattern))
        if not fitting:
            raise ValueError(f"no file fits {pattern}: tools/mutants/areas.py is behind the product")
        paths.update(dict.fromkeys(fitting))
    return list(paths)
