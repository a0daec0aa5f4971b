"""The one normalisation of text, done before any offset is taken.

Only whitespace, control characters and format characters change. Every visible character stays, in its order, so that an
article can be aligned with its source by them: `visible_characters(normalise_text(x)) == visible_characters(x)` for every x.
Mojibake, where characters do change, has been repaired before (`transforms.reading.mojibake`).
Quotation marks, dashes, accents and the Unicode normalisation form are left as the publisher wrote them.
"""

import re
from collections.abc import Iterable

# Mandatory breaks of Unicode line breaking (UAX 14: CR, LF, VT, FF, NEL, LS, PS).
_LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
# Tab, the ASCII space and category Zs.
_SPACES = "\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACE_RUN = re.compile(f"[{_SPACES}]+")
# Categories Cc (without the breaks and the tab above), Cf and Cs of Unicode 14; a test compares them with `unicodedata`.
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U00013438\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001"
    "\U000e0020-\U000e007f\ud800-\udfff]+"
)
_INVISIBLE = re.compile(f"(?:{_LINE_BREAK.pattern}|{_SPACE_RUN.pattern}|{_REMOVED.pattern})+")


def normalise_text(text: str) -> str:
    """Text with one kind of line break and one kind of space, and nothing invisible.

    Returns:
        Lines parted by a newline, none with a space at either end or two in a row. Blank lines are kept.
        Control, format (zero-width, soft hyphen, byte order mark) and surrogate characters are gone.
    """
    if text.replace("\n", "").isprintable():
        # No separator but the ASCII space, no control or format character: most text, told in C.
        return "\n".join([" ".join(line.split()) for line in text.split("\n")])
    unbroken = _REMOVED.sub("", _LINE_BREAK.sub("\n", text))
    return "\n".join(_SPACE_RUN.sub(" ", line).strip(" ") for line in unbroken.split("\n"))


def normalise_line(text: str) -> str:
    """The same on one line: breaks become spaces. For headlines, names and other metadata."""
    if text.isprintable():
        return " ".join(text.split())
    return _SPACE_RUN.sub(" ", _REMOVED.sub("", _LINE_BREAK.sub(" ", text))).strip(" ")


def visible_characters(text: str) -> str:
    """What normalisation never changes: the text without whitespace, control and format characters."""
    return _INVISIBLE.sub("", text)


def fold(text: str) -> str:
    """Case-folded words of a text, parted by one space: equal for strings that differ in case, marks or spacing only."""
    return " ".join(_WORD.findall(text.casefold().replace("\u2019", "").replace("'", "")))


def fold_body(paragraphs: Iterable[str]) -> str:
    """Folded words of the body of an article, parted by one space: equal for copies, whatever their layout."""
    return " ".join(folded for paragraph in paragraphs if (folded := fold(paragraph)))


def words(text: str) -> list[str]:
    """Words of a text: runs of letters and digits, with inner apostrophes, hyphens, points and commas ("don't", "3.5")."""
    return _INNER_MARK_WORD.findall(text)


_WORD = re.compile(r"[^\W_]+")
_INNER_MARK_WORD = re.compile(r"[^\W_]+(?:['\u2019.,\-\u2010\u2011&/][^\W_]+)*")
