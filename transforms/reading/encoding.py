"""From bytes to characters: byte order mark, declared encoding, UTF-8, and only then a guess."""

import codecs
import re

from charset_normalizer import from_bytes

# Longest mark first: the UTF-32 one begins with the UTF-16 one.
_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The HTML standard looks at the first 1024 bytes; real pages put the declaration later, behind preloads.
_PRESCAN_BYTES = 8192
_META_CHARSET = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:\-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:\-]{2,40})["']""")
# WHATWG Encoding standard: pages that say Latin-1 or ASCII mean windows-1252.
_READ_AS_CP1252 = frozenset({"iso8859-1", "ascii", "cp1252"})
# Python also knows codecs that are no charsets of pages ("punycode", "raw_unicode_escape").
_CHARSET_NAME = re.compile(
    r"utf-8|cp\d+|iso8859-\d+|iso2022_\w+|koi8-\w|mac-\w+|gbk|gb2312|gb18030|hz|big5\w*|shift_jis\w*|euc_\w+|tis-620|johab"
)
_GUESS_SAMPLE_BYTES = 16_384
# Western European text is mostly ASCII; above this share of other bytes it is likely written in another script.
_MAX_WESTERN_SHARE = 0.25
# Detection by letter frequencies is a lottery on less.
_MIN_GUESS_BYTES = 200


def byte_order_mark(head: bytes) -> tuple[str, int] | None:
    """Encoding that a byte order mark names, and the length of the mark. None without one."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    return None


def decode_text(content: bytes) -> str:
    """Characters of a plain text, JSON line or CSV row.

    Returns:
        The text without its byte order mark. Tried in turn: byte order mark, UTF-8, windows-1252 or what
        charset-normalizer finds. Bytes that fit none become U+FFFD, so nothing is lost in silence.
    """
    marked = byte_order_mark(content)
    if marked is not None:
        encoding, length = marked
        return content[length:].decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guess(content)


def decode_page(content: bytes, *, charset: str | None = None) -> str:
    """Characters of an HTML page: byte order mark, then valid UTF-8, then the encoding it declares, then a guess.

    Valid UTF-8 goes before the declaration because multi-byte sequences do not come about by chance, while pages re-saved
    as UTF-8 under an old declaration are common.

    Args:
        content: The page.
        charset: Encoding that its server declared; goes before what the page declares (HTML standard), unless it is UTF-8,
            which the page then is not.
    """
    marked = byte_order_mark(content)
    if marked is not None:
        return decode_text(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        declared = _page_encoding((charset or "").encode())
        if declared in (None, "utf-8"):
            declared = _declared_encoding(content[:_PRESCAN_BYTES]) or declared
        if declared == "utf-8":
            # Mostly UTF-8 with a stray byte (an injected advertisement) keeps its declared encoding.
            return content.decode("utf-8", "replace") if fault.start > 0 and _is_mostly_utf8(content) else _guess(content)
        if declared is None:
            return _guess(content)
        return content.decode(declared, "replace")


def _declared_encoding(head: bytes) -> str | None:
    found = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    return _page_encoding(found.group(1)) if found is not None else None


def _page_encoding(declared: bytes) -> str | None:
    try:
        name = codecs.lookup(declared.decode("ascii")).name
    except (LookupError, ValueError):
        return None
    if name in _READ_AS_CP1252:
        return "cp1252"
    # A page whose declaration could be read as ASCII is not UTF-16 or UTF-32 (HTML standard, "prescan").
    if name.startswith(("utf-16", "utf-32")):
        return "utf-8"
    return name if _CHARSET_NAME.fullmatch(name) else None


def _is_mostly_utf8(content: bytes) -> bool:
    replaced = content.decode("utf-8", "replace")
    foreign = sum(1 for character in replaced if character > "\x7f")
    return replaced.count("\ufffd") * 2 <= foreign


def _guess(content: bytes) -> str:
    foreign = sum(1 for byte in content[:_GUESS_SAMPLE_BYTES] if byte > 0x7F)
    if len(content) < _MIN_GUESS_BYTES or foreign <= _MAX_WESTERN_SHARE * max(1, min(len(content), _GUESS_SAMPLE_BYTES)):
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            pass
    best = from_bytes(content[:_GUESS_SAMPLE_BYTES]).best()
    return content.decode(best.encoding if best is not None else "cp1252", "replace")
