"""Where are the runs of a buffer, the pieces of bytes that no word crosses, and where may a sentence end between them?

A run is a coarser piece than a word of the rule: every word lies in one run, and a run analysed alone has the words
that it has inside its text. So bytes of 0x80 and more count as parts of words, but for common punctuation, and what
the run really holds is left to the rule (`index.analysis.vocabulary`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.int64]
Octets = npt.NDArray[np.uint8]

# What a byte becomes. Word bytes become themselves in lower case; the joiners " ' , - . stay what they are.
_OTHER, _STOP, _LINE, _SPACE, _IDEOGRAPHIC = range(5)
_FIRST_JOINER, _LAST_JOINER, FULL_STOP = 0x22, 0x2F, 0x2E


def _byte_table() -> bytes:
    table = bytearray(256)
    for code in range(256):
        char = chr(code)
        if code >= 0x80 or char.isalnum():
            table[code] = ord(char.lower()) if code < 0x80 else code
        elif char in "\"',-.":
            table[code] = code
        elif char in "!?":
            table[code] = _STOP
        elif char in "\n\r":
            table[code] = _LINE
        elif char.isspace():
            table[code] = _SPACE
    return bytes(table)


_BYTES = _byte_table()


_LEAVE, _UNLESS_DIGITS = 255, 254  # of the tables below: the rule decides; a space or comma unless between digits


def _tail_table(codes: dict[int, str]) -> Octets:
    """By last byte of a character, what the character is between words."""
    table = np.full(256, _LEAVE, np.uint8)
    for code, chars in codes.items():
        for char in chars:
            table[char.encode()[-1]] = code
    return table


# Punctuation beyond ASCII that never stands inside a word, by the bytes before the last one.
_PUNCTUATION = {
    b"\xe2\x80": _tail_table(
        {_SPACE: "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u200a\u2028\u2029", _STOP: "…"}
        | {_UNLESS_DIGITS: "\u2009\u202f"}
        | {_OTHER: "‒–—―‖‗‚“”„‟†‡•‣․‥‧‰‱′″‴‵‶‷‸‹›※"}
    ),
    b"\xc2": _tail_table({_UNLESS_DIGITS: "\u00a0", _OTHER: "¡¢£¤¥¦§¨©«¬®¯°±´¶·¸»¿"}),
    b"\xe3\x80": _tail_table(
        {_SPACE: "\u3000", _OTHER: "、〃《》「」『』【】〔〕〖〗〘〙〚〛〜〝〞〟", _IDEOGRAPHIC: "。"}
    ),
    b"\xef\xbc": _tail_table({_UNLESS_DIGITS: "，", _OTHER: "（）：；", _IDEOGRAPHIC: "！？"}),
    b"\xd8": _tail_table({_OTHER: "،؛", _STOP: "؟"}),
    b"\xdb": _tail_table({_STOP: "۔"}),
    b"\xe0\xa5": _tail_table({_STOP: "।॥"}),
}


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a buffer.

    `low` is the buffer with its bytes as `_OTHER`, `_STOP`, ... or word bytes in lower case; `raw` the bytes as they
    came. `starts` and `ends` are int64 offsets of the runs, ascending.
    """

    raw: Octets
    low: bytearray
    starts: Indices
    ends: Indices

    def text(self, first: int, last: int) -> str:
        """The text, in its own letters, from the start of run `first` to the end of run `last`."""
        return bytes(self.raw[self.starts[first] : self.ends[last]]).decode("utf-8", "surrogatepass")


def split(buffer: bytes) -> Runs:
    """The runs of `buffer`, which is UTF-8 (lone surrogates allowed) and ends in 8 bytes or more of zero."""
    low = bytearray(buffer).translate(_BYTES)
    view = np.frombuffer(low, np.uint8)
    if not buffer.isascii():
        _blank_punctuation(view)
    word = view > _LAST_JOINER
    inner = view[1:-1] >= _FIRST_JOINER
    inner &= word[:-2]
    inner &= word[2:]
    word[1:-1] |= inner
    edges = np.flatnonzero(word[1:] != word[:-1])
    edges += 1
    if len(word) and word[0]:
        edges = np.concatenate(([0], edges))
    pairs = edges.reshape(-1, 2)
    return Runs(
        np.frombuffer(buffer, np.uint8), low, np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
    )


