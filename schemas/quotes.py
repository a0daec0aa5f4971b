"""Quotes (attributions: source, cue and content), their pieces, and the groups that repeat across articles."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

import pyarrow as pa

from schemas.declaration import Column, Span, table
from schemas.vocabulary import ID_PATTERN, OFFSET_UNIT, EntityRole, QuoteType

SpeakerResolution = Literal["named", "pronoun", "nominal", "collective", "anonymous", "unresolved"]
QuoteGroupMatch = Literal["exact", "variant", "partial"]
CueClass = Literal["neutral", "factive", "doubting", "critical", "commissive", "hedging"]


@table(
    "quotes",
    grain="one attribution found in an article",
    primary_key=("quote_id",),
    foreign_keys={"article_id": "articles", "speaker_entity_id": "entities", "quote_group_id": "quote_groups"},
    spans=(
        Span(text="quote_text", start="char_start", end="char_end"),
        Span(text="speaker_text", start="speaker_char_start", end="speaker_char_end"),
        Span(text="speaker_role", start="speaker_role_char_start", end="speaker_role_char_end"),
        Span(text="speaker_affiliation", start="speaker_affiliation_char_start", end="speaker_affiliation_char_end"),
        Span(text="cue_text", start="cue_char_start", end="cue_char_end"),
    ),
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    quote_id: Annotated[str, Column(description="Key of the quote: a hash of article and content offsets.", pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article that quotes.", pattern=ID_PATTERN)]
    quote_type: Annotated[QuoteType, Column(
        description="direct: all content stands in quotation marks; mixed: some of it; indirect: none.")]
    quote_text: Annotated[str, Column(
        description="The content, verbatim, from the first character of its first piece to the last of its last piece; "
                    "an interruption by the cue is inside. The pieces alone are in `quote_spans`.", min_length=1)]
    char_start: Annotated[int, Column(
        description="First character of the content, quotation mark excluded.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    char_end: Annotated[int, Column(
        description="One past the last character of the content, quotation mark excluded.",
        type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    speaker_text: Annotated[str | None, Column(
        description="The words that name who speaks, nearest the cue ('he', 'the official'). Null when no source was found.",
        min_length=1)]
    speaker_char_start: Annotated[int | None, Column(
        description="First character of `speaker_text`. Null without a source.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    speaker_char_end: Annotated[int | None, Column(
        description="One past the last character of `speaker_text`. Null without a source.",
        type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    speaker_entity_id: Annotated[str | None, Column(
        description="Entity judged to be speaking; one of the article alone for an unnamed source. Null when the source was not "
                    "found or not resolved.", pattern=ID_PATTERN)]
    speaker_name: Annotated[str | None, Column(
        description="Canonical name of the speaking entity. Null when the source was not found, not resolved, or has no name.",
        min_length=1)]
    speaker_role: Annotated[str | None, Column(
        description="Role or title as the text states it beside the name ('chief cabinet secretary'), verbatim; forms of address "
                    "are none. Null when none is stated there.", min_length=1)]
    speaker_role_char_start: Annotated[int | None, Column(
        description="First character of `speaker_role`. Null without a role.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    speaker_role_char_end: Annotated[int | None, Column(
        description="One past the last character of `speaker_role`. Null without a role.",
        type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    speaker_affiliation: Annotated[str | None, Column(
        description="Organisation, person or place that the speaker is said there to act for, verbatim. Null when none is.",
        min_length=1)]
    speaker_affiliation_char_start: Annotated[int | None, Column(
        description="First character of `speaker_affiliation`. Null without an affiliation.",
        type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    speaker_affiliation_char_end: Annotated[int | None, Column(
        description="One past the last character of `speaker_affiliation`. Null without an affiliation.",
        type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    speaker_resolution: Annotated[SpeakerResolution, Column(
        description="How the speaker is known. named: the source is a name; pronoun or nominal: resolved to a named entity; "
                    "collective: a group; anonymous: a source that the text leaves unnamed; unresolved: not known.")]
    cue_text: Annotated[str | None, Column(
        description="The words that signal the attribution ('said', 'according to'). Null when there are none.", min_length=1)]
    cue_lemma: Annotated[str | None, Column(description="Dictionary form of the cue. Null without a cue.", min_length=1)]
    cue_class: Annotated[CueClass | None, Column(
        description="Stance that the cue implies, from the cue lexicon. Null without a cue or when it is not in the lexicon.")]
    cue_char_start: Annotated[int | None, Column(
        description="First character of the cue. Null without a cue.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    cue_char_end: Annotated[int | None, Column(
        description="One past the last character of the cue. Null without a cue.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    left_context: Annotated[str, Column(
        description="Up to 160 characters of the text before the content, for reading; cut at a word.")]
    right_context: Annotated[str, Column(
        description="Up to 160 characters of the text after the content, for reading; cut at a word.")]
    quote_group_id: Annotated[str, Column(
        description="Utterance that this quote repeats, whole, in slightly different words or in part.", pattern=ID_PATTERN)]
    quote_group_match: Annotated[QuoteGroupMatch, Column(
        description="How its words compare with those of the quote shown for the group, case and punctuation left out. "
                    "exact: the same; variant: slightly different; partial: a run of at least five of them.")]
    confidence: Annotated[float, Column(
        description="Probability that content and speaker are both right, estimated on annotated news (see the model card of the "
                    "attribution tagger).", minimum=0, maximum=1)]
    extractor: Annotated[str, Column(description="Extractor and version that found the quote; see `models`.", min_length=1)]


@table(
    "quote_spans",
    grain="one contiguous piece of a quote",
    primary_key=("quote_id", "piece_index"),
    foreign_keys={"quote_id": "quotes", "article_id": "articles"},
    spans=(Span(text="text", start="char_start", end="char_end"),),
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSpan:
    quote_id: Annotated[str, Column(description="Quote the piece belongs to.", pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article the piece stands in.", pattern=ID_PATTERN)]
    piece_index: Annotated[int, Column(description="Position of the piece in the quote, from 0.", type=pa.int32(), minimum=0)]
    text: Annotated[str, Column(description="The piece, verbatim.", min_length=1)]
    char_start: Annotated[int, Column(
        description="First character of the piece.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    char_end: Annotated[int, Column(
        description="One past the last character of the piece.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]


@table(
    "quote_groups",
    grain="one utterance, however many articles report it",
    primary_key=("quote_group_id",),
    foreign_keys={"representative_quote_id": "quotes", "first_article_id": "articles"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteGroup:
    quote_group_id: Annotated[str, Column(
        description="Key of the utterance: a hash of the words of the quote shown, case and punctuation folded, and for a few "
                    "common words also of the story they stand in.", pattern=ID_PATTERN)]
    representative_quote_id: Annotated[str, Column(
        description="The quote to show for the group: the fullest, of equally full ones that which appeared first.",
        pattern=ID_PATTERN)]
    first_article_id: Annotated[str, Column(description="Article in which the utterance appeared first.", pattern=ID_PATTERN)]
    first_published_at: Annotated[datetime | None, Column(
        description="When that article was published, in UTC. Null when it states no moment.")]
    article_count: Annotated[int, Column(
        description="Articles that report the utterance, copies included.", type=pa.int32(), unit="articles", minimum=1)]
    source_count: Annotated[int, Column(
        description="Known outlets that report it. 0 when none of the articles names its outlet.",
        type=pa.int32(), unit="outlets", minimum=0)]
    independent_source_count: Annotated[int, Column(
        description="Stories that report it, each group of copies counted once.", type=pa.int32(), unit="stories", minimum=1)]
    variant_count: Annotated[int, Column(
        description="Different wordings in the group, as written.", type=pa.int32(), unit="wordings", minimum=1)]


@table(
    "quote_entities",
    grain="one part that an entity plays in a quote, at one mention",
    primary_key=("quote_id", "role", "mention_id"),
    foreign_keys={"quote_id": "quotes", "article_id": "articles", "entity_id": "entities", "mention_id": "mentions"},
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteEntity:
    quote_id: Annotated[str, Column(description="Quote the entity has a part in.", pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article of the quote.", pattern=ID_PATTERN)]
    entity_id: Annotated[str, Column(description="Entity that has the part.", pattern=ID_PATTERN)]
    role: Annotated[EntityRole, Column(
        description="speaker: it is the source; in_content: the quote names it; speaker_description: the source's description "
                    "names it; same_sentence: it stands beside the quote.")]
    mention_id: Annotated[str, Column(description="Mention by which the entity takes part.", pattern=ID_PATTERN)]
