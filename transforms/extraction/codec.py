"""Rows of one article as bytes and back, for the annotation cache and for crossing process boundaries."""

import dataclasses
import json
import types
import typing
import zlib
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from transforms.extraction.rows import ArticleRows

_COMPRESSION_LEVEL = 6


class DamagedRowsError(ValueError):
    """The bytes are not the rows of an article."""


def encode_rows(rows: ArticleRows) -> bytes:
    """The rows as compressed JSON, preceded by a checksum. Equal rows give equal bytes."""
    payload = {
        field.name: [_values(row) for row in getattr(rows, field.name)] for field in dataclasses.fields(ArticleRows)
    }
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), default=_encode)
    body = zlib.compress(text.encode(), _COMPRESSION_LEVEL)
    return zlib.crc32(body).to_bytes(4, "big") + body


def decode_rows(payload: bytes) -> ArticleRows:
    """The rows that `encode_rows` wrote.

    Raises:
        DamagedRowsError: The checksum is wrong or the columns are not those of today's row classes.
    """
    checksum, body = payload[:4], payload[4:]
    if zlib.crc32(body).to_bytes(4, "big") != checksum:
        raise DamagedRowsError("checksum differs")
    stored: dict[str, list[list[Any]]] = json.loads(zlib.decompress(body))
    try:
        return ArticleRows(**{
            name: tuple(build(values) for values in stored[name]) for name, build in _builders().items()
        })
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedRowsError(f"columns differ: {error}") from error


def _values(row: Any) -> list[Any]:
    return [getattr(row, field.name) for field in dataclasses.fields(row)]


def _encode(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a row")


@cache
def _builders() -> dict[str, Callable[[list[Any]], Any]]:
    """For each field of ArticleRows, a function from stored values to a row of its class."""
    hints = typing.get_type_hints(ArticleRows)
    return {name: _builder(typing.get_args(hint)[0]) for name, hint in hints.items()}


def _builder(row_class: type) -> Callable[[list[Any]], Any]:
    names = [field.name for field in dataclasses.fields(row_class)]
    hints = typing.get_type_hints(row_class)
    dates = [index for index, name in enumerate(names) if _holds_date(hints[name])]

    def build(values: list[Any]) -> Any:
        for index in dates:
            if values[index] is not None:
                values[index] = date.fromisoformat(values[index])
        return row_class(**dict(zip(names, values, strict=True)))

    return build


def _holds_date(hint: Any) -> bool:
    if isinstance(hint, types.UnionType):
        return any(_holds_date(part) for part in typing.get_args(hint))
    return isinstance(hint, type) and issubclass(hint, date)
