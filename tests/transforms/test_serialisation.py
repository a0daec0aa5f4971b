"""Rows survive the way to disk and back exactly; damage is noticed."""

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.dataset.made_rows import read_article, rows_of
from transforms.dataset.revisions import RecordVersion
from transforms.extraction.rows import ArticleRows
from transforms.reading.records import ReadArticle, Refusal
from transforms.serialisation import DamagedBytesError, decode, encode, is_intact

READ = read_article()
ROWS = rows_of(READ)
PAYLOAD = encode(ROWS)


@pytest.mark.parametrize("value", [
    pytest.param(READ, id="article-with-emoji"),
    pytest.param(ROWS, id="rows"),
    pytest.param(read_article(published=None, title=None, source_id=None), id="nulls"),
    pytest.param(
        read_article(modified_at=datetime(2026, 2, 3, 4, 5, 6, 789012, tzinfo=UTC)), id="microseconds"),
    pytest.param(Refusal(locator="a", rule="read.empty_file", reason="r"), id="refusal-without-payload"),
    pytest.param(
        Refusal(locator="a\nb", rule="read.bad_record", reason="“r”", payload='{"\\ud800": 1}\x00'), id="odd-characters"),
])
def test_values_come_back_equal(value: Any) -> None:
    assert decode(encode(value), type(value)) == value
    assert encode(value) == encode(decode(encode(value), type(value)))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    refusal = Refusal(locator="a", rule="read.bad_record", reason="r", payload=text)
    assert decode(encode(refusal), Refusal) == refusal


@pytest.mark.parametrize("payload", [
    pytest.param(b"", id="nothing"),
    pytest.param(bytes(3), id="three-bytes"),
    pytest.param(bytes(4), id="zeros-that-are-their-own-checksum"),
    pytest.param(bytes(4096), id="a-zeroed-page"),
    pytest.param(PAYLOAD[:-1], id="cut-off"),
    pytest.param(PAYLOAD + b"\0", id="too-long"),
    pytest.param(PAYLOAD[:50] + bytes([PAYLOAD[50] ^ 1]) + PAYLOAD[51:], id="one-bit"),
    pytest.param(encode(READ), id="another-class"),
])
def test_damage_is_noticed(payload: bytes) -> None:
    with pytest.raises(DamagedBytesError):
        decode(payload, ArticleRows)


def test_intact_is_told_without_decoding() -> None:
    assert is_intact(PAYLOAD)
    assert not is_intact(PAYLOAD[:-1])


@dataclasses.dataclass(frozen=True, kw_only=True)
class LaterVersion:
    """A class that has gained a field since its values were written."""

    article_id: str
    added_since: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class EarlierVersion:
    article_id: str


def test_fields_of_another_time_are_damage() -> None:
    with pytest.raises(DamagedBytesError, match="not a LaterVersion: 1 fields differ"):
        decode(encode(EarlierVersion(article_id="a")), LaterVersion)


def test_types_are_not_bent() -> None:
    version = RecordVersion(
        article_id="a", revision_id="r", text_sha256="t", title="12", stamp=None, published_date=READ.article.published_date,
        record_sha256="s")
    assert decode(encode(version), RecordVersion).title == "12"
    with pytest.raises(DamagedBytesError):
        decode(encode(version), ReadArticle)
