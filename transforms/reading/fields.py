"""What the columns of a record mean: the names that exports, archives, APIs and scrapers use for the parts of an article."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import cast

from transforms.reading.encoding import decode_text
from transforms.reading.field_mapping import USUAL_NAMES, FieldMapping, Meaning, value_at
from transforms.reading.normalisation import normalise_line

FIELD_NAMES: Mapping[Meaning, tuple[str, ...]] = MappingProxyType({
    "id": ("id", "external_id", "article_id", "doc_id", "document_id", "docid", "story_id", "record_id", "item_id", "guid",
           "uuid", "uid", "_id",
           "identifier", "articleid", "storyid", "accession_number", "index_id"),
    "url": ("url", "link", "article_url", "source_url", "page_url", "web_url", "href", "permalink", "uri", "weburl",
            "story_url", "original_url", "share_url",
            "short_url", "external_url", "final_url", "requested_url"),
    "canonical_url": ("canonical_url", "canonical", "canonical_link", "url_canonical", "canonicalurl"),
    "title": ("title", "headline", "article_title", "head_line", "heading", "headline_main", "news_title", "story_title",
              "web_title", "webtitle", "title_text",
              "main_headline"),
    "dek": ("dek", "standfirst", "subtitle", "sub_title", "subheadline", "sub_headline", "deck", "trail_text", "trailtext",
            "strapline", "summary",
            "description", "abstract", "excerpt", "short_description", "meta_description"),
    "text": ("text", "body", "content", "article", "fulltext", "full_text", "article_text", "article_body", "articlebody",
             "body_text", "bodytext", "main_text",
             "maintext", "content_text", "story", "story_text", "plain_text", "plaintext", "raw_text", "clean_text",
             "cleaned_text", "news", "document",
             "article_content", "news_body", "news_content", "page_content", "paragraphs", "passage", "transcript"),
    "html": ("html", "content_html", "body_html", "raw_html", "html_content", "page_html", "htmlcontent", "html_body",
             "full_html", "source_html"),
    "author": ("author", "authors", "byline", "by_line", "writer", "creator", "reporter", "journalist", "author_name",
               "author_names", "dc_creator", "written_by",
               "contributors", "by"),
    "published": ("published", "published_at", "publish_date", "published_date", "date_published", "datepublished", "pub_date",
                  "pubdate", "publication_date",
                  "publicationdate", "published_time", "published_on", "publishedat", "date", "date_publish", "datetime",
                  "article_date",
                  "post_date", "posted_at", "first_published", "first_publication_date", "webpublicationdate",
                  "web_publication_date", "release_date",
                  "news_date", "issue_date", "display_date", "published_utc", "publishdate"),
    "modified": ("modified", "modified_at", "date_modified", "datemodified", "updated", "updated_at", "last_updated",
                 "last_modified", "modified_date",
                 "update_date", "date_modify", "lastmodified", "updatedat"),
    "outlet": ("outlet", "publisher", "publication", "source_name", "news_source", "newspaper", "site_name", "site", "source",
               "sitename", "media",
               "media_name", "media_outlet", "publisher_name", "publication_name", "source_domain", "domain", "website",
               "feed_name", "journal"),
    "section": ("section", "category", "rubric", "desk", "section_name", "sectionname", "news_desk", "topic", "channel",
                "news_category"),
    "language": ("language", "lang", "language_code", "inlanguage", "in_language", "content_language", "lang_code"),
    "dateline_place": ("dateline_place", "dateline", "located"),
})
"""Every meaning with its column names, best first. Names are compared without case and separators: `Pub-Date` is `pub_date`."""

_WRAPPER_NAMES = (
    "articles", "items", "results", "data", "docs", "documents", "stories", "entries", "records", "news", "response", "rows",
    "hits",
)
"""Names under which an API answer holds its list of articles."""

_SEPARATORS = re.compile(r"[\s_\-.:/]+")
_MEANING_BY_NAME: Mapping[str, tuple[Meaning, int]] = MappingProxyType({
    _SEPARATORS.sub("", name.casefold()): (meaning, rank)
    for meaning, names in FIELD_NAMES.items()
    for rank, name in reversed(list(enumerate(names)))
})
# What exports write where there is no value. Compared only with metadata, never with the text.
_MISSING = frozenset(
    {"", "nan", "null", "none", "n/a", "na", "nat", "undefined", "-", "--", "[]", "{}", "\\n", "#n/a", "unknown"}
)
# How pandas writes a list of strings into a CSV cell.
_PYTHON_STRING = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"")
_PYTHON_LIST = re.compile(rf"\[\s*(?:{_PYTHON_STRING.pattern})(?:\s*,\s*(?:{_PYTHON_STRING.pattern}))*\s*,?\s*\]")
_MAX_METADATA_CHARACTERS = 2_000
_MAX_LITERAL_CHARACTERS = 10_000
_WRAPPED_DEPTH = 2
# What a user calls the values that no text can be read from.
_KINDS: Mapping[type, str] = MappingProxyType({
    bool: "true or false", int: "a number", float: "a number", dict: "an object without text", list: "a list without text",
    date: "a date", datetime: "a date",
})
_MAPPED_RANK = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFields:
    """A record by meaning. A part that the record lacks or leaves empty is None."""

    external_id: str | None
    url: str | None
    canonical_url: str | None
    title: str | None
    dek: str | None
    text: str | None
    html: str | None
    author: object
    published: tuple[object, ...]
    modified: tuple[object, ...]
    outlet: str | None
    section: str | None
    language: str | None
    dateline_place: str | None


def meaning_of(name: str) -> Meaning | None:
    """What a column of that name holds. None for a name that is not known."""
    found = _MEANING_BY_NAME.get(_SEPARATORS.sub("", name.casefold()))
    return found[0] if found is not None else None


def holds_article(names: Sequence[str], *, columns: FieldMapping = USUAL_NAMES) -> bool:
    """Whether columns of these names can make an article: one of them holds text or HTML."""
    return any((columns.meaning_of(name) or meaning_of(name)) in ("text", "html") for name in names)


def unread_text(record: Mapping[str, object], *, columns: FieldMapping = USUAL_NAMES) -> str | None:
    """What stands in the columns for text or HTML of a record from which neither could be read, for the user to see.

    Returns:
        None when the record has no such column.
    """
    named = [(column, value_at(record, column)) for meaning, column in columns.columns if column and meaning in ("text", "html")]
    usual = [(str(name), value) for name, value in record.items() if holds_article([str(name)], columns=columns)]
    for name, value in (*named, *usual):
        kind = _KINDS.get(type(value))
        if kind is not None and (isinstance(value, bool) or not _is_missing(value)):
            return f"{kind} in its column {normalise_line(name)[:40]}"
    return "its column empty" if named or usual else None


def wrapped_records(record: Mapping[str, object], *, columns: FieldMapping = USUAL_NAMES) -> list[object] | None:
    """The list of records that an API answer wraps (`{"articles": [...]}`). None for a record that is an article itself."""
    if holds_article([name for name, value in record.items() if isinstance(value, str)], columns=columns):
        return None
    inner: Mapping[str, object] = record
    for _ in range(_WRAPPED_DEPTH):
        by_name = {_SEPARATORS.sub("", name.casefold()): value for name, value in inner.items()}
        values = [by_name[name] for name in _WRAPPER_NAMES if name in by_name]
        for value in values:
            if isinstance(value, list) and any(isinstance(item, Mapping) for item in cast("list[object]", value)):
                return cast("list[object]", value)
        nested = next((value for value in values if isinstance(value, Mapping)), None)
        if nested is None:
            return None
        inner = cast("Mapping[str, object]", nested)
    return None


def read_fields(record: Mapping[str, object], *, columns: FieldMapping = USUAL_NAMES) -> RecordFields:
    """Sort the columns of a record by meaning.

    Where several columns have one meaning, the one that the mapping names goes first, then the best name that holds a value
    (`FIELD_NAMES` order). A column that the mapping names is read for nothing else.
    """
    ranked: dict[Meaning, list[tuple[int, object]]] = {}
    for name, value in record.items():
        if columns.meaning_of(str(name)) is not None:
            continue
        found = _MEANING_BY_NAME.get(_SEPARATORS.sub("", str(name).casefold()))
        if found is not None and not _is_missing(value):
            ranked.setdefault(found[0], []).append((found[1], value))
    _apply_mapping(ranked, record, columns)
    values: dict[Meaning, list[object]] = {
        meaning: [value for _, value in sorted(found, key=lambda pair: pair[0])] for meaning, found in ranked.items()
    }
    return RecordFields(
        external_id=_first_line(values.get("id", [])),
        url=_first_line(values.get("url", [])),
        canonical_url=_first_line(values.get("canonical_url", [])),
        title=_first_line(values.get("title", []), inner_names=("main", "rendered", "default", "text")),
        dek=_first_line(values.get("dek", []), limit=_MAX_METADATA_CHARACTERS * 2),
        text=_first_text(values.get("text", [])),
        html=_first_text(values.get("html", [])),
        author=next((_unwrapped(value) for value in values.get("author", [])), None),
        published=tuple(values.get("published", [])),
        modified=tuple(values.get("modified", [])),
        outlet=_first_line(values.get("outlet", []), inner_names=("name", "title", "domain", "id")),
        section=_first_line(values.get("section", []), inner_names=("name", "title")),
        language=_first_line(values.get("language", []), inner_names=("code", "name")),
        dateline_place=_first_line(values.get("dateline_place", []), inner_names=("name",)),
    )


def _apply_mapping(
    ranked: dict[Meaning, list[tuple[int, object]]], record: Mapping[str, object], columns: FieldMapping,
) -> None:
    stated = {meaning for meaning, _ in columns.columns}
    for meaning, column in columns.columns:
        if column is None:
            ranked.pop(meaning, None)
        elif not _is_missing(value := value_at(record, column)):
            ranked.setdefault(meaning, []).append((_MAPPED_RANK, value))
            if meaning == "html" and "text" not in stated:
                # Text goes before HTML where both are found; here the user has said which it is.
                ranked.pop("text", None)


def _is_missing(value: object) -> bool:
    if value is None or value is False or value is True:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    if isinstance(value, str):
        return value.strip().casefold() in _MISSING
    return isinstance(value, list | dict) and not value


def _first_text(values: Sequence[object]) -> str | None:
    for value in values:
        text = _as_text(value)
        if text is not None and text.strip():
            return text
    return None


def _as_text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return decode_text(value)
    if isinstance(value, list):
        parts = [part for part in (_as_text(item) for item in cast("list[object]", value)) if part is not None]
        return "\n\n".join(parts) if parts else None
    if isinstance(value, Mapping):
        inner = cast("Mapping[str, object]", value)
        texts = (_as_text(inner.get(name)) for name in ("rendered", "text", "content", "value", "body"))
        return next((text for text in texts if text is not None), None)
    return None


def _first_line(
    values: Sequence[object], *, inner_names: Sequence[str] = (), limit: int = _MAX_METADATA_CHARACTERS,
) -> str | None:
    for value in values:
        line = _as_line(value, inner_names)
        if line and len(line) <= limit and line.casefold() not in _MISSING:
            return line
    return None


def _as_line(value: object, inner_names: Sequence[str]) -> str | None:
    if isinstance(value, str):
        return normalise_line(value)
    if isinstance(value, bytes):
        return normalise_line(decode_text(value))
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        # Readers of typed columns turn a column of whole numbers with gaps into floats.
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**40 else None
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        inner = cast("Mapping[str, object]", value)
        return next((line for line in (_as_line(inner.get(name), ()) for name in (*inner_names, "$oid")) if line), None)
    if isinstance(value, list) and inner_names:
        return next((line for line in (_as_line(item, inner_names) for item in cast("list[object]", value)) if line), None)
    return None


def _unwrapped(value: object) -> object:
    """A list that a CSV cell holds as text (`["Ana Ruiz"]`, `['Ana Ruiz']`), as a list; any other value as it is."""
    if isinstance(value, bytes):
        return decode_text(value)
    if not isinstance(value, str) or len(value) > _MAX_LITERAL_CHARACTERS or not value.strip().startswith(("[", "{")):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        if not _PYTHON_LIST.fullmatch(value.strip()):
            return value
        return [single or double for single, double in _PYTHON_STRING.findall(value)]
