"""Refusals that every reader of a container words the same way."""

from transforms.reading.decompression import TooManyBytesError
from transforms.reading.records import Refusal, RefusalRule

MAX_PAYLOAD_CHARACTERS = 100_000


def refuse(locator: str, rule: RefusalRule, reason: str, payload: str | None = None) -> Refusal:
    """A refusal whose reason names its place, with as much of the record as is kept."""
    shown = payload[:MAX_PAYLOAD_CHARACTERS] if payload is not None else None
    return Refusal(locator=locator, rule=rule, reason=f"{locator}: {reason}", payload=shown)


def refuse_too_large(locator: str, limit: int, what: str) -> Refusal:
    """A refusal of something over a limit. `what` says where the bytes are ("in a row")."""
    return refuse(locator, "read.too_large", f"expected at most {limit} bytes {what}, found more; split it or leave it out")


def refuse_fault(locator: str, fault: ValueError, *, payload: str | None = None) -> Refusal:
    """A refusal of a stream that raised `DamagedStreamError` or `TooManyBytesError`."""
    if isinstance(fault, TooManyBytesError):
        return refuse(locator, "read.too_large", f"{fault} after unpacking; split the file", payload)
    return refuse(locator, "read.damaged_file", f"expected a whole file, but the {fault}; fetch it again", payload)


def one_line(fault: BaseException) -> str:
    """The message of an exception, short and without line breaks."""
    return " ".join(str(fault).split())[:200] or type(fault).__name__


def printable(name: str) -> str:
    """A name that somebody else chose, for a locator: line breaks and other control characters written as escapes."""
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in name)
