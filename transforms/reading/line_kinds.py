"""What a single line is by its own wording. What only its surroundings can settle is left to `plain_text` and `page_body`."""

from schemas.vocabulary import BlockKind
from transforms.reading.authors import is_byline
from transforms.reading.dates import is_timestamp
from transforms.reading.furniture import is_boilerplate, is_promo
from transforms.reading.picture_credits import is_caption, is_credit

# Site furniture is short; a longer paragraph is never taken for it by wording alone.
_MAX_FURNITURE_CHARACTERS = 300
_OPENING_QUOTATION_MARKS = ("“", "\"", "‘", "'", "«")


def label_line(line: str) -> BlockKind | None:
    """Kind of a normalised line that its own wording settles: boilerplate, promo, caption, credit, byline or timestamp.

    Returns:
        None when the wording settles nothing. A line that opens with a quotation is never boilerplate or promo.
    """
    if is_credit(line):
        return "credit"
    if is_caption(line):
        return "caption"
    if is_timestamp(line):
        return "timestamp"
    if is_byline(line):
        return "byline"
    if len(line) <= _MAX_FURNITURE_CHARACTERS and not line.startswith(_OPENING_QUOTATION_MARKS):
        if is_boilerplate(line):
            return "boilerplate"
        if is_promo(line):
            return "promo"
    return None
