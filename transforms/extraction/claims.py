"""What is asserted, and by whom: the content of each attribution, and what the outlet says in its own voice."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from schemas import Claim, ClaimEntity, ClaimSpan, Mention, Quote
from schemas.claims import ClaimerKind
from schemas.vocabulary import EntityRole
from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.quotes import mentions_in
from transforms.extraction.reporting import FINITE_TAGS
from transforms.extraction.rows import ArticleClaims, ArticleMentions, ArticleQuotes
from transforms.identity import content_id
from transforms.layout import STATEMENT_KINDS, Block

EXTRACTOR = "claims_rules_v1"

COVERED_SHARE = 0.5
"""Share of a sentence's letters above which its attributions speak and no longer the outlet."""

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_ASKING_LEMMAS = frozenset({"ask", "wonder", "inquire", "enquire", "question", "query"})
_EMBEDDED_QUESTION = re.compile(r"(?:about )?(?:whether|if|who|what|when|where|why|how)\b", re.IGNORECASE)
_ROLE_IN_CLAIM: Mapping[EntityRole, EntityRole] = {"speaker": "claimer"}
_KIND_OF_ENTITY: Mapping[str, ClaimerKind] = {"person": "named", "norp": "group"}
_CLOSING = "\"”»'’)] \n\t\xa0"


def extract_claims(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], quotes: ArticleQuotes, mentions: ArticleMentions,
) -> ArticleClaims:
    """Find the claims of one parsed article.

    Args:
        doc: Parsed article; needs tags, parse and sentences.
        article_id: Key of that article.
        blocks: All blocks of the article; the outlet's own claims come from those of `STATEMENT_KINDS`.
        quotes: Its attributions; each whose content is a proposition becomes a claim.
        mentions: Entities of the article and where they are named.

    Returns:
        0..n claims in order of `char_start`, their pieces and the entities in them. A claim is authorial exactly when it
        has no quote, claimer and cue. Questions, instructions and fragments are no claims.
    """
    pieces_of: dict[str, list[Offsets]] = defaultdict(list)
    for span in quotes.spans:
        pieces_of[span.quote_id].append((span.char_start, span.char_end))
    entities = {entity.entity_id: entity.entity_type for entity in mentions.entities}
    attributed = [
        _attributed(quote, pieces_of[quote.quote_id], entities)
        for quote in quotes.quotes if _is_proposition(doc, quote, pieces_of[quote.quote_id])
    ]
    attributed = _with_parents(attributed, {claim.claim_id: pieces_of[claim.quote_id or ""] for claim in attributed})
    found = [(claim, pieces_of[claim.quote_id or ""]) for claim in attributed]
    text = doc.text                                         # spaCy builds it anew at each access
    found += [(_authorial(text, article_id, span), [span]) for span in _own_sentences(doc, blocks, quotes, pieces_of)]
    found.sort(key=lambda item: (item[0].char_start, item[0].char_end))
    spans = [
        ClaimSpan(claim_id=claim.claim_id, article_id=article_id, piece_index=index, char_start=start, char_end=end,
                  text=_slice(claim, start, end))
        for claim, pieces in found for index, (start, end) in enumerate(pieces)
    ]
    return ArticleClaims(
        claims=tuple(claim for claim, _ in found), spans=tuple(spans),
        entities=tuple(_entities(found, quotes, mentions.mentions)),
    )


# --- attributed claims


def _attributed(quote: Quote, pieces: Sequence[Offsets], entities: Mapping[str, str]) -> Claim:
    return Claim(
        claim_id=_claim_id(quote.article_id, quote.quote_type, pieces),
        article_id=quote.article_id,
        quote_id=quote.quote_id,
        parent_claim_id=None,
        claim_text=quote.quote_text,
        char_start=quote.char_start,
        char_end=quote.char_end,
        attribution=quote.quote_type,
        claimer_text=quote.speaker_text,
        claimer_char_start=quote.speaker_char_start,
        claimer_char_end=quote.speaker_char_end,
        claimer_entity_id=quote.speaker_entity_id,
        claimer_name=quote.speaker_name,
        claimer_kind=_claimer_kind(quote, entities),
        cue_text=quote.cue_text,
        cue_char_start=quote.cue_char_start,
        cue_char_end=quote.cue_char_end,
        claim_type=None, modality=None, is_negated=None, is_verifiable=None, verifiable_probability=None,
        check_worthiness=None, check_worthiness_class=None, quantity_value=None, quantity_unit=None,
        event_date_start=None, event_date_end=None, event_date_text=None, claim_group_id=None, model=None,
        extractor=EXTRACTOR,
    )


def _claim_id(article_id: str, attribution: str, pieces: Sequence[Offsets]) -> str:
    return content_id("c", article_id, attribution, *(offset for piece in pieces for offset in piece))


def _claimer_kind(quote: Quote, entities: Mapping[str, str]) -> ClaimerKind | None:
    if quote.speaker_name is not None and quote.speaker_entity_id is not None:
        return _KIND_OF_ENTITY.get(entities.get(quote.speaker_entity_id, ""), "organisation")
    if quote.speaker_resolution == "collective":
        return "group"
    is_unnamed = quote.speaker_resolution == "anonymous" or quote.speaker_entity_id is not None
    return "unnamed" if is_unnamed else None


def _is_proposition(doc: Doc, quote: Quote, pieces: Sequence[Offsets]) -> bool:
    """Whether a content asserts something: it has a verb and is no question."""
    if quote.cue_lemma in _ASKING_LEMMAS and (_EMBEDDED_QUESTION.match(quote.quote_text) or quote.quote_type == "direct"):
        return False
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(_text_of(quote, piece) for piece in pieces))
    if all(sentence.rstrip(_CLOSING).endswith("?") for sentence in sentences):
        return False
    for start, end in pieces:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None and any(token.tag_ in FINITE_TAGS or token.tag_ == "TO" for token in span):
            return True
    return False