def _blank_punctuation(view: Octets) -> None:
    """Turn the punctuation of `_PUNCTUATION` in `view` into the codes of what it is between words."""
    high = np.flatnonzero(view >= 0x80)
    leads = view[high]
    for lead, table in _PUNCTUATION.items():
        found = high[leads == lead[0]]
        if len(lead) == 2:
            found = found[view[found + 1] == lead[1]]
        codes = table[view[found + len(lead)]]
        if (codes == _UNLESS_DIGITS).any():
            open_ = codes == _UNLESS_DIGITS
            joins = _maybe_digit(view[found - 1]) & _maybe_digit(view[np.minimum(found + len(lead) + 1, len(view) - 1)])
            codes[open_] = np.where(joins[open_], _LEAVE, _OTHER if lead == b"\xef\xbc" else _SPACE)
        known = codes != _LEAVE
        found, codes = found[known], codes[known]
        view[found] = codes
        for offset in range(1, len(lead) + 1):
            view[found + offset] = _OTHER


def _maybe_digit(view: Octets) -> npt.NDArray[np.bool_]:
    """Whether bytes may belong to a decimal digit: ASCII's, or any beyond it (no digit is led by E3 to E9)."""
    return ((view >= 0x30) & (view <= 0x39)) | ((view >= 0x80) & ~((view >= 0xE3) & (view <= 0xE9)))


@dataclass(frozen=True, slots=True)
class SentenceGaps:
    """Gaps between runs where a sentence may end, each named by the run after it: int64 without repeats.

    `stops`: a full stop with white space after it, or an ideographic one; for `dotted` the only such stop
    comes at once after the run before, so that an abbreviation there ends no sentence. `lines`: a line ends.
    """

    stops: Indices
    dotted: npt.NDArray[np.bool_]
    lines: Indices


def gaps(runs: Runs) -> SentenceGaps:
    """The gaps between runs of one buffer where a sentence or a paragraph may end."""
    view = np.frombuffer(runs.low, np.uint8)
    starts = runs.starts
    lines = np.searchsorted(starts, np.flatnonzero(view == _LINE))
    lines = lines[(lines > 0) & (lines < len(starts)) & (np.diff(lines, prepend=0) != 0)]
    # Most gaps are one byte, which cannot be a stop and the white space after it; most others are two.
    sizes = starts[1:] - runs.ends[:-1]
    two = np.flatnonzero(sizes == 2) + 1
    at = runs.ends[two - 1]
    head = view[at]
    good = ((head == _STOP) | (head == FULL_STOP)) & _is_space(view[at + 1])
    two, dotted = two[good], head[good] == FULL_STOP
    longer, longer_dotted = _in_long_gaps(view, runs, np.flatnonzero(sizes > 2) + 1)
    return SentenceGaps(np.concatenate([two, longer]), np.concatenate([dotted, longer_dotted]), lines)


def _in_long_gaps(view: Octets, runs: Runs, chosen: Indices) -> tuple[Indices, npt.NDArray[np.bool_]]:
    """`Gaps.stops` and `dotted` of the gaps before the runs `chosen`."""
    begin, end = runs.ends[chosen - 1], runs.starts[chosen]
    sizes = end - begin
    at = np.arange(sizes.sum()) + np.repeat(begin - (np.cumsum(sizes) - sizes), sizes)
    byte = view[at]
    # The last white space of each gap, or the byte before the gap: a stop is one where white space comes after it.
    first = np.cumsum(sizes) - sizes
    space = np.where(_is_space(byte), at, -1)
    last_space = np.maximum.reduceat(space, first) if len(first) else space
    found = np.flatnonzero((byte == _STOP) | (byte == FULL_STOP) | (byte == _IDEOGRAPHIC))
    gap = np.searchsorted(first, found, "right") - 1
    good = (byte[found] == _IDEOGRAPHIC) | (at[found] < last_space[gap])
    found, gap = found[good], gap[good]
    dotted = (at[found] == begin[gap]) & (byte[found] == FULL_STOP)
    one = np.flatnonzero(np.diff(gap, prepend=-1))
    alone = np.diff(one, append=len(gap)) == 1
    return chosen[gap[one]], dotted[one] & alone


def _is_space(view: Octets) -> npt.NDArray[np.bool_]:
    blank: npt.NDArray[np.bool_] = (view == _SPACE) | (view == _LINE)
    return blank
