"""What `open_records` finds in bytes, in short, for tests of containers."""

import io
from collections.abc import Mapping

from transforms.reading.containers import open_records
from transforms.reading.field_mapping import USUAL_NAMES, FieldMapping
from transforms.reading.records import FetchRequest, OpenedRecord, RawRecord, ReadingLimits, Refusal

LIMITS = ReadingLimits(max_record_bytes=50_000, max_page_bytes=50_000, max_file_bytes=500_000, max_buffered_bytes=500_000)


class OneWay(io.BytesIO):
    """A stream that cannot be sought in, such as a response body."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation("seek")


def opened(content: bytes, *, limits: ReadingLimits = LIMITS, columns: FieldMapping = USUAL_NAMES) -> list[OpenedRecord]:
    return list(open_records(io.BytesIO(content), locator="f", limits=limits, columns=columns))


def shown(records: list[OpenedRecord]) -> list[tuple[str, str]]:
    """Locator and, for each, the format of the record, the rule of the refusal or the address to fetch."""
    return [(each.locator, kind(each)) for each in records]


def kind(record: OpenedRecord) -> str:
    if isinstance(record, Refusal):
        assert record.reason.startswith(f"{record.locator}: expected ") and "\n" not in record.reason, record.reason
        return record.rule
    return record.format if isinstance(record, RawRecord) else record.url


def fields_of(record: OpenedRecord) -> Mapping[str, object]:
    assert isinstance(record, RawRecord), record
    assert isinstance(record.content, Mapping)
    return {name: value for name, value in record.content.items() if value is not None}


def request(record: OpenedRecord) -> FetchRequest:
    assert isinstance(record, FetchRequest), record
    return record
