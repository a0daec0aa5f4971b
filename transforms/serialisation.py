"""Articles and rows as bytes and back: for the annotation cache, for staging, and for crossing process boundaries."""

import zlib
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

Value = TypeVar("Value")

_CHECKSUM_BYTES = 4


class DamagedBytesError(ValueError):
    """The bytes are not an encoded value of the expected class."""


def encode(value: object) -> bytes:
    """A value (a dataclass of rows) as compressed JSON behind a checksum. Equal values give equal bytes."""
    body = zlib.compress(_adapter(type(value)).dump_json(value))
    return zlib.crc32(body).to_bytes(_CHECKSUM_BYTES, "big") + body


def as_json(value: object) -> str:
    """A value (a dataclass of rows) as JSON, for people to read."""
    return _adapter(type(value)).dump_json(value).decode()


def is_intact(payload: bytes) -> bool:
    """Whether the bytes are as `encode` wrote them, by their checksum."""
    return payload[:_CHECKSUM_BYTES] == zlib.crc32(payload[_CHECKSUM_BYTES:]).to_bytes(_CHECKSUM_BYTES, "big")


def decode(payload: bytes, value_class: type[Value]) -> Value:
    """The value that `encode` wrote.

    Raises:
        DamagedBytesError: The checksum is wrong, or the fields are not those of the class as it is today.
    """
    if not is_intact(payload):
        raise DamagedBytesError("checksum differs")
    try:  # zeros are their own checksum, so that the body still has to be looked at
        return _adapter(value_class).validate_json(zlib.decompress(payload[_CHECKSUM_BYTES:]), strict=True)
    except zlib.error as error:
        raise DamagedBytesError("not compressed bytes") from error
    except ValidationError as error:
        raise DamagedBytesError(f"not a {value_class.__name__}: {error.error_count()} fields differ") from error


@cache
def _adapter(value_class: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(value_class)
