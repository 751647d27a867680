"""Which fields does an index hold, and which version of the format is it? Its facets are in `index.facets`."""

from __future__ import annotations

FORMAT_VERSION = 11  # raise it whenever a file's layout changes: older indexes are then refused

TEXT_FIELDS = ("title", "body", "removed")  # searched word by word; `removed` holds the dropped lines
NO_TIME = 32_767  # among the minutes of a day: above all of them
LEAD_WORDS = 100  # positions 0 to 99 of a body are its lead


# A posting's counts are one byte: frequency in the low 5 bits, occurrences in the lead in the high 3. A part that
# does not fit holds its largest value, and the exact numbers stand in the field's table of exceptions.
FREQUENCY_BITS = 5
LARGEST_FREQUENCY = (1 << FREQUENCY_BITS) - 1
LARGEST_LEAD = (1 << (8 - FREQUENCY_BITS)) - 1

# Which exact forms of its term a document holds is one byte more of a posting, a bit for each: see `form_bit`.
_SHARED_BITS = 6


def form_bit(number: int) -> int:
    """Which of the eight bits of a posting stands for the form of this number (see `index.analysis.lexicon`).

    The term itself (0) and the forms that have no number of their own (255) have a bit each, the others share six.
    """
    if number in (0, 255):
        return 7 if number else 0
    return 1 + (number - 1) % _SHARED_BITS
