"""One raw record to one article: labelled text with its offsets, and what the record or page states about it."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from schemas import Article, ArticleBlock, Author, Source
from schemas.articles import DateSource
from schemas.vocabulary import BlockKind
from transforms.identity import content_id, text_sha256
from transforms.layout import Block, lay_out
from transforms.reading.authors import StatedAuthor, authors_in, read_byline, read_stated_authors, wire_among
from transforms.reading.datelines import Dateline, opens_with_label, read_dateline
from transforms.reading.dates import StatedDate, read_date, read_timestamp
from transforms.reading.drafts import Draft, best_date
from transforms.reading.encoding import decode_page, decode_text
from transforms.reading.field_mapping import USUAL_NAMES, FieldMapping
from transforms.reading.fields import RecordFields, read_fields, unread_text
from transforms.reading.html import read_fragment, read_page
from transforms.reading.language import is_analysed, settle_language
from transforms.reading.markup import NestingError, is_markup, is_page
from transforms.reading.metadata import read_language, strip_site_name
from transforms.reading.mojibake import repair_mojibake
from transforms.reading.normalisation import fold, fold_body, normalise_line, words
from transforms.reading.outlets import read_outlet
from transforms.reading.plain_text import Piece, label_text
from transforms.reading.records import FetchRequest, RawRecord, ReadArticle, ReadingLimits, Refusal, RefusalRule
from transforms.reading.refusals import MAX_PAYLOAD_CHARACTERS, refuse
from transforms.reading.urls import clean_url, is_homepage, is_same_site
from transforms.reading.wire_agencies import wire_agency

COUNTED_KINDS: frozenset[BlockKind] = frozenset({"headline", "dek", "subhead", "body"})
"""Blocks whose words `articles.word_count` counts."""

_STORY_KINDS: frozenset[BlockKind] = frozenset({"dek", "subhead", "body"})
# An editor's note or a summary may stand before the paragraph with the dateline.
_DATELINE_PARAGRAPHS = 3
_RECORD_LOCATOR = re.compile(r"(?P<file>.*?)(?:#(?:line|row|item)=\d+)+", re.DOTALL)
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*(?:\[\+\d+ chars\])?$")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{1,300}>")
# "authors": [{"name": {"full": ...}}]
_MAX_REPAIRED_DEPTH = 4


def read_article(
    record: RawRecord, *, run_id: str, limits: ReadingLimits, columns: FieldMapping = USUAL_NAMES,
) -> ReadArticle | Refusal:
    """Read one record.

    Args:
        record: A page, a text or the fields of one line or row.
        run_id: Run that writes the rows.
        limits: Bounds on size.
        columns: Column names of the user's exports, for records that keep their own.

    Returns:
        Rows of the article, or why there is none. `text[start:end] == block.text` for every block. Columns that need the whole
        dataset hold placeholders. Never raises for any content.
    """
    try:
        if isinstance(record.content, bytes):
            return _read_bytes(record, record.content, run_id=run_id, limits=limits)
        names = USUAL_NAMES if record.is_mapped else columns
        return _read_record(record, record.content, run_id=run_id, limits=limits, columns=names)
    except NestingError as fault:
        return _refuse(record, "read.too_large", f"HTML of the article: {fault}; leave the page out or simplify it")


def body_fingerprint(blocks: Iterable[Block | ArticleBlock]) -> str:
    """What identifies the body of an article whatever its layout: SHA-256 of the case-folded words of its body blocks.

    Articles with equal fingerprints are copies of one another. Marks, spacing and everything outside the body do not count.
    """
    return text_sha256(fold_body(block.text for block in blocks if block.kind == "body"))


def _read_bytes(record: RawRecord, content: bytes, *, run_id: str, limits: ReadingLimits) -> ReadArticle | Refusal:
    if not content.strip():
        return _refuse(record, "read.empty_text", "expected an article, found only whitespace")
    if len(content) > limits.max_page_bytes:
        return _refuse(record, "read.too_large", f"expected at most {limits.max_page_bytes} bytes, found {len(content)}")
    if record.format == "html":
        draft = read_page(repair_mojibake(decode_page(content, charset=record.charset)))
        if draft is None:
            reason = "expected an article, found no body text; is it a front page, or one that scripts build?"
            return _refuse(record, "read.empty_text", reason)
        return _assemble(_with_listing(replace(draft, url=record.url), record.listing), record, run_id=run_id, limits=limits)
    text = repair_mojibake(decode_text(content))
    if len(text) > limits.max_text_characters:
        return _refuse(record, "read.too_large", f"expected at most {limits.max_text_characters} characters, found {len(text)}")
    draft = _with_listing(replace(_text_draft(text), url=record.url), record.listing)
    return _assemble(draft, record, run_id=run_id, limits=limits)


def _read_record(
    record: RawRecord, content: Mapping[str, object], *, run_id: str, limits: ReadingLimits, columns: FieldMapping,
) -> ReadArticle | Refusal:
    found = ", ".join(normalise_line(str(name))[:40] for name in list(content)[:12]) or "no columns"
    if not columns.is_for(content):
        # Read by the usual names it might be the wrong column that is taken for the text.
        named = ", ".join(columns.names[:6])
        reason = f"expected a column that the mapping names ({named}), found {found}; read other exports in a run of their own"
        return _refuse(record, "read.no_text_field", reason)
    fields = read_fields({name: _repaired(value) for name, value in content.items()}, columns=columns)
    source = fields.text if fields.text is not None else fields.html
    if source is None:
        unread = unread_text(content, columns=columns)
        if unread is not None:
            return _refuse(record, "read.empty_text", f"expected article text, found {unread}")
        return _refuse(record, "read.no_text_field", f"expected a column such as text, body, content or html, found {found}")
    if len(source) > limits.max_record_bytes:
        return _refuse(record, "read.too_large", f"expected at most {limits.max_record_bytes} bytes of text, found {len(source)}")
    title = _plain(fields.title)
    stated_draft = _content_draft(source, title=title, is_html=fields.text is None, limits=limits)
    if isinstance(stated_draft, str):
        return _refuse(record, "read.too_large", stated_draft)
    if stated_draft is None:
        return _refuse(record, "read.empty_text", "expected article text, found markup without any")
    return _assemble(_with_fields(stated_draft, fields, title=title), record, run_id=run_id, limits=limits)


def _repaired(value: object, *, depth: int = _MAX_REPAIRED_DEPTH) -> object:
    """A value of a record with the texts in it repaired, as deep as records nest them."""
    if isinstance(value, str):
        return repair_mojibake(value)
    if depth and isinstance(value, list):
        return [_repaired(inner, depth=depth - 1) for inner in cast("list[object]", value)]
    if depth and isinstance(value, dict):
        inner_values = cast("dict[object, object]", value)
        return {name: _repaired(inner, depth=depth - 1) for name, inner in inner_values.items()}
    return value


def _content_draft(source: str, *, title: str | None, is_html: bool, limits: ReadingLimits) -> Draft | str | None:
    """The text column of a record as a draft; a reason when it is too long, None when it holds no text."""
    if is_html or is_markup(source):
        return read_page(source) if is_page(source) else read_fragment(source, title=title)
    if len(source) > limits.max_text_characters:
        return f"expected at most {limits.max_text_characters} characters, found {len(source)}"
    pieces = label_text(source, title=title, expects_body=title is not None)
    return _text_statements(pieces, title_known=title is not None)


def _text_draft(text: str) -> Draft:
    return _text_statements(label_text(text), title_known=False)


def _text_statements(pieces: tuple[Piece, ...], *, title_known: bool) -> Draft:
    """What the blocks of a plain text state: its headline, its byline and a date line above the story."""
    title = None if title_known else _first(pieces, "headline")
    byline = _byline(pieces)
    head: list[Piece] = []
    for piece in pieces:
        if piece[0] == "body":
            break
        head.append(piece)
    date = next((stated for kind, text in head if kind == "timestamp" and (stated := read_timestamp(text)) is not None), None)
    return Draft(
        pieces=pieces, title=title, title_source="text" if title is not None else None, byline=byline,
        authors=read_byline(byline) if byline is not None else (),
        published=date, date_source="text" if date is not None else None,
    )


def _byline(pieces: tuple[Piece, ...]) -> str | None:
    """The first byline and the lines of it that follow at once (the agency under the name)."""
    kinds = [kind for kind, _ in pieces]
    if "byline" not in kinds:
        return None
    start = kinds.index("byline")
    end = next((index for index in range(start, len(kinds)) if kinds[index] != "byline"), len(kinds))
    return ", ".join(text for _, text in pieces[start:end])


def _with_fields(draft: Draft, fields: RecordFields, *, title: str | None) -> Draft:
    """The draft with everything the record states; the record goes before what its text or page says."""
    outlet_name = fields.outlet or draft.outlet_name
    pieces = draft.pieces
    chosen_title = strip_site_name(title, outlet_name) if title is not None else draft.title
    if title is not None:
        pieces = _with_headline(pieces, title, chosen_title or title)
    pieces = _with_dek(pieces, _plain(fields.dek))
    names, kinds = authors_in(fields.author)
    authors = read_stated_authors(names, kinds=kinds, outlet=outlet_name)
    stated_byline = normalise_line("; ".join(names)) or None
    dates: list[tuple[DateSource, StatedDate]] = [
        ("record", stated) for value in fields.published if (stated := read_date(value)) is not None
    ]
    if draft.published is not None and draft.date_source is not None:
        dates.append((draft.date_source, draft.published))
    date = best_date(dates)
    return Draft(
        pieces=pieces,
        title=chosen_title,
        title_source="record" if title is not None else draft.title_source,
        byline=stated_byline or draft.byline,
        authors=authors or draft.authors,
        published=date[1] if date is not None else None,
        date_source=date[0] if date is not None else None,
        modified_at=next((date.at for value in fields.modified if (date := read_date(value)) and date.at), draft.modified_at),
        external_id=fields.external_id,
        url=fields.url,
        canonical_urls=(fields.canonical_url,) if fields.canonical_url is not None else draft.canonical_urls,
        outlet_name=outlet_name,
        section=_plain(fields.section) or draft.section,
        language=read_language(fields.language) or draft.language,
        dateline_place=_plain(fields.dateline_place),
    )


def _with_listing(draft: Draft, listing: FetchRequest | None) -> Draft:
    """The draft with what only the feed or sitemap states that led to the page. Its text stays as the page shows it."""
    if listing is None:
        return draft
    title = listing.title if draft.title is None else None
    dates: list[tuple[DateSource, StatedDate]] = []
    if draft.published is not None and draft.date_source is not None:
        dates.append((draft.date_source, draft.published))
    if listing.published is not None:
        dates.append(("feed", listing.published))
    date = best_date(dates)
    return replace(
        draft, title=title or draft.title, title_source="feed" if title is not None else draft.title_source,
        published=date[1] if date is not None else None, date_source=date[0] if date is not None else None,
        outlet_name=draft.outlet_name or listing.outlet)


def _with_headline(pieces: tuple[Piece, ...], title: str, shown: str) -> tuple[Piece, ...]:
    """The pieces under the headline that the record states; one that a page states otherwise is kept as `other`."""
    accepted = {fold(title), fold(shown)}
    if any(kind == "headline" and fold(text) in accepted for kind, text in pieces):
        return pieces
    return (("headline", shown), *(("other", text) if kind == "headline" else (kind, text) for kind, text in pieces))


def _with_dek(pieces: tuple[Piece, ...], dek: str | None) -> tuple[Piece, ...]:
    """The pieces with the dek that the record states, unless it is cut short or repeats the title or the opening of the story."""
    if dek is None or any(kind == "dek" for kind, _ in pieces) or _ELLIPSIS.search(dek):
        return pieces
    folded = fold(dek)
    story = " ".join(fold(text) for kind, text in pieces if kind in _STORY_KINDS)
    headline = _first(pieces, "headline")
    if not folded or f" {folded} " in f" {story} " or (headline is not None and fold(headline) == folded):
        return pieces
    place = 1 if pieces and pieces[0][0] == "headline" else 0
    return (*pieces[:place], ("dek", dek), *pieces[place:])


def _assemble(draft: Draft, record: RawRecord, *, run_id: str, limits: ReadingLimits) -> ReadArticle | Refusal:
    text, blocks = lay_out(draft.pieces)
    if not any(block.kind == "body" for block in blocks):
        return _refuse(record, "read.empty_text", f"expected article text, found {_kinds_found(blocks)}")
    if len(text) > limits.max_text_characters:
        return _refuse(record, "read.too_large", f"expected at most {limits.max_text_characters} characters, found {len(text)}")
    if len(blocks) > limits.max_blocks:
        return _refuse(record, "read.too_large", f"expected at most {limits.max_blocks} blocks, found {len(blocks)}")
    url = clean_url(draft.url) if draft.url is not None else None
    canonical_url = _canonical(draft.canonical_urls, url)
    outlet = read_outlet(name=draft.outlet_name, url=url or canonical_url)
    sha256 = text_sha256(text)
    address = canonical_url
    if address is not None and not is_homepage(address):
        article_id = content_id("a", "url", address)
    elif draft.external_id is not None and outlet is not None:
        article_id = content_id("a", "record", fold(outlet.name), draft.external_id)
    else:
        # Its visible characters, since how they are laid out and labelled may improve from one version to the next.
        article_id = content_id("a", "text", draft.external_id, text_sha256("".join(text.split())))
    dateline = _dateline(blocks)
    place = (dateline.place if dateline is not None else None) or draft.dateline_place
    published = draft.published
    word_count = sum(len(words(block.text)) for block in blocks if block.kind in COUNTED_KINDS)
    story = "\n".join(block.text for block in blocks if block.kind in COUNTED_KINDS)
    language = settle_language(story, declared=draft.language, word_count=word_count)
    article = Article(
        article_id=article_id,
        revision_id=content_id("r", article_id, sha256, *_statements(draft, place=place, language=language)),
        external_id=draft.external_id,
        input_locator=_input_locator(record, draft.external_id),
        source_id=outlet.source_id if outlet is not None else None,
        url=normalise_line(draft.url) if draft.url is not None and url is not None else None,
        canonical_url=canonical_url,
        title=draft.title,
        title_source=draft.title_source,
        dek=_first(draft.pieces, "dek"),
        byline=draft.byline,
        dateline_place=place,
        published_at=published.at if published is not None else None,
        published_date=published.day if published is not None else None,
        date_source=draft.date_source,
        date_precision=published.precision if published is not None else None,
        modified_at=draft.modified_at,
        language=language,
        section=draft.section,
        word_count=word_count,
        text=text,
        text_sha256=sha256,
        duplicate_group_id=content_id("d", body_fingerprint(blocks)),
        duplicate_role="original",
        is_representative=True,
        wire_agency=(dateline.agency if dateline is not None else None) or wire_among(draft.authors) or _agency_itself(outlet),
        extraction_status="analysed" if is_analysed(language) else "unsupported_language",
        run_id=run_id,
    )
    rows = tuple(
        ArticleBlock(
            article_id=article_id, block_index=index, kind=block.kind, text=block.text,
            char_start=block.start, char_end=block.end,
        )
        for index, block in enumerate(blocks)
    )
    return ReadArticle(article=article, blocks=rows, authors=_author_rows(draft.authors, article_id), source=outlet)


def _statements(draft: Draft, *, place: str | None, language: str | None) -> tuple[str | None, ...]:
    """What is stated about an article beside its text, so that a corrected byline or date is a revision as a corrected text is.

    Not among them is what changes when nothing was corrected: `modified_at`, where the record lay, how it was labelled.
    """
    published = draft.published
    return (
        draft.title, draft.byline, place, draft.section, language,
        str(published.at or published.day or published.precision) if published is not None else None,
        *(f"{author.kind}:{author.name}" for author in draft.authors),
    )


def _canonical(stated: Iterable[str], url: str | None) -> str | None:
    """The address that the publisher declares for the article, else the cleaned `url`.

    A declared address on another site credits the first publisher of a syndicated story, and a bare homepage is a template's
    mistake: neither is the address of this article.
    """
    for candidate in stated:
        cleaned = clean_url(candidate, base=url)
        if cleaned is not None and not is_homepage(cleaned) and (url is None or is_same_site(cleaned, url)):
            return cleaned
    return url


def _dateline(blocks: Iterable[Block]) -> Dateline | None:
    body = [block.text for block in blocks if block.kind == "body"]
    is_transcript = sum(opens_with_label(text) for text in body) > 1
    for text in body[:_DATELINE_PARAGRAPHS]:
        found = read_dateline(text, is_transcript=is_transcript)
        if found is not None:
            return found
    return None


def _agency_itself(outlet: Source | None) -> str | None:
    """The agency that published the article on its own pages, which need not credit it."""
    if outlet is None or not outlet.is_wire_agency:
        return None
    return wire_agency(outlet.name) or (wire_agency(outlet.domain) if outlet.domain is not None else None)


def _author_rows(authors: Iterable[StatedAuthor], article_id: str) -> tuple[Author, ...]:
    return tuple(
        Author(article_id=article_id, position=position, name=author.name, kind=author.kind)
        for position, author in enumerate(authors, start=1)
    )


def _input_locator(record: RawRecord, external_id: str | None) -> str:
    """File and id of a record that carries one, so that a reordered file gives the same rows; else file and line or row."""
    found = _RECORD_LOCATOR.fullmatch(record.locator)
    if external_id is None or record.format != "fields":
        return record.locator
    return f"{found['file'] if found is not None else record.locator}#id={external_id}"


def _first(pieces: Iterable[Piece], kind: BlockKind) -> str | None:
    return next((text.strip() for piece_kind, text in pieces if piece_kind == kind and text.strip()), None)


def _plain(text: str | None) -> str | None:
    """A line of metadata without the markup and entities that exports leave in it."""
    if text is None:
        return None
    plain = _MARKUP.sub(" ", text) if "<" in text and ">" in text else text
    plain = normalise_line(html.unescape(plain)) if _ENTITY.search(plain) else normalise_line(plain)
    return plain or None


def _kinds_found(blocks: Iterable[Block]) -> str:
    return ", ".join(sorted({block.kind for block in blocks})) or "nothing"


def _refuse(record: RawRecord, rule: RefusalRule, reason: str) -> Refusal:
    return refuse(record.locator, rule, reason, _payload(record.content))


def _payload(content: bytes | Mapping[str, object]) -> str:
    return decode_text(content[:MAX_PAYLOAD_CHARACTERS]) if isinstance(content, bytes) else str(dict(content))
