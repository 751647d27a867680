"""Lines are kept by a `corrections.yaml` and taken back, and nothing else in the file changes by a letter."""

from __future__ import annotations

from random import Random

import pytest
import yaml

from index.corrections.kept_lines import NotCorrected, with_kept, without_kept
from index.corrections.rulebook import read_rules

ID = "9c5e0f3a7b214d68"
MARKED = "b" * 16
HAND = b"""\
# What I have found so far.
- by: {host: a.example}   # all of it
  set:
    publisher: 'The  News'

- by: {id: bbbbbbbbbbbbbbbb}
  keep:
  - "One line"   # the first

  # the second is longer
  - Another line that
    goes on
  drop: Home
# The end.
"""
HOSTILE = (
    'a "quoted" \\ thing', "key: value", "- dash", "# no comment", "{a: [b]}", "...", "---", "*alias", "&anchor x",
    "!tag", "%YAML", "@at", "`tick`", "~", "null", "yes", "12", "1e3", "\u00a0 n\u00adbsp", "emoji \U0001f600",
    "\u2028ls", "nel\x85nel", "tab\tand\x07bell", "\ufeffbom", "'", "|", ">", "a: 'b", "x" * 3000, "दिल्ली", "שלום",
)  # fmt: skip


def here(one: str) -> bool:
    return one == ID


def loaded(data: bytes) -> list[dict[str, object]]:
    """What a plain reader of YAML makes of the file."""
    return yaml.safe_load(data.decode("utf-8-sig")) or []


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("before", [b"", HAND], ids=["no file", "a file"])
def test_any_line_is_kept_and_taken_back(text: str, before: bytes) -> None:
    kept = with_kept(before, ID, "A # title: \n{x}", [text])
    assert kept.startswith(before)
    *others, entry = loaded(kept)
    assert others == loaded(before)
    assert entry == {"by": {"id": ID}, "keep": [" ".join(text.split())]}
    assert without_kept(kept, here, [text]) == before


def test_what_is_kept_later_stands_in_the_same_entry() -> None:
    kept = with_kept(with_kept(HAND, ID, "A bridge", ["One", "Two"]), ID, "A bridge", ["Three"])
    assert kept == HAND + f'- by: {{id: {ID}}}  # A bridge\n  keep:\n    - "One"\n    - "Two"\n    - "Three"\n'.encode()
    assert without_kept(kept, here, ["Two"]) == kept.replace(b'    - "Two"\n', b"")
    assert with_kept(kept, ID, "A bridge", ["T wo"]) == kept, "white space makes no difference"
    assert without_kept(kept, here, ["Four"]) == kept


def test_what_a_person_wrote_is_added_to_and_taken_out_of() -> None:
    mine = HAND.replace(MARKED.encode(), ID.encode())
    kept = with_kept(mine, ID, "", ["Three"])
    assert loaded(kept)[1]["keep"] == ["One line", "Another line that goes on", "Three"]
    assert kept.replace(b'  - "Three"\n', b"") == mine
    without = without_kept(mine, here, ["Another line that goes on"])
    assert without == mine.replace(b"  - Another line that\n    goes on\n", b"")
    both = without_kept(mine, here, ["One line", "Another line that goes on"])
    assert loaded(both)[1] == {"by": {"id": ID}, "drop": "Home"}
    assert both.count(b"#") == mine.count(b"#") - 2, "comments among lines that go, go with them"


