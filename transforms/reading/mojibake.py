"""Repair of text whose UTF-8 was once read as windows-1252 or Latin-1 ("â€œ" for an opening quotation mark).

Done once, on the characters as decoded, before normalisation and before any offset is taken. Sequence by sequence, so that what
stands between stays as it is, and only where ftfy's judgement of letter combinations that nobody writes makes it sure: "É”" is
the end of a quotation as well as two bytes of UTF-8, and stays. Marks, ligatures, widths and entities are left alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ftfy.badness import is_bad


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One sequence that stands for other characters: `text[start:end]`, half-open code points, is to read `repaired`."""

    start: int
    end: int
    repaired: str


def _read_as(byte: int) -> str:
    """The character that a reader of windows-1252 shows for a byte; the five bytes it leaves open become controls, as in HTML."""
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def _class_of(first: int, last: int) -> str:
    """The inside of a regular expression's class for the characters of a range of bytes, read either way."""
    return "".join(sorted({re.escape(shown) for byte in range(first, last + 1) for shown in (_read_as(byte), chr(byte))}))


_BYTE_OF: Mapping[str, int] = MappingProxyType({
    shown: byte for byte in range(0x80, 0x100) for shown in (chr(byte), _read_as(byte))
})
_CONTINUATION = f"[{_class_of(0x80, 0xBF)}]"
# The well-formed sequences of UTF-8 (Unicode standard, table 3-7, without the narrower bounds, which decoding checks).
_SEQUENCE = re.compile(
    f"[{_class_of(0xC2, 0xDF)}]{_CONTINUATION}|[{_class_of(0xE0, 0xEF)}]{_CONTINUATION}{{2}}"
    f"|[{_class_of(0xF0, 0xF4)}]{_CONTINUATION}{{3}}"
)
_SEQUENCES = re.compile(f"(?:{_SEQUENCE.pattern})+")
# Quotation marks, bullet, dashes and the ellipsis of windows-1252 read as Latin-1: controls that no text uses. After a letter
# that is not ASCII, one may as well be what is left of other mojibake. U+0085 is also a line break, so alone it proves nothing.
_CONTROL = re.compile("(?<![^\x00-\x7f])[\x91-\x97]")
_CONTROL_OR_NEL = re.compile("(?<![^\x00-\x7f])[\x85\x91-\x97]")
_SUSPECT = re.compile(f"{_SEQUENCE.pattern}|[\x91-\x97]")
_ASCII_TO_SPACES = b" " * 0x80 + bytes(range(0x80, 0x100))
# Text may have been read wrongly more than once; each round undoes one reading.
_MAX_ROUNDS = 3


def repair_mojibake(text: str) -> str:
    """The text with every sequence repaired that is surely mojibake; good text comes back as it is."""
    pieces: list[str] = []
    position = 0
    for repair in find_repairs(text):
        pieces += (text[position:repair.start], repair.repaired)
        position = repair.end
    return "".join((*pieces, text[position:])) if pieces else text


def find_repairs(text: str) -> list[Repair]:
    """What `repair_mojibake` changes, in order; the sequences do not overlap."""
    if not _may_hold_mojibake(text):
        return []
    repairs = [
        Repair(start=found.start(), end=found.end(), repaired=repaired)
        for found in _SEQUENCES.finditer(text) if (repaired := _decoded(found[0])) != found[0]
        # What is still bad beside its neighbours has lost a byte ("Ã¢€"), and half a repair is none.
        and not is_bad(text[max(0, found.start() - 1):found.start()] + repaired + text[found.end():found.end() + 1])
    ]
    if _CONTROL.search(text) is not None:
        taken = {position for repair in repairs for position in range(repair.start, repair.end)}
        repairs += [
            Repair(start=found.start(), end=found.end(), repaired=_read_as(ord(found[0])))
            for found in _CONTROL_OR_NEL.finditer(text) if found.start() not in taken
        ]
        repairs.sort(key=lambda repair: repair.start)
    return repairs


def _may_hold_mojibake(text: str) -> bool:
    """Whether any run of characters beyond ASCII is worth a closer look. Asked of bytes, twenty times faster than the regular
    expressions walk through half a megabyte of page that is good all but always."""
    if text.isascii():
        return False
    runs = text.encode("utf-8", "surrogatepass").translate(_ASCII_TO_SPACES).split()
    return any(_SUSPECT.search(run.decode("utf-8", "surrogatepass")) for run in set(runs))


def _decoded(sequences: str) -> str:
    """Characters that neighbouring sequences stand for; the sequences themselves where that is not sure."""
    for _ in range(_MAX_ROUNDS):
        if not is_bad(sequences):
            break
        try:
            sequences = bytes(_BYTE_OF[character] for character in sequences).decode("utf-8")
        except (KeyError, UnicodeDecodeError):  # from the second round on, there may be other characters among them
            break
    return sequences