def _text_of(quote: Quote, piece: Offsets) -> str:
    return quote.quote_text[piece[0] - quote.char_start:piece[1] - quote.char_start]


def _with_parents(claims: Sequence[Claim], pieces_of: Mapping[str, Sequence[Offsets]]) -> list[Claim]:
    """The claims, each with the smallest other claim that reports its source, cue and content, if there is one."""
    result: list[Claim] = []
    around: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: (claim.char_start, -claim.char_end)):
        around = [other for other in around if other.char_end > claim.char_start]
        parents = [other for other in around if _reports(pieces_of[other.claim_id], claim, pieces_of[claim.claim_id])]
        parent = min(parents, key=lambda other: (other.char_end - other.char_start, other.claim_id), default=None)
        result.append(claim if parent is None else replace(claim, parent_claim_id=parent.claim_id))
        around.append(claim)
    return result


def _reports(outer: Sequence[Offsets], claim: Claim, pieces: Sequence[Offsets]) -> bool:
    """Whether a content holds everything of another claim: who makes it, the cue and what is said."""
    parts = list(pieces)
    for start, end in ((claim.cue_char_start, claim.cue_char_end), (claim.claimer_char_start, claim.claimer_char_end)):
        if start is not None and end is not None:
            parts.append((start, end))
    return claim.cue_char_start is not None and all(
        any(outer_start <= start and end <= outer_end for outer_start, outer_end in outer) for start, end in parts)


# --- the outlet's own claims


def _own_sentences(
    doc: Doc, blocks: Sequence[Block], quotes: ArticleQuotes, pieces_of: Mapping[str, Sequence[Offsets]],
) -> Iterator[Offsets]:
    """Sentences that state something and belong, for the most part, to no attribution."""
    attributed = bytearray(len(doc.text))
    for quote in quotes.quotes:
        spans = list(pieces_of[quote.quote_id])
        for start, end in ((quote.speaker_char_start, quote.speaker_char_end), (quote.cue_char_start, quote.cue_char_end)):
            if start is not None and end is not None:
                spans.append((start, end))
        for start, end in spans:
            attributed[start:end] = b"\1" * (end - start)
    text = doc.text
    statements = [block for block in blocks if block.kind in STATEMENT_KINDS]
    position = 0
    for sentence in doc.sents:
        start, end = _trimmed(text, sentence.start_char, sentence.end_char)
        while position < len(statements) and statements[position].end <= start:
            position += 1
        if position == len(statements):
            break
        block = statements[position]
        if start < block.start or end > block.end or start >= end or not _states_something(sentence, text[start:end]):
            continue
        letters = [index for index in range(start, end) if text[index].isalnum()]
        if sum(attributed[index] for index in letters) < COVERED_SHARE * len(letters):
            yield start, end


def _states_something(sentence: Span, text: str) -> bool:
    if text.rstrip(_CLOSING).endswith(("?", ":")) or not text[:1].strip("“\"'‘(["):
        return False
    root = sentence.root
    if root.tag_ == "VB" and not any(child.dep_ in _SUBJECTS or child.tag_ == "MD" for child in root.children):
        return False
    return any(token.tag_ in FINITE_TAGS for token in sentence) and any(token.dep_ in _SUBJECTS for token in sentence)


def _trimmed(text: str, start: int, end: int) -> Offsets:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _authorial(text: str, article_id: str, span: Offsets) -> Claim:
    return Claim(
        claim_id=_claim_id(article_id, "authorial", [span]),
        article_id=article_id,
        quote_id=None,
        parent_claim_id=None,
        claim_text=text[span[0]:span[1]],
        char_start=span[0],
        char_end=span[1],
        attribution="authorial",
        claimer_text=None, claimer_char_start=None, claimer_char_end=None, claimer_entity_id=None, claimer_name=None,
        claimer_kind="outlet",
        cue_text=None, cue_char_start=None, cue_char_end=None,
        claim_type=None, modality=None, is_negated=None, is_verifiable=None, verifiable_probability=None,
        check_worthiness=None, check_worthiness_class=None, quantity_value=None, quantity_unit=None,
        event_date_start=None, event_date_end=None, event_date_text=None, claim_group_id=None, model=None,
        extractor=EXTRACTOR,
    )


# --- entities


def _entities(
    found: Sequence[tuple[Claim, Sequence[Offsets]]], quotes: ArticleQuotes, mentions: Sequence[Mention],
) -> Iterator[ClaimEntity]:
    """The part of each entity: as in the quote for attributed claims, named inside for authorial ones."""
    parts: dict[str, list[tuple[EntityRole, str, str]]] = defaultdict(list)
    for part in quotes.entities:
        parts[part.quote_id].append((_ROLE_IN_CLAIM.get(part.role, part.role), part.entity_id, part.mention_id))
    for claim, _ in found:
        own: list[tuple[EntityRole, str, str]] = parts[claim.quote_id] if claim.quote_id is not None else [
            ("in_content", mention.entity_id, mention.mention_id)
            for mention in mentions_in(mentions, claim.char_start, claim.char_end) if mention.entity_id is not None
        ]
        for role, entity_id, mention_id in own:
            yield ClaimEntity(claim_id=claim.claim_id, article_id=claim.article_id, entity_id=entity_id, role=role,
                              mention_id=mention_id)


def _slice(claim: Claim, start: int, end: int) -> str:
    return claim.claim_text[start - claim.char_start:end - claim.char_start]
