"""Bytes to characters: marks and declarations before guesses, nothing dropped."""

import pytest

from transforms.reading.encoding import decode_page, decode_text

TEXT = "“Café” costs £5 — naïve"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode("utf-8"), id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="utf-8-with-mark"),
        pytest.param(TEXT.encode("utf-16"), id="utf-16-with-mark"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="utf-16-big-endian"),
        pytest.param(b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"), id="utf-32"),
        pytest.param(TEXT.encode("cp1252"), id="windows-1252"),
    ],
)
def test_decode_text(content: bytes) -> None:
    assert decode_text(content) == TEXT


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        pytest.param('<meta charset="iso-8859-1">', "cp1252", id="latin-1-means-windows-1252"),
        pytest.param('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251", id="http-equiv"),
        pytest.param('<?xml version="1.0" encoding="koi8-r"?>', "koi8-r", id="xml-declaration"),
        pytest.param('<meta charset="iso-8859-1">', "utf-8", id="valid-utf-8-under-an-old-declaration"),
        pytest.param('<meta charset="rot13">', "cp1252", id="declared-codec-that-is-no-charset"),
    ],
)
def test_decode_page(head: str, encoding: str) -> None:
    text = f"{head}<p>{'Привет' if encoding in ('cp1251', 'koi8-r') else TEXT}</p>"
    assert decode_page(text.encode(encoding)) == text


def test_stray_byte_in_a_utf8_page_keeps_the_rest() -> None:
    content = b'<meta charset="utf-8"><p>' + TEXT.encode() + b"\xff</p>"
    assert decode_page(content) == f'<meta charset="utf-8"><p>{TEXT}\ufffd</p>'


@pytest.mark.parametrize(("content", "charset", "expected"), [
    pytest.param("Осло".encode("cp1251"), "windows-1251", "Осло", id="header-alone"),
    pytest.param(b'<meta charset="koi8-r">' + "Осло".encode("cp1251"), "windows-1251", '<meta charset="koi8-r">Осло',
                 id="header-before-meta"),
    pytest.param(b'<meta charset="windows-1251">' + "Осло".encode("cp1251"), None, '<meta charset="windows-1251">Осло',
                 id="meta-without-header"),
    pytest.param(b'<meta charset="windows-1251">' + "Осло".encode("cp1251"), "no-such-charset",
                 '<meta charset="windows-1251">Осло', id="meta-where-the-header-is-none"),
    pytest.param(b"\xff\xfe" + "Осло".encode("utf-16-le"), "windows-1251", "Осло", id="byte-order-mark-before-header"),
])
def test_header_and_declaration(content: bytes, charset: str | None, expected: str) -> None:
    assert decode_page(content, charset=charset) == expected
