"""What corrects a source? The file beside it, of records by their keys; or the `corrections.yaml` of its ZIP."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from index.describe.given import LineCorrections, late_line_corrections, read_corrections, read_line_corrections
from index.reindex.read.payload import PageFile, RecordBatch
from index.reindex.read.worker import UnitTimeout
from index.reindex.scan.contents import bytes_of_file, container_of

if TYPE_CHECKING:
    from index.corrections.rulebook import Rules


class SourceCorrections(NamedTuple):
    """The fields of the file beside a source, or of a record in it; what is wrong with the file, "" for nothing; and
    the corrections of the ZIP that the source is in, None where it has none."""

    fields: Mapping[str, Any]
    complaint: str = ""
    within: Rules | None = None


class CorrectionReader:
    """Reads what corrects sources; what holds for several of them is kept, for it may be long."""

    def __init__(self) -> None:
        self._of_records: tuple[tuple[str, int], LineCorrections] | None = None
        self._of_zip: tuple[str, Rules] | None = None

    def of_page(self, file: PageFile) -> SourceCorrections:
        """What corrects a page. Raises `OSError`."""
        if _is_in_zip(file.correction):
            return self._within(file.correction)
        fields, complaint = read_corrections(Path(file.correction).read_bytes()) if file.correction else ({}, "")
        return SourceCorrections(fields, complaint)

    def of_record(self, batch: RecordBatch, key: str) -> SourceCorrections:
        """What corrects the record with this key. Raises `OSError`."""
        if _is_in_zip(batch.correction):
            return self._within(batch.correction)
        if self._of_records is None or self._of_records[0] != (batch.correction, batch.records.seed):
            file = batch.correction
            try:
                said = read_line_corrections(Path(file).read_bytes()) if file else LineCorrections({}, {})
            except UnitTimeout:  # the file's fault, not that of the record that was in hand
                said = late_line_corrections()
            self._of_records = (file, batch.records.seed), said
        corrections = self._of_records[1]
        return SourceCorrections(corrections.of(key), corrections.complaint)

    def _within(self, file: str) -> SourceCorrections:
        if self._of_zip is None or self._of_zip[0] != file:
            from index.corrections.rulebook import read_rules  # noqa: PLC0415  few archives have corrections

            self._of_zip = file, read_rules(bytes_of_file(file))
        rules = self._of_zip[1]
        complaint = "; ".join(f"line {line} {text}" for line, text in rules.complaints)
        return SourceCorrections({}, complaint, rules)


def _is_in_zip(file: str) -> bool:
    return container_of(file) != file
