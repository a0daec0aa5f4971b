"""Files recognised by content, damage told apart, nothing skipped in silence."""

import gzip
import io
import json
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reading.containers import open_records
from transforms.reading.records import OpenedRecord, RawRecord, ReadingLimits, Refusal

LIMITS = ReadingLimits(max_record_bytes=2_000, max_page_bytes=50_000, max_file_bytes=500_000, max_buffered_bytes=100_000)
OBJECTS = [{"id": number, "text": '“Hello, [world]” {she} said \\ "so".'} for number in (1, 2, 3)]
LINES = "\n".join(json.dumps(each, ensure_ascii=False) for each in OBJECTS)


def parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"id": [1, 2], "text": ["One.", "Two."]}), sink)
    return sink.getvalue()


def opened(content: bytes, limits: ReadingLimits = LIMITS) -> list[tuple[str, str]]:
    """Locator and, for each, the format of the record or the rule of the refusal."""
    return [
        (each.locator, each.rule if isinstance(each, Refusal) else each.format if isinstance(each, RawRecord) else "fetch")
        for each in open_records(io.BytesIO(content), locator="f", limits=limits)
    ]


def records(content: bytes) -> list[object]:
    found = list(open_records(io.BytesIO(content), locator="f", limits=LIMITS))
    assert not [each for each in found if isinstance(each, Refusal)]
    return [each.content for each in found if isinstance(each, RawRecord)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", [("f", "read.empty_file")], id="empty"),
        pytest.param(b"The mayor resigned.\n\nShe said so.", [("f", "text")], id="text"),
        pytest.param(
            "Rain, wind hit the town.\nSnow, ice came.\nMore, later.".encode("utf-16"), [("f", "text")], id="utf-16-text"
        ),
        pytest.param(b"Rain, wind and snow.\nSnow, ice and sleet.\nMore, later, today.", [("f", "text")], id="prose-with-commas"),
        pytest.param(b"[Editor's note: revised] The mayor resigned.", [("f", "text")], id="text-in-brackets"),
        pytest.param(b"\n <!DOCTYPE html><html><body><p>x</p></body></html>", [("f", "html")], id="html"),
        pytest.param(b"<!-- built -->\n<div><p>x</p></div>", [("f", "html")], id="html-after-a-comment"),
        pytest.param(b"<?xml version='1.0'?><rss></rss>", [], id="feed-without-items"),
        pytest.param(b"<?xml version='1.0'?><nitf></nitf>", [("f", "read.unknown_format")], id="other-xml"),
        pytest.param(b"%PDF-1.7 ...", [("f", "read.unknown_format")], id="pdf"),
        pytest.param(bytes(range(256)), [("f", "read.unknown_format")], id="binary"),
        pytest.param(LINES.encode(), [("f#line=1", "fields"), ("f#line=2", "fields"), ("f#line=3", "fields")], id="json-lines"),
        pytest.param(
            json.dumps(OBJECTS).encode(),
            [("f#item=1", "fields"), ("f#item=2", "fields"), ("f#item=3", "fields")],
            id="json-array",
        ),
        pytest.param(json.dumps(OBJECTS[0], indent=1).encode(), [("f", "fields")], id="json-object"),
        pytest.param(json.dumps({"articles": OBJECTS[:1]}, indent=1).encode(), [("f#item=1", "fields")], id="api-answer"),
        pytest.param(b"id,text\n1,One\n2,Two\n", [("f#row=1", "fields"), ("f#row=2", "fields")], id="csv"),
        pytest.param(b"id\ttext\n1\tOne, two\n", [("f#row=1", "fields")], id="tsv"),
        pytest.param(b"id,text,text\n1,,One\n", [("f#row=1", "fields")], id="csv-with-a-repeated-name"),
        pytest.param(b"foo,bar\n1,2\n3,4\n5,6\n", [(f"f#row={n}", "fields") for n in (1, 2, 3)], id="csv-of-unknown-columns"),
        pytest.param(parquet(), [("f#row=1", "fields"), ("f#row=2", "fields")], id="parquet"),
        pytest.param(gzip.compress(parquet()), [("f#row=1", "fields"), ("f#row=2", "fields")], id="packed-parquet"),
        pytest.param(gzip.compress(gzip.compress(b"The mayor resigned.")), [("f", "text")], id="packed-twice"),
        pytest.param(gzip.compress(gzip.compress(gzip.compress(b"x"))), [("f", "read.unknown_format")], id="packed-three-times"),
        pytest.param(gzip.compress(b"One ") + gzip.compress(b"two."), [("f", "text")], id="two-gzip-members"),
        pytest.param(gzip.compress(b""), [("f", "read.empty_file")], id="packed-nothing"),
    ],
)
def test_formats(content: bytes, expected: list[tuple[str, str]]) -> None:
    assert opened(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(LINES.encode(), id="utf-8"),
        pytest.param(LINES.encode("utf-8-sig"), id="utf-8-with-mark"),
        pytest.param(LINES.encode("utf-16"), id="utf-16"),
        pytest.param(LINES.encode("cp1252"), id="windows-1252"),
        pytest.param(LINES.replace("\n", "\r\n\r\n").encode(), id="crlf-and-blank-lines"),
        pytest.param(gzip.compress(LINES.encode()), id="packed"),
        pytest.param(("[\n" + LINES.replace("\n", ",\n") + "]").encode(), id="array"),
    ],
)
def test_objects_come_through(content: bytes) -> None:
    assert records(content) == OBJECTS


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            b'{"text":"a"}\nno json\n{"text":"b"}\n[1]\n',
            [("f#line=1", "fields"), ("f#line=2", "read.bad_record"), ("f#line=3", "fields"), ("f#line=4", "read.bad_record")],
            id="bad-lines",
        ),
        pytest.param(
            b'{"text":"a"}\n{"text":"b', [("f#line=1", "fields"), ("f#line=2", "read.damaged_file")], id="cut-json-lines"
        ),
        pytest.param(
            b'{"text":"a"}\n{"text":"' + b"x" * 5_000 + b'"}\n{"text":"b"}\n',
            [("f#line=1", "fields"), ("f#line=2", "read.too_large"), ("f#line=3", "fields")],
            id="long-line",
        ),
        pytest.param(b'[{"text":"a"},{"text":"b', [("f#item=1", "fields"), ("f", "read.damaged_file")], id="cut-array"),
        pytest.param(
            b'[{"text":"a"}, 5, {"text":"b"}]',
            [("f#item=1", "fields"), ("f#item=2", "read.bad_record"), ("f#item=3", "fields")],
            id="number-in-array",
        ),
        pytest.param(
            b'[{"text":"a"},{"text":"' + b"x" * 5_000 + b'"},{"text":"b"}]',
            [("f#item=1", "fields"), ("f#item=2", "read.too_large"), ("f#item=3", "fields")],
            id="long-item",
        ),
        pytest.param(b'{\n"text":\n', [("f", "read.damaged_file")], id="cut-object"),
        pytest.param(
            b"id,text\n1,One\n2\n3,Three,more\n4,Four\n",
            [("f#row=1", "fields"), ("f#row=2", "read.bad_record"), ("f#row=3", "read.bad_record"), ("f#row=4", "fields")],
            id="ragged-csv",
        ),
        pytest.param(b'id,text\n1,One\n2,"Two\nthree', [("f#row=1", "fields"), ("f#row=2", "read.damaged_file")], id="cut-csv"),
        pytest.param(
            b'id,text\n1,"' + b"y\n" * 3_000 + b'"\n2,Two\n',
            [("f#row=1", "read.too_large"), ("f#row=2", "fields")],
            id="long-row",
        ),
        pytest.param(parquet()[:-9], [("f", "read.damaged_file")], id="cut-parquet"),
        pytest.param(gzip.compress(b"The mayor resigned.")[:-9], [("f", "read.damaged_file")], id="cut-packed-page"),
        pytest.param(gzip.compress(b"\0" * 1_000_000), [("f", "read.unknown_format")], id="zeros"),
        pytest.param(gzip.compress(b"word " * 1_000_000), [("f", "read.too_large")], id="gzip-bomb"),
        pytest.param(b"word " * 20_000, [("f", "read.too_large")], id="long-text"),
        pytest.param(
            b'{"a":' * 60 + b"1" + b"}" * 60 + b"\n{}",
            [("f#line=1", "fields"), ("f#line=2", "fields")],
            id="nested-but-readable",
        ),
    ],
)
def test_damage(content: bytes, expected: list[tuple[str, str]]) -> None:
    assert opened(content) == expected