def test_an_entry_that_goes_by_a_former_id_is_taken_back_too() -> None:
    data = with_kept(with_kept(b"", "00000000000000aa", "", ["Old"]), ID, "", ["New"])
    assert without_kept(data, lambda one: True, ["Old"]) == with_kept(b"", ID, "", ["New"])


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf- by: {host: a.example}\n  drop: A\n",
        b"- by: {host: a.example}\r\n  drop: A\r\n",
        b"- by: {host: a.example}\n  drop: A",
        b"---\n- by: {host: a.example}\n  drop: A\n...\n",
        b"    - by: {host: a.example}\n      drop: |\n        A\n        B\n",
        b"# nothing yet\n",
        b"- by: {hoost: a.example}\n  drop: A\n- by: {host: a.example}\n  drop: A\n",
        b"- by: {id: 9c5e0f3a7b214d68}\n  keep: A whole line\n",
        b"- by: {id: 9c5e0f3a7b214d68}\n  keep: [A whole line, Another]\n",
        b"- by: {id: 9c5e0f3a7b214d68}\n  keep:\n  - |\n    A whole line\n",
    ],
)
def test_files_of_other_shapes_are_added_to(before: bytes) -> None:
    kept = with_kept(before, ID, "", ["Yes"])
    assert [entry for entry in loaded(kept) if entry not in loaded(before)] == [{"by": {"id": ID}, "keep": ["Yes"]}]
    assert len(read_rules(kept).complaints) == len(read_rules(before).complaints)
    back = without_kept(kept, here, ["Yes"])
    assert back.rstrip() == before.rstrip()
    assert kept.count(b"\r\n") in (0, kept.count(b"\n")) and kept.startswith(before[:3])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"- by: {host: a.example\n", "is not YAML (line 2)"),
        (b"by: {host: a.example}\n", "no list"),
        (b"- by: {host: caf\xe9.example}\n", "UTF-8"),
        (b"[{by: {host: a.example}, drop: A}]\n", "brackets (line 1)"),
        (b"~\n", "by hand"),
        (b"- by: {id: 9c5e0f3a7b214d68}\n  drop: 'Y es'\n", "leaves this line out"),
    ],
)
def test_a_file_that_cannot_be_changed_stays_and_the_reason_is_told(data: bytes, told: str) -> None:
    with pytest.raises(NotCorrected, match=r".") as refused:
        with_kept(data, ID, "", ["Yes"])
    assert told in str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        b"- by: {id: 9c5e0f3a7b214d68}\n  keep: [Yes, No]\n",
        b"- by: {id: 9c5e0f3a7b214d68}\n  keep:\n  - |\n    Yes\n  - No\n",
        b"- {by: {id: 9c5e0f3a7b214d68}, keep: Yes, drop: No}\n",
        b"- by: {id: 9c5e0f3a7b214d68}\n  keep:\n  - &a Yes\n  - No\n- by: {host: a.example}\n  drop: *a\n",
    ],
)
def test_what_is_written_otherwise_is_left_to_who_wrote_it(data: bytes) -> None:
    with pytest.raises(NotCorrected, match="by hand"):
        without_kept(data, here, ["Yes"])


def test_any_order_of_keeping_and_taking_back_says_what_was_said_last() -> None:
    """Against a set of texts for each article, and the lines that were there."""
    chance = Random(4)
    ids = ["a" * 16, MARKED, "c" * 16]
    for _ in range(60):
        data, said = HAND, {one: list[str]() for one in ids}
        for _ in range(12):
            one, texts = chance.choice(ids), chance.sample(HOSTILE, chance.randint(1, 3))
            spelt = [" ".join(text.split()) for text in texts]
            if chance.random() < 0.6:
                data = with_kept(data, one, chance.choice(HOSTILE), texts)
                said[one] += [text for text in spelt if text not in said[one]]
            else:
                data = without_kept(data, lambda other, one=one: other == one, texts)  # type: ignore[misc]
                said[one] = [text for text in said[one] if text not in spelt]
            kept = {entry["by"]["id"]: set(entry["keep"]) for entry in loaded(data) if "id" in entry["by"]}  # type: ignore[index,call-overload,operator]
            assert kept == {one: texts for one, texts in _with_hand(said).items() if texts}
            assert data.count(b"#") >= HAND.count(b"#") and data.startswith(HAND[:40])


def _with_hand(said: dict[str, list[str]]) -> dict[str, set[str]]:
    """What is kept of each article: of one a person has written more, which nobody takes back here."""
    by_hand = {"One line", "Another line that goes on"}
    return {one: {*texts} | (by_hand if one == MARKED else set()) for one, texts in said.items()}
