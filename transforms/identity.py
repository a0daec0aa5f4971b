"""Content-hash keys: the same thing gets the same key in every run, whatever the order it comes in."""

import hashlib

_SEPARATOR = "\x1f"


def content_id(prefix: str, *parts: str | int | None) -> str:
    """Key of a thing that `parts` identify: the prefix, an underscore and 16 hexadecimal digits (64 bits of SHA-256).

    Args:
        prefix: One to three lower-case letters that name the kind of thing: a article, r revision, s source, e entity,
            m mention, q quote, g quote group, c claim, d duplicate group, x reject, n run.
        parts: What identifies it. None and the empty string differ.
    """
    message = _SEPARATOR.join("\x00" if part is None else str(part) for part in parts)
    return f"{prefix}_{hashlib.sha256(message.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