def test_records_before_the_damage_of_a_packed_file() -> None:
    packed = gzip.compress(
        "\n".join(json.dumps({"id": number, "text": f"Story {number * number}."}) for number in range(9_000)).encode()
    )
    found = opened(packed[: len(packed) // 2])
    assert len(found) > 100
    assert [rule for _, rule in found[:-1]] == ["fields"] * (len(found) - 1)
    assert found[-1] == ("f", "read.damaged_file")


def test_csv_cells() -> None:
    content = 'id;title;text\r\n1;"A ""small"" town";"Two\r\nlines; one cell"\r\n\r\n2;Bare "quotes" stay;x\r\n'
    assert records(content.encode()) == [
        {"id": "1", "title": 'A "small" town', "text": "Two\nlines; one cell"},
        {"id": "2", "title": 'Bare "quotes" stay', "text": "x"},
    ]


def test_header_names_are_unique() -> None:
    assert records(b",text,note,other\n1,a,b,c\n") == [{"column 1": "1", "text": "a", "note": "b", "other": "c"}]


def test_refusals_say_where_what_and_keep_the_record() -> None:
    refusal = list(open_records(io.BytesIO(b'{"text":"a"}\n{"text" "b"}\n'), locator="f.jsonl", limits=LIMITS))[1]
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith("f.jsonl#line=2: expected a JSON object, found what is no JSON")
    assert refusal.payload == '{"text" "b"}'


class Endless(io.RawIOBase):
    """A stream that would fill any memory; counts what was asked of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "read without a bound"
        self.given += size
        return b'{"text":"' + b"x" * (size - 9) if self.given == size else b"x" * size


def test_an_endless_line_is_not_held() -> None:
    stream = Endless()
    found = list(open_records(stream, locator="f", limits=LIMITS))  # pyright: ignore[reportArgumentType]
    assert [each.rule for each in found if isinstance(each, Refusal)] == ["read.too_large"]
    assert stream.given < 4 * LIMITS.max_file_bytes


FRAGMENTS = st.sampled_from(
    [
        b'{"text":"a"}',
        b"\n",
        b"[",
        b"]",
        b"{",
        b"}",
        b'"',
        b",",
        b"\\",
        b"id,text",
        b"1,x",
        b"<html>",
        b"<p>",
        b"\0",
        b"\xff\xfe",
        b"\x1f\x8b\x08",
        b"PAR1",
        b"\xe2\x80",
        b"\xef\xbb\xbf",
        b"\r",
        gzip.compress(b'{"text":"a"}\n')[:20],
        parquet()[:60],
    ]
)


@given(
    st.one_of(st.binary(max_size=300), st.lists(FRAGMENTS, max_size=12).map(b"".join), st.binary(max_size=99).map(gzip.compress))
)
def test_any_bytes_end_in_records_or_refusals(content: bytes) -> None:
    found: Iterator[OpenedRecord] = open_records(io.BytesIO(content), locator="f", limits=LIMITS)
    for each in found:
        assert isinstance(each, RawRecord | Refusal)
        if isinstance(each, Refusal):
            assert each.reason.startswith(each.locator) and "\n" not in each.reason
