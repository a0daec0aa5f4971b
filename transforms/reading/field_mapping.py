"""Column names that the user states for exports which use names of their own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, cast, get_args

Meaning = Literal[
    "id", "url", "canonical_url", "title", "dek", "text", "html", "author", "published", "modified", "outlet", "section",
    "language", "dateline_place",
]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)

_MAX_MAPPING_BYTES = 64 * 1024


class FieldMappingError(ValueError):
    """A mapping is not as it must be; the message says what was expected and found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMapping:
    """Which column holds what, where the usual names do not tell.

    Args:
        columns: Meaning and the column that holds it, compared exactly. A dot leads into an object (`story.body`). None for a
            meaning that no column holds, whatever the columns are called. Meanings left out, and those whose column a record
            lacks, are read by the usual names; a record that lacks every column named is not read at all.
    """

    columns: tuple[tuple[Meaning, str | None], ...] = ()

    def meaning_of(self, name: str) -> Meaning | None:
        """What the mapping says that a column holds; None when it does not name the column."""
        return next((meaning for meaning, column in self.columns if column == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that the mapping names."""
        return tuple(column for _, column in self.columns if column is not None)

    def is_for(self, record: Mapping[str, object]) -> bool:
        """Whether a record can be meant: it has one of the columns, be it empty, or the mapping names none."""
        return not self.names or any(name in record or value_at(record, name) is not None for name in self.names)


USUAL_NAMES = FieldMapping()
"""No mapping: columns are read by the names in `FIELD_NAMES`."""


def value_at(record: Mapping[str, object], column: str) -> object:
    """What a record holds in a column, or at a path with dots; None when it holds nothing there."""
    if column in record:
        return record[column]
    value: object = record
    for name in column.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def parse_field_mapping(content: bytes) -> FieldMapping:
    """The mapping that a JSON file gives: `{"text": "Volltext", "published": "Datum", "section": null}`.

    Raises:
        FieldMappingError: It is no JSON object of known meanings and column names.
    """
    if len(content) > _MAX_MAPPING_BYTES:
        raise FieldMappingError(f"expected at most {_MAX_MAPPING_BYTES} bytes, found {len(content)}")
    try:
        stated: object = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise FieldMappingError(f"expected a JSON object in UTF-8, found what is none ({fault})") from fault
    if not isinstance(stated, dict) or not stated:
        raise FieldMappingError('expected a JSON object such as {"text": "Volltext"}, found something else')
    columns: list[tuple[Meaning, str | None]] = []
    for meaning, column in cast("dict[str, object]", stated).items():
        if meaning not in MEANINGS:
            close = get_close_matches(meaning, MEANINGS, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise FieldMappingError(f"expected one of {', '.join(MEANINGS)}, found {meaning!r}{hint}")
        if column is not None and (not isinstance(column, str) or not column.strip()):
            raise FieldMappingError(f"{meaning}: expected the name of a column or null, found {json.dumps(column)[:80]}")
        columns.append((meaning, column))
    return FieldMapping(columns=tuple(columns))
