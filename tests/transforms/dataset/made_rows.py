"""One invented article with a row in every table, for tests that break it or publish it."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from schemas import (
    TABLES,
    Article,
    ArticleBlock,
    Author,
    Claim,
    ClaimEntity,
    ClaimQuantity,
    ClaimSpan,
    EntityDescription,
    Mention,
    Quote,
    QuoteEntity,
    QuoteSpan,
    Source,
    TimeExpression,
)
from schemas.vocabulary import BlockKind
from transforms.extraction.rows import ArticleEntity, ArticleRows
from transforms.identity import content_id, text_sha256
from transforms.layout import lay_out
from transforms.reading.records import ReadArticle

DAY = date(2026, 2, 3)
RUN_ID = "n_00000000000000aa"

SPEAKER = "Ada Quill"
QUOTED = ("The wall will hold,", "if we mend it.")
PIECES: tuple[tuple[BlockKind, str], ...] = (
    ("headline", "Harbour wall cracks \U0001f30a at Tern Quay"),
    ("body", "“The wall will hold,” said Ada Quill on Friday, “if we mend it.”"),
    ("caption", "Ada Quill at the wall."),
    ("body", "The quay flooded in March."),
)


def key(prefix: str, number: int) -> str:
    """An id that shows which row of a test it belongs to."""
    return f"{prefix}_{number:016x}"


def read_article(
    number: int = 1, *, last: str = PIECES[-1][1], published: date | None = DAY, **changes: Any,
) -> ReadArticle:
    """The article as read.

    Args:
        last: Text of its last paragraph, in which versions of it differ.
        published: Its publication date; it then appeared at noon.
        changes: Further columns of `articles`.
    """
    text, laid_out = lay_out([*PIECES[:-1], (PIECES[-1][0], last)])
    article_id = key("a", number)
    columns: dict[str, Any] = {
        "article_id": article_id, "revision_id": content_id("r", article_id, text), "external_id": None,
        "input_locator": f"export.jsonl#id={number}", "source_id": key("s", 1), "url": f"https://tern.example/{number}",
        "canonical_url": None, "title": PIECES[0][1], "title_source": "record", "dek": None, "byline": None,
        "dateline_place": None,
        "published_at": None if published is None else datetime(published.year, published.month, published.day, 12, tzinfo=UTC),
        "published_date": published, "date_source": None if published is None else "record",
        "date_precision": None if published is None else "second", "modified_at": None, "language": "en", "section": None,
        "word_count": 30, "text": text, "text_sha256": text_sha256(text), "duplicate_group_id": key("d", number),
        "duplicate_role": "original", "is_representative": True, "wire_agency": None, "extraction_status": "analysed",
        "run_id": RUN_ID,
    }
    blocks = tuple(
        ArticleBlock(
            article_id=article_id, block_index=index, kind=block.kind, text=block.text, char_start=block.start,
            char_end=block.end)
        for index, block in enumerate(laid_out))
    return ReadArticle(
        article=Article(**columns | changes), blocks=blocks,
        authors=(Author(article_id=article_id, position=1, name="Ben Marsh", kind="person"),),
        source=Source(source_id=key("s", 1), name="Tern Post", domain="tern.example", country_code=None, is_wire_agency=False))


def rows_of(read: ReadArticle, *, number: int = 1) -> ArticleRows:
    """What extraction finds in the article: a quote in two pieces, an attributed and an authorial claim, names, a month."""
    article_id, text = read.article.article_id, read.article.text

    def at(words: str, text_column: str, start: str = "char_start", end: str = "char_end") -> dict[str, Any]:
        found = text.index(words)
        return {text_column: words, start: found, end: found + len(words)}

    whole = at(text[text.index(QUOTED[0]):text.index(QUOTED[1]) + len(QUOTED[1])], "quote_text")
    speaker = at(SPEAKER, "speaker_text", "speaker_char_start", "speaker_char_end")
    cue = at("said", "cue_text", "cue_char_start", "cue_char_end")
    last = read.blocks[-1]
    person, place = key("e", 1), key("e", 2)
    quote_id, claim_id, own_claim_id = (content_id(prefix, article_id, prefix * repeat) for prefix, repeat in (
        ("q", 1), ("c", 1), ("c", 2)))
    person_mention, place_mention = content_id("m", article_id, SPEAKER), content_id("m", article_id, "Tern Quay")
    undescribed: dict[str, Any] = dict.fromkeys(
        f"speaker_{part}{end}" for part in ("role", "affiliation") for end in ("", "_char_start", "_char_end"))
    quote = Quote(
        quote_id=quote_id, article_id=article_id, quote_type="direct", **whole, **speaker, speaker_entity_id=person,
        speaker_name=SPEAKER, **undescribed, speaker_resolution="named", **cue, cue_lemma="say",
        cue_class="neutral", left_context="", right_context="", quote_group_id=key("g", number), quote_group_match="exact",
        confidence=0.5, extractor="quotes_rules_v1")
    nothing: dict[str, Any] = undescribed_claim(group_id=key("g", number))
    claim = Claim(
        claim_id=claim_id, article_id=article_id, quote_id=quote_id, claim_text=quote.quote_text, char_start=quote.char_start,
        char_end=quote.char_end, attribution="direct", claimer_text=SPEAKER, claimer_char_start=quote.speaker_char_start,
        claimer_char_end=quote.speaker_char_end, claimer_entity_id=person, claimer_name=SPEAKER, claimer_kind="named",
        claimer_resolution="named", **cue, **nothing)
    own_claim = Claim(
        claim_id=own_claim_id, article_id=article_id, quote_id=None, claim_text=last.text, char_start=last.char_start,
        char_end=last.char_end, attribution="authorial", claimer_text=None, claimer_char_start=None, claimer_char_end=None,
        claimer_entity_id=None, claimer_name=None, claimer_kind="outlet", claimer_resolution=None,
        cue_text=None, cue_char_start=None, cue_char_end=None, **nothing)

    def mention(mention_id: str, entity_id: str, words: str, label: str, *, kind: BlockKind, sentence: int) -> Mention:
        return Mention(
            mention_id=mention_id, article_id=article_id, entity_id=entity_id, **at(words, "text"), mention_kind="name",
            entity_label=label, sentence_index=sentence, block_kind=kind, link_confidence=None, extractor="mentions_rules_v1")

    return ArticleRows(
        entities=(
            ArticleEntity(entity_id=person, entity_type="person", canonical_name=SPEAKER),
            ArticleEntity(entity_id=place, entity_type="place", canonical_name="Tern Quay"),
        ),
        mentions=(
            mention(place_mention, place, "Tern Quay", "FAC", kind="headline", sentence=0),
            mention(person_mention, person, SPEAKER, "PERSON", kind="body", sentence=1),
        ),
        entity_descriptions=(EntityDescription(
            entity_id=person, article_id=article_id, mention_id=person_mention, kind="role", **at("said", "description"),
            extractor="mentions_rules_v1"),),
        quotes=(quote,),
        quote_spans=tuple(
            QuoteSpan(quote_id=quote_id, article_id=article_id, piece_index=index, **at(words, "text"))
            for index, words in enumerate(QUOTED)),
        quote_entities=(QuoteEntity(
            quote_id=quote_id, article_id=article_id, entity_id=person, role="speaker", mention_id=person_mention),),
        claims=(claim, own_claim),
        claim_spans=(
            *(ClaimSpan(claim_id=claim_id, article_id=article_id, piece_index=index, **at(words, "text"))
              for index, words in enumerate(QUOTED)),
            ClaimSpan(claim_id=own_claim_id, article_id=article_id, piece_index=0, **at(last.text, "text")),
        ),
        claim_entities=(ClaimEntity(
            claim_id=claim_id, article_id=article_id, entity_id=person, role="claimer", mention_id=person_mention),),
        claim_quantities=(ClaimQuantity(
            claim_id=own_claim_id, article_id=article_id, **at(last.text.split()[0], "text"), value=1.0,
            value_upper=None, unit=None, comparator="equal", is_approximate=False, is_main=False),),
        time_expressions=(TimeExpression(
            article_id=article_id, **at("Friday", "text"), value_start=None, value_end=None, precision=None, is_relative=True,
            anchor_date=read.article.published_date, extractor="times_rules_v1"),),
    )


def undescribed_claim(*, group_id: str) -> dict[str, Any]:
    """Columns of a claim of which only the words and who says them are known."""
    nothing = [
        column.name for column in TABLES["claims"].columns
        if column.nullable and not column.name.startswith(("quote_id", "claimer_", "cue_"))]
    return dict.fromkeys(nothing) | {
        "claim_type": "other", "modality": "asserted", "is_negated": False, "claim_group_id": group_id,
        "claim_group_match": "exact", "extractor": "claims_rules_v2"}


def changed(rows: ArticleRows, table: str, position: int, **columns: Any) -> ArticleRows:
    """The rows with some columns of one row changed."""
    own: Sequence[Any] = getattr(rows, table)
    replaced = [dataclasses.replace(row, **columns) if index == position else row for index, row in enumerate(own)]
    return dataclasses.replace(rows, **{table: tuple(replaced)})


def without(rows: ArticleRows, table: str, position: int) -> ArticleRows:
    """The rows without one of them."""
    own: Sequence[Any] = getattr(rows, table)
    return dataclasses.replace(rows, **{table: tuple(row for index, row in enumerate(own) if index != position)})
