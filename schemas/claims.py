"""Claims: what is asserted, by whom. There is no verdict column: the dataset never says whether a claim is true."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import pyarrow as pa

from schemas.declaration import Column, Span, table
from schemas.vocabulary import ID_PATTERN, OFFSET_UNIT, EntityRole

ClaimAttribution = Literal["direct", "mixed", "indirect", "authorial"]
ClaimerKind = Literal["named", "unnamed", "group", "organisation", "outlet"]
ClaimType = Literal[
    "quantity", "prediction", "correlation", "rules", "voting", "personal_experience", "opinion", "support",
    "event", "commitment", "accusation", "other",
]


@table(
    "claims",
    grain="one proposition by one claimer, or by the outlet itself",
    primary_key=("claim_id",),
    foreign_keys={"article_id": "articles", "quote_id": "quotes", "parent_claim_id": "claims", "claimer_entity_id": "entities"},
    spans=(
        Span(text="claim_text", start="char_start", end="char_end"),
        Span(text="claimer_text", start="claimer_char_start", end="claimer_char_end"),
        Span(text="cue_text", start="cue_char_start", end="cue_char_end"),
    ),
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    claim_id: Annotated[str, Column(
        description="Key of the claim: a hash of article, offsets and attribution.", pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article that carries the claim.", pattern=ID_PATTERN)]
    quote_id: Annotated[str | None, Column(
        description="Quote whose content the claim is. Null for authorial claims.", pattern=ID_PATTERN)]
    parent_claim_id: Annotated[str | None, Column(
        description="Claim inside which this one is reported ('officials said Kishida believes ...'). Null when not nested.",
        pattern=ID_PATTERN)]
    claim_text: Annotated[str, Column(
        description="The claim, verbatim, from the first character of its first piece to the last of its last piece. "
                    "The pieces alone are in `claim_spans`.", min_length=1)]
    char_start: Annotated[int, Column(
        description="First character of the claim.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    char_end: Annotated[int, Column(
        description="One past the last character of the claim.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    attribution: Annotated[ClaimAttribution, Column(
        description="How the claim is attributed: in a direct, mixed or indirect quote, or authorial (the outlet's own voice).")]
    claimer_text: Annotated[str | None, Column(
        description="The words that name the claimer. Null for authorial claims and where no source was found.", min_length=1)]
    claimer_char_start: Annotated[int | None, Column(
        description="First character of `claimer_text`. Null without it.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    claimer_char_end: Annotated[int | None, Column(
        description="One past the last character of `claimer_text`. Null without it.",
        type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    claimer_entity_id: Annotated[str | None, Column(
        description="Entity that makes the claim. Null for authorial claims and unresolved claimers.", pattern=ID_PATTERN)]
    claimer_name: Annotated[str | None, Column(
        description="Canonical name of that entity. Null for authorial claims, unresolved claimers and those without a name.",
        min_length=1)]
    claimer_kind: Annotated[ClaimerKind | None, Column(
        description="named: a named person; unnamed: a source the text leaves unnamed; group; organisation (governments "
                    "and places that speak included); outlet: authorial. Null when the claimer is unresolved.")]
    cue_text: Annotated[str | None, Column(
        description="The words that signal the attribution. Null for authorial claims and where there are none.", min_length=1)]
    cue_char_start: Annotated[int | None, Column(
        description="First character of the cue. Null without a cue.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    cue_char_end: Annotated[int | None, Column(
        description="One past the last character of the cue. Null without a cue.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    claim_type: Annotated[ClaimType | None, Column(description="Kind of claim. Null until a claim model sets it.")]
    modality: Annotated[Literal["asserted", "hedged", "conditional", "future"] | None, Column(
        description="How firmly it is put. Null until a claim model sets it.")]
    is_negated: Annotated[bool | None, Column(
        description="Whether the main predicate is negated. Null until a claim model sets it.")]
    is_verifiable: Annotated[bool | None, Column(
        description="Whether the claim can be checked at all. Null until a claim model sets it.")]
    verifiable_probability: Annotated[float | None, Column(
        description="Probability that it can be checked. Null until a claim model sets it.", minimum=0, maximum=1)]
    check_worthiness: Annotated[float | None, Column(
        description="Probability that it merits checking; says nothing about its truth. Null until a claim model sets it.",
        minimum=0, maximum=1)]
    check_worthiness_class: Annotated[Literal["CFS", "UFS", "NFS"] | None, Column(
        description="check-worthy factual, unimportant factual, or non-factual sentence (ClaimBuster). "
                    "Null until a claim model sets it.")]
    quantity_value: Annotated[float | None, Column(
        description="Main number of the claim, in `quantity_unit`. Null when it has none or until a claim model sets it.")]
    quantity_unit: Annotated[str | None, Column(description="Unit of the quantity. Null without a quantity.", min_length=1)]
    event_date_start: Annotated[date | None, Column(
        description="First day of the time the claim is about. Null when not stated or not resolved.")]
    event_date_end: Annotated[date | None, Column(
        description="Last day of the time the claim is about, itself included. Null when not stated or not resolved.")]
    event_date_text: Annotated[str | None, Column(
        description="Words from which the event date was read. Null without an event date.", min_length=1)]
    claim_group_id: Annotated[str | None, Column(
        description="Group of claims that say the same. Null until claims are grouped.", pattern=ID_PATTERN)]
    model: Annotated[str | None, Column(
        description="Model and version that set the probabilities; see `models`. "
                    "Null until a claim model sets them.", min_length=1)]
    extractor: Annotated[str, Column(description="Extractor and version that found the claim; see `models`.", min_length=1)]


@table(
    "claim_spans",
    grain="one contiguous piece of a claim",
    primary_key=("claim_id", "piece_index"),
    foreign_keys={"claim_id": "claims", "article_id": "articles"},
    spans=(Span(text="text", start="char_start", end="char_end"),),
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSpan:
    claim_id: Annotated[str, Column(description="Claim the piece belongs to.", pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article the piece stands in.", pattern=ID_PATTERN)]
    piece_index: Annotated[int, Column(description="Position of the piece in the claim, from 0.", type=pa.int32(), minimum=0)]
    text: Annotated[str, Column(description="The piece, verbatim.", min_length=1)]
    char_start: Annotated[int, Column(
        description="First character of the piece.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    char_end: Annotated[int, Column(
        description="One past the last character of the piece.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]


@table(
    "claim_entities",
    grain="one part that an entity plays in a claim, at one mention",
    primary_key=("claim_id", "role", "mention_id"),
    foreign_keys={"claim_id": "claims", "article_id": "articles", "entity_id": "entities", "mention_id": "mentions"},
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEntity:
    claim_id: Annotated[str, Column(description="Claim the entity has a part in.", pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article of the claim.", pattern=ID_PATTERN)]
    entity_id: Annotated[str, Column(description="Entity that has the part.", pattern=ID_PATTERN)]
    role: Annotated[EntityRole, Column(
        description="claimer: it makes the claim; in_content: the claim names it; speaker_description: the claimer's description "
                    "names it; same_sentence: it stands beside the claim.")]
    mention_id: Annotated[str, Column(description="Mention by which the entity takes part.", pattern=ID_PATTERN)]
