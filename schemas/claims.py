"""Claims: what is asserted, by whom, and how checkable it is. There is no verdict column: the dataset never says whether a claim
is true.

The vocabularies are those of the field: kinds of claims after Konstantinovskiy et al. (2021, Full Fact), modality after Saurí
and Pustejovsky (2009, FactBank), scope of negation after Morante and Blanco (*SEM 2012), quantities after Almasian et al.
(2023, CQE), check-worthiness after Arslan et al. (ICWSM 2020, ClaimBuster), verifiability after Ni et al. (ACL 2024,
PoliClaim).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

import pyarrow as pa

from schemas.declaration import Column, Span, table
from schemas.quotes import QuoteGroupMatch, SpeakerResolution
from schemas.vocabulary import ID_PATTERN, OFFSET_UNIT, EntityRole

ClaimAttribution = Literal["direct", "mixed", "indirect", "authorial"]
ClaimerKind = Literal["named", "unnamed", "group", "organisation", "outlet"]
ClaimType = Literal[
    "quantity", "prediction", "correlation", "rules", "voting", "personal_experience", "opinion", "support",
    "event", "commitment", "accusation", "other",
]

Modality = Literal["asserted", "hedged", "conditional", "future"]
CheckWorthinessClass = Literal["CFS", "UFS", "NFS"]
Comparator = Literal["equal", "more_than", "at_least", "less_than", "at_most"]
ClaimPairRelation = Literal["opposite_polarity", "different_quantity"]


@table(
    "claims",
    grain="one proposition by one claimer, or by the outlet itself",
    primary_key=("claim_id",),
    foreign_keys={"article_id": "articles", "quote_id": "quotes", "parent_claim_id": "claims", "claimer_entity_id": "entities",
                  "claim_group_id": "claim_groups"},
    spans=(
        Span(text="claim_text", start="char_start", end="char_end"),
        Span(text="claimer_text", start="claimer_char_start", end="claimer_char_end"),
        Span(text="cue_text", start="cue_char_start", end="cue_char_end"),
        Span(text="negation_text", start="negation_char_start", end="negation_char_end"),
        Span(text="negation_scope_text", start="negation_scope_char_start", end="negation_scope_char_end"),
    ),
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    claim_id: Annotated[str, Column(
        description="Key of the claim: a hash of article, offsets and attribution.", pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article that carries the claim.", pattern=ID_PATTERN)]
    quote_id: Annotated[str | None, Column(
        description="Quote whose content the claim is; of a nested claim, the quote inside which it is reported. Null for "
                    "authorial claims.", pattern=ID_PATTERN)]
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
    claim_text_resolved: Annotated[str | None, Column(
        description="The pieces of the claim with pronouns replaced by the names they refer to and relative dates by the days "
                    "they mean (ISO 8601), so that it can be read alone. Null where a pronoun or date in it is not resolved.",
        min_length=1)]
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
    claimer_resolution: Annotated[SpeakerResolution | None, Column(
        description="How the claimer is known, as `quotes.speaker_resolution` says: a pronoun either stands for a named entity "
                    "or is `unresolved`. Null for authorial claims.")]
    cue_text: Annotated[str | None, Column(
        description="The words that signal the attribution. Null for authorial claims and where there are none.", min_length=1)]
    cue_char_start: Annotated[int | None, Column(
        description="First character of the cue. Null without a cue.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    cue_char_end: Annotated[int | None, Column(
        description="One past the last character of the cue. Null without a cue.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    predicate_lemma: Annotated[str | None, Column(
        description="Dictionary form of the main predicate: the verb, or after 'be' its complement ('safe' in 'the bridge is "
                    "safe'). Null where no predicate was found.", min_length=1)]
    claim_type: Annotated[ClaimType, Column(
        description="Kind of its main proposition: the first that fits of accusation (somebody did wrong), voting (how somebody "
                    "voted), commitment (what the claimer will do), prediction (what will happen), quantity (an amount or trend "
                    "is the point), correlation (one thing causes or goes with another), rules (a law or requirement in force), "
                    "personal_experience (the claimer's own life), support (who backs or opposes a policy), opinion (judgement, "
                    "norm, advice), event (something was done or is scheduled), other (state, property, definition). Full "
                    "Fact's scheme (Konstantinovskiy et al. 2021); accusation, commitment and event are ours.")]
    modality: Annotated[Modality, Column(
        description="How firmly it is put, after FactBank (Saurí, Pustejovsky 2009): conditional (holds if something else "
                    "does), else hedged ('may', 'seems', 'likely'), else future ('will', 'is to', 'is expected to'), else "
                    "asserted. The attribution itself is no hedge.")]
    is_negated: Annotated[bool, Column(
        description="Whether a negator ('not', 'never', 'no', 'nobody') stands on the main predicate, its subject, object or "
                    "the cue. Not: 'not only', negated subordinate clauses, and verbs that deny or fail.")]
    negation_text: Annotated[str | None, Column(
        description="The negator, verbatim. Null when the claim is not negated.", min_length=1)]
    negation_char_start: Annotated[int | None, Column(
        description="First character of the negator. Null when not negated.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    negation_char_end: Annotated[int | None, Column(
        description="One past the last character of the negator. Null when not negated.",
        type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    negation_scope_text: Annotated[str | None, Column(
        description="What is denied: the clause of the negated predicate, subject and complements included (Morante, Blanco "
                    "2012), verbatim. Null when not negated.", min_length=1)]
    negation_scope_char_start: Annotated[int | None, Column(
        description="First character of the scope. Null when not negated.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    negation_scope_char_end: Annotated[int | None, Column(
        description="One past the last character of the scope. Null when not negated.",
        type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    is_verifiable: Annotated[bool | None, Column(
        description="Whether it is specific enough to be checked with evidence, of whatever weight (PoliClaim; Ni et al. 2024): "
                    "`verifiable_probability` is at least a half. Null without the learned model.")]
    verifiable_probability: Annotated[float | None, Column(
        description="Calibrated probability that it can be checked. Null without the learned model.", minimum=0, maximum=1)]
    verifiable_words: Annotated[str | None, Column(
        description="Up to three words of it that weighed most for or, after a minus sign, against `verifiable_probability`, "
                    "heaviest first, parted by '; '. Null without the learned model.", min_length=1)]
    check_worthiness: Annotated[float | None, Column(
        description="Calibrated probability that the public would want it checked (ClaimBuster, CheckThat!); says nothing about "
                    "its truth. Null without the learned model.", minimum=0, maximum=1)]
    check_worthiness_words: Annotated[str | None, Column(
        description="Up to three words of it that weighed most for or, after a minus sign, against `check_worthiness`, heaviest "
                    "first, parted by '; '. Null without the learned model.", min_length=1)]
    check_worthiness_class: Annotated[CheckWorthinessClass | None, Column(
        description="ClaimBuster's classes, from the two probabilities. CFS: check-worthy factual (`check_worthiness` is at "
                    "least a half); UFS: unimportant factual (verifiable, but not that); NFS: non-factual. Null without the "
                    "learned model.")]
    quantity_value: Annotated[float | None, Column(
        description="Main number of the claim, multiplied out ('4bn': 4000000000), in `quantity_unit`; the lower end of a "
                    "range. All its numbers are in `claim_quantities`. Null when it has none.")]
    quantity_unit: Annotated[str | None, Column(
        description="Unit of the main number: ISO 4217 code, `percent`, or the counted noun in the singular. Null without a "
                    "quantity or a unit.", min_length=1)]
    quantity_comparator: Annotated[Comparator | None, Column(
        description="How the main number bounds the amount ('more than 40': more_than). Null without a quantity.")]
    quantity_is_approximate: Annotated[bool | None, Column(
        description="Whether it is given as approximate ('about', 'nearly'). Null without a quantity.")]
    event_date_start: Annotated[date | None, Column(
        description="First day of the time the claim is about. Null when not stated or not resolved.")]
    event_date_end: Annotated[date | None, Column(
        description="Last day of the time the claim is about, itself included. Null when not stated or not resolved.")]
    event_date_text: Annotated[str | None, Column(
        description="Words from which the event date was read. Null without an event date.", min_length=1)]
    claim_group_id: Annotated[str, Column(
        description="Claims that say the same, in any article and by whomever.", pattern=ID_PATTERN)]
    claim_group_match: Annotated[QuoteGroupMatch, Column(
        description="How its words compare with those of the claim shown for the group, case and punctuation left out. exact: "
                    "the same; variant: slightly different, or a dek that says what a sentence below it does; partial: a run of "
                    "at least five of them.")]
    claim_review_url: Annotated[str | None, Column(
        description="Address of a schema.org ClaimReview of this claim, to join reviews by. Null: none is known; the dataset "
                    "itself never fills it and never judges.", min_length=1)]
    model: Annotated[str | None, Column(
        description="Model and version that set the probabilities; see `models`. Null without the learned model.", min_length=1)]
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


@table(
    "claim_quantities",
    grain="one number in a claim",
    primary_key=("claim_id", "char_start"),
    foreign_keys={"claim_id": "claims", "article_id": "articles"},
    spans=(Span(text="text", start="char_start", end="char_end"),),
    is_partitioned=True,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuantity:
    claim_id: Annotated[str, Column(description="Claim that states the number.", pattern=ID_PATTERN)]
    article_id: Annotated[str, Column(description="Article of the claim.", pattern=ID_PATTERN)]
    text: Annotated[str, Column(
        description="Number and what stands for its size, verbatim ('$4.5 billion', '12 to 15').", min_length=1)]
    char_start: Annotated[int, Column(
        description="First character of the number.", type=pa.int32(), unit=OFFSET_UNIT, minimum=0)]
    char_end: Annotated[int, Column(
        description="One past the last character of the number.", type=pa.int32(), unit=OFFSET_UNIT, minimum=1)]
    value: Annotated[float, Column(description="The number, multiplied out; the lower end of a range.")]
    value_upper: Annotated[float | None, Column(description="Upper end of a range. Null for a single number.")]
    unit: Annotated[str | None, Column(
        description="ISO 4217 code, `percent`, or the counted noun in the singular. Null when no unit is stated.", min_length=1)]
    comparator: Annotated[Comparator, Column(description="How the number bounds the amount ('at least', 'up to').")]
    is_approximate: Annotated[bool, Column(description="Whether it is given as approximate ('about', 'nearly').")]
    is_main: Annotated[bool, Column(description="Whether it is the number that the claim itself carries.")]


@table(
    "claim_groups",
    grain="one claim across and within articles",
    primary_key=("claim_group_id",),
    foreign_keys={"representative_claim_id": "claims", "first_article_id": "articles"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimGroup:
    claim_group_id: Annotated[str, Column(description="Key of the group: a hash of its words.", pattern=ID_PATTERN)]
    representative_claim_id: Annotated[str, Column(
        description="Claim to show for the group: the first to appear of those with its fullest wording.", pattern=ID_PATTERN)]
    first_article_id: Annotated[str, Column(description="Article in which it appeared first.", pattern=ID_PATTERN)]
    first_published_at: Annotated[datetime | None, Column(
        description="When that article was published. Null when it does not say.")]
    claim_count: Annotated[int, Column(description="Claims in the group.", type=pa.int32(), minimum=1)]
    article_count: Annotated[int, Column(
        description="Articles that make the claim, copies included.", type=pa.int32(), minimum=1)]
    source_count: Annotated[int, Column(description="Outlets that publish it, copies included.", type=pa.int32(), minimum=0)]
    independent_source_count: Annotated[int, Column(
        description="Stories that make it, copies of one story (syndication) counted once.", type=pa.int32(), minimum=1)]
    variant_count: Annotated[int, Column(description="Different wordings.", type=pa.int32(), minimum=1)]


@table(
    "claim_pairs",
    grain="two claims that may contradict each other",
    primary_key=("claim_id", "other_claim_id"),
    foreign_keys={"claim_id": "claims", "other_claim_id": "claims"},
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPair:
    claim_id: Annotated[str, Column(description="The claim that appeared first.", pattern=ID_PATTERN)]
    other_claim_id: Annotated[str, Column(description="The claim that appeared later.", pattern=ID_PATTERN)]
    relation: Annotated[ClaimPairRelation, Column(
        description="Same entities and predicate, and: opposite_polarity (one of them is negated) or different_quantity (the "
                    "same unit, another number).")]
    status: Annotated[Literal["candidate"], Column(
        description="Always `candidate`: words were compared, nobody has judged whether the two can both be true.")]
    predicate_lemma: Annotated[str, Column(description="Main predicate of both.", min_length=1)]
    shared_entity_count: Annotated[int, Column(description="Entities named in both.", type=pa.int32(), minimum=1)]
    word_overlap: Annotated[float, Column(
        description="Share of their content words that the two have in common (Jaccard), numbers left out.",
        minimum=0, maximum=1)]
