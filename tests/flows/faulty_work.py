"""Work that goes wrong in a worker process; importable there by name."""

import os
import time
from collections.abc import Sequence

_BYTES_OVER_ANY_LIMIT = 64 * 1024**3


def work(items: Sequence[str], ending: str) -> list[str]:
    """Each item with the ending, unless the item is the name of a fault."""
    return [do(item) + ending for item in items]


def do(item: str) -> str:
    match item:
        case "exit":
            os._exit(7)
        case "sleep":
            time.sleep(600)
        case "raise":
            raise ValueError("as told")
        case "memory":
            return str(len(bytearray(_BYTES_OVER_ANY_LIMIT)))
    return item


def process_id(items: Sequence[str]) -> list[int]:
    return [os.getpid() for _ in items]


def ends_at_once(*_: object) -> None:
    os._exit(3)


def never_begins(*_: object) -> None:
    time.sleep(600)
