"""What is asserted, and by whom: the content of each attribution, and what the outlet says in its own voice."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from spacy.tokens import Doc, Span

from schemas import Claim, ClaimEntity, ClaimQuantity, ClaimSpan, Mention, Quote, TimeExpression
from schemas.claims import ClaimAttribution, ClaimerKind
from schemas.vocabulary import EntityRole
from transforms.extraction.checkability import Assessment, SentenceScorer
from transforms.extraction.claims.claim_types import read_claim_type
from transforms.extraction.claims.modality import read_modality
from transforms.extraction.claims.negation import find_negation
from transforms.extraction.claims.propositions import SUBJECTS, Proposition, find_proposition
from transforms.extraction.claims.quantities import Quantity, find_quantities, main_quantity
from transforms.extraction.claims.resolution import resolve_text
from transforms.extraction.named_places import NamedPlaces, place_mentions
from transforms.extraction.page import bare
from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.quotes import mentions_in
from transforms.extraction.reporting import FINITE_TAGS
from transforms.extraction.rows import ArticleClaims, ArticleMentions, ArticleQuotes
from transforms.extraction.speakers import Speaker, find_speaker
from transforms.identity import content_id
from transforms.layout import STATEMENT_KINDS, Block
from transforms.lexicons.verbs_speech import SPEECH_VERBS
from transforms.wording import fold_words

EXTRACTOR = "claims_rules_v2"

COVERED_SHARE = 0.5
"""Share of a sentence's letters above which its attributions speak and no longer the outlet."""

MIN_NOMINAL_WORDS = 4
"""Fewest words of a content without a verb that is more than a name, a topic or a word in scare quotes."""

_ASKING_LEMMAS = frozenset({"ask", "wonder", "inquire", "enquire", "question", "query"})
_EMBEDDED_QUESTION = re.compile(r"(?:about )?(?:whether|if|who|what|when|where|why|how)\b", re.IGNORECASE)
_NOBODY_ELSE = frozenset({"i", "we", "you", "it", "that", "which", "who", "this", "one"})
_ROLE_IN_CLAIM: Mapping[EntityRole, EntityRole] = {"speaker": "claimer"}
_KIND_OF_ENTITY: Mapping[str, ClaimerKind] = {"person": "named", "norp": "group"}
_CLOSING = "\"”»'’)] \n\t\xa0"
_STATED_EVENT = "day"

_Placed = TypeVar("_Placed", Mention, TimeExpression)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """The article around its claims."""

    doc: Doc
    text: str
    article_id: str
    mentions: ArticleMentions
    times: Sequence[TimeExpression]
    names: Mapping[str, str]
    types: Mapping[str, str]
    scorer: SentenceScorer | None


def extract_claims(
    doc: Doc, *, article_id: str, blocks: Sequence[Block], quotes: ArticleQuotes, mentions: ArticleMentions,
    times: Sequence[TimeExpression] = (), scorer: SentenceScorer | None = None,
) -> ArticleClaims:
    """Find the claims of one parsed article.

    Args:
        doc: Parsed article; needs tags, lemmas, parse, sentences and names.
        article_id: Key of that article.
        blocks: All blocks of the article; the outlet's own claims come from those of `STATEMENT_KINDS`.
        quotes: Its attributions; each whose content is a proposition becomes a claim.
        mentions: Entities of the article and where they are named.
        times: Its time expressions.
        scorer: Says how checkable a stretch of the article is; None leaves those columns null.

    Returns:
        0..n claims in order of `char_start`, their pieces, numbers and the entities in them. A claim is authorial exactly when it
        has no quote, claimer and cue. Questions, instructions and fragments are no claims.
    """
    pieces_of: dict[str, list[Offsets]] = defaultdict(list)
    for span in quotes.spans:
        pieces_of[span.quote_id].append((span.char_start, span.char_end))
    setting = _Setting(
        doc=doc, text=doc.text, article_id=article_id, mentions=mentions, times=times, scorer=scorer,
        names={entity.entity_id: entity.canonical_name for entity in mentions.entities},
        types={entity.entity_id: entity.entity_type for entity in mentions.entities})
    found: list[tuple[Claim, list[Offsets], tuple[ClaimQuantity, ...]]] = []
    for quote in quotes.quotes:
        pieces = pieces_of[quote.quote_id]
        if _is_proposition(doc, quote, pieces):
            found.append(_described(setting, _attributed(quote, pieces, setting), pieces, cue_lemma=quote.cue_lemma))
    known = {claim.claim_id for claim, _, _ in found}
    claimers: dict[str, Mention | None] = {}
    named = place_mentions(doc, mentions)
    for quote in quotes.quotes:
        for claim, span, speaker, cue_lemma in _nested(setting, quote, pieces_of[quote.quote_id], named):
            if claim.claim_id not in known:
                known.add(claim.claim_id)
                claimers[claim.claim_id] = speaker.mention
                found.append(_described(setting, claim, [span], cue_lemma=cue_lemma))
    found = _with_parents(found)
    for span in _own_sentences(doc, blocks, quotes, pieces_of):
        found.append(_described(setting, _authorial(setting, span), [span], cue_lemma=None))
    found.sort(key=lambda item: (item[0].char_start, item[0].char_end))
    spans = [
        ClaimSpan(claim_id=claim.claim_id, article_id=article_id, piece_index=index, char_start=start, char_end=end,
                  text=_slice(claim, start, end))
        for claim, pieces, _ in found for index, (start, end) in enumerate(pieces)
    ]
    return ArticleClaims(
        claims=tuple(claim for claim, _, _ in found), spans=tuple(spans),
        entities=tuple(_entities([claim for claim, _, _ in found], quotes, mentions.mentions, claimers=claimers)),
        quantities=tuple(quantity for _, _, quantities in found for quantity in quantities),
    )


def describe_stretch(
    doc: Doc, span: Offsets, *, article_id: str, quotes: ArticleQuotes, mentions: ArticleMentions,
    times: Sequence[TimeExpression], scorer: SentenceScorer | None,
) -> Claim:
    """What would be said of any stretch of the article as a claim, for evaluation.

    Args:
        span: Offsets of a sentence, or of one inside quotation marks.

    Returns:
        A claim whose kind, modality, negation and number are those of the content where the stretch is, for the most part, one
        attribution with its cue, and else of the whole stretch. Its probabilities are of the whole stretch.
    """
    setting = _Setting(
        doc=doc, text=doc.text, article_id=article_id, mentions=mentions, times=times, scorer=scorer, names={}, types={})
    pieces_of: dict[str, list[Offsets]] = defaultdict(list)
    for piece in quotes.spans:
        start, end = max(piece.char_start, span[0]), min(piece.char_end, span[1])
        if start < end:
            pieces_of[piece.quote_id].append((start, end))
    letters = sum(map(str.isalnum, setting.text[span[0]:span[1]]))
    around = _authorial(setting, span)
    for quote in quotes.quotes:
        pieces = pieces_of[quote.quote_id]
        told = [*pieces, *((start, end) for start, end in (
            (quote.cue_char_start, quote.cue_char_end), (quote.speaker_char_start, quote.speaker_char_end))
            if start is not None and end is not None and span[0] <= start and end <= span[1])]
        share = sum(map(str.isalnum, "".join(setting.text[start:end] for start, end in told)))
        if not pieces or share < COVERED_SHARE * letters:
            continue
        is_cued = quote.cue_char_start is not None and span[0] <= quote.cue_char_start < span[1]
        inner, _, _ = _described(
            replace(setting, scorer=None), _attributed(quote, pieces, setting), pieces if is_cued else [span],
            cue_lemma=quote.cue_lemma if is_cued else None)
        return _assessed(inner, scorer.assess([span]) if scorer is not None else None)
    return _described(setting, around, [span], cue_lemma=None)[0]


# --- what is said of every claim


def _described(
    setting: _Setting, claim: Claim, pieces: list[Offsets], *, cue_lemma: str | None,
) -> tuple[Claim, list[Offsets], tuple[ClaimQuantity, ...]]:
    """The claim with what its words tell, its pieces and its numbers."""
    is_cued = claim.cue_char_start is not None and claim.cue_char_end is not None
    cue = (claim.cue_char_start or 0, claim.cue_char_end or 0) if is_cued else None
    assessment = setting.scorer.assess(pieces) if setting.scorer is not None else None
    claim = _assessed(claim, assessment)
    proposition = find_proposition(setting.doc, pieces, cue=cue)
    if proposition is None:
        return claim, pieces, ()
    times = [one for piece in pieces for one in _within(setting.times, piece)]
    quantities = find_quantities(setting.doc, pieces, dates=[(one.char_start, one.char_end) for one in times])
    main = main_quantity(proposition, quantities)
    negation = find_negation(proposition)
    modality = read_modality(proposition)
    event = _event(proposition, times)
    claim = replace(
        claim,
        claim_text_resolved=resolve_text(
            setting.text, pieces=pieces, proposition=proposition, names=setting.names, times=times,
            mentions=[one for piece in pieces for one in _within(setting.mentions.mentions, piece)],
            claimer_name=claim.claimer_name, is_direct=claim.attribution != "indirect"),
        predicate_lemma=proposition.predicate_lemma,
        claim_type=read_claim_type(
            proposition, attribution=claim.attribution, modality=modality, quantity=main, cue_lemma=cue_lemma,
            is_verifiable=claim.is_verifiable, has_day=event is not None and event.precision == _STATED_EVENT),
        modality=modality,
        is_negated=negation is not None,
        negation_text=_part(setting.text, negation.cue) if negation else None,
        negation_char_start=negation.cue[0] if negation else None,
        negation_char_end=negation.cue[1] if negation else None,
        negation_scope_text=_part(setting.text, negation.scope) if negation else None,
        negation_scope_char_start=negation.scope[0] if negation else None,
        negation_scope_char_end=negation.scope[1] if negation else None,
        quantity_value=main.value if main else None,
        quantity_unit=main.unit if main else None,
        quantity_comparator=main.comparator if main else None,
        quantity_is_approximate=main.is_approximate if main else None,
        event_date_start=event.value_start if event else None,
        event_date_end=event.value_end if event else None,
        event_date_text=event.text if event else None,
    )
    return claim, pieces, tuple(_quantity_row(claim, setting.text, one, is_main=one is main) for one in quantities)


def _assessed(claim: Claim, assessment: Assessment | None) -> Claim:
    if assessment is None:
        return claim
    return replace(
        claim, is_verifiable=assessment.is_verifiable, verifiable_probability=assessment.verifiable.probability,
        verifiable_words=assessment.verifiable.words, check_worthiness=assessment.check_worthy.probability,
        check_worthiness_words=assessment.check_worthy.words, check_worthiness_class=assessment.check_worthiness_class,
        model=assessment.model)


def _quantity_row(claim: Claim, text: str, quantity: Quantity, *, is_main: bool) -> ClaimQuantity:
    return ClaimQuantity(
        claim_id=claim.claim_id, article_id=claim.article_id, text=text[quantity.start:quantity.end], char_start=quantity.start,
        char_end=quantity.end, value=quantity.value, value_upper=quantity.value_upper, unit=quantity.unit,
        comparator=quantity.comparator, is_approximate=quantity.is_approximate, is_main=is_main)


def _event(proposition: Proposition, times: Sequence[TimeExpression]) -> TimeExpression | None:
    """The time that the claim itself is about: in its main clause, else anywhere in it; the most exact, then the first."""
    resolved = [one for one in times if one.value_start is not None and one.value_end is not None]
    own = {token.idx for token in proposition.clause}
    inside = [one for one in resolved if any(one.char_start <= index < one.char_end for index in own)]
    return min(inside or resolved, key=lambda one: (_length(one), one.char_start), default=None)


def _length(time: TimeExpression) -> int:
    return (time.value_end - time.value_start).days if time.value_start and time.value_end else 0


def _within(rows: Sequence[_Placed], piece: Offsets) -> Iterator[_Placed]:
    """Rows whose span lies in a piece."""
    return (row for row in rows if piece[0] <= row.char_start and row.char_end <= piece[1])


def _part(text: str, span: Offsets) -> str:
    return text[span[0]:span[1]]


def _wording_id(text: str) -> str:
    return content_id("g", *fold_words([text]))


# --- attributed claims


def _attributed(quote: Quote, pieces: Sequence[Offsets], setting: _Setting) -> Claim:
    return _bare_claim(
        claim_id=_claim_id(quote.article_id, quote.quote_type, pieces), article_id=quote.article_id,
        text=quote.quote_text, span=(quote.char_start, quote.char_end), attribution=quote.quote_type, quote=quote,
        claimer_kind=_claimer_kind(quote, setting.types))


def _authorial(setting: _Setting, span: Offsets) -> Claim:
    return _bare_claim(
        claim_id=_claim_id(setting.article_id, "authorial", [span]), article_id=setting.article_id,
        text=_part(setting.text, span), span=span, attribution="authorial", quote=None, claimer_kind="outlet")


def _bare_claim(
    *, claim_id: str, article_id: str, text: str, span: Offsets, attribution: ClaimAttribution, quote: Quote | None,
    claimer_kind: ClaimerKind | None,
) -> Claim:
    """A claim of which nothing is known yet but who makes it where."""
    return Claim(
        claim_id=claim_id, article_id=article_id, quote_id=quote.quote_id if quote else None, parent_claim_id=None,
        claim_text=text, char_start=span[0], char_end=span[1], claim_text_resolved=None, attribution=attribution,
        claimer_text=quote.speaker_text if quote else None,
        claimer_char_start=quote.speaker_char_start if quote else None,
        claimer_char_end=quote.speaker_char_end if quote else None,
        claimer_entity_id=quote.speaker_entity_id if quote else None,
        claimer_name=quote.speaker_name if quote else None,
        claimer_kind=claimer_kind,
        claimer_resolution=quote.speaker_resolution if quote else None,
        cue_text=quote.cue_text if quote else None,
        cue_char_start=quote.cue_char_start if quote else None,
        cue_char_end=quote.cue_char_end if quote else None,
        predicate_lemma=None, claim_type="other", modality="asserted", is_negated=False,
        negation_text=None, negation_char_start=None, negation_char_end=None,
        negation_scope_text=None, negation_scope_char_start=None, negation_scope_char_end=None,
        is_verifiable=None, verifiable_probability=None, verifiable_words=None,
        check_worthiness=None, check_worthiness_words=None, check_worthiness_class=None,
        quantity_value=None, quantity_unit=None, quantity_comparator=None, quantity_is_approximate=None,
        event_date_start=None, event_date_end=None, event_date_text=None,
        claim_group_id=_wording_id(text), claim_group_match="exact", claim_review_url=None, model=None, extractor=EXTRACTOR,
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
    """Whether a content asserts something: it is no question, and has a verb or tells at some length what a verb would ("the
    collapse of the talks on Friday")."""
    if quote.cue_lemma in _ASKING_LEMMAS and (_EMBEDDED_QUESTION.match(quote.quote_text) or quote.quote_type == "direct"):
        return False
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(_text_of(quote, piece) for piece in pieces))
    if all(sentence.rstrip(_CLOSING).endswith("?") for sentence in sentences):
        return False
    words = [token for piece in pieces for token in doc.char_span(*piece, alignment_mode="expand") or () if token.is_alpha]
    is_told = quote.quote_type != "direct" and len(words) >= MIN_NOMINAL_WORDS
    return is_told or any(token.pos_ in {"VERB", "AUX"} for token in words)


def _text_of(quote: Quote, piece: Offsets) -> str:
    return quote.quote_text[piece[0] - quote.char_start:piece[1] - quote.char_start]


def _nested(
    setting: _Setting, quote: Quote, pieces: Sequence[Offsets], named: NamedPlaces,
) -> Iterator[tuple[Claim, Offsets, Speaker, str]]:
    """Claims that a content reports in its turn ("officials said Kishida believes ..."), with their place, claimer and cue.

    A verb of saying or thinking with a subject of its own and a clause as its object; what 'I' or 'you' think is what is said.
    """
    for start, end in pieces:
        for token in setting.doc.char_span(start, end, alignment_mode="contract") or ():
            is_cue = quote.cue_char_start is not None and quote.cue_char_start <= token.idx < (quote.cue_char_end or 0)
            if is_cue or token.pos_ != "VERB" or token.lemma_ not in SPEECH_VERBS:
                continue
            subject = next(
                (child for child in token.children if child.dep_ == "nsubj" and child.lower_ not in _NOBODY_ELSE), None)
            content = next((child for child in token.children if child.dep_ == "ccomp" and child.i > token.i and any(
                one.dep_ in SUBJECTS for one in child.children)), None)
            if subject is None or content is None or subject.idx < start or content.left_edge.i < token.i:
                continue
            last = content.right_edge
            span = bare(setting.text, content.left_edge.idx, min(end, last.idx + len(last)))
            speaker = find_speaker(setting.doc, subject.i, named=named)
            if span is None or speaker.span is None or not start <= speaker.span[0] < speaker.span[1] <= token.idx:
                continue
            yield _nested_claim(setting, quote, span, speaker, (token.idx, token.idx + len(token))), span, speaker, token.lemma_


def _nested_claim(setting: _Setting, quote: Quote, span: Offsets, speaker: Speaker, cue: Offsets) -> Claim:
    """A claim inside the content of a quote, whose row it keeps as its place."""
    own = replace(
        quote, speaker_text=_part(setting.text, speaker.span) if speaker.span else None,
        speaker_char_start=speaker.span[0] if speaker.span else None, speaker_char_end=speaker.span[1] if speaker.span else None,
        speaker_entity_id=speaker.mention.entity_id if speaker.mention else None, speaker_name=speaker.name,
        speaker_resolution=speaker.resolution, cue_text=_part(setting.text, cue), cue_char_start=cue[0], cue_char_end=cue[1])
    return _bare_claim(
        claim_id=_claim_id(quote.article_id, quote.quote_type, [span]), article_id=quote.article_id,
        text=_part(setting.text, span), span=span, attribution=quote.quote_type, quote=own,
        claimer_kind=_claimer_kind(own, setting.types))


def _with_parents(
    found: Sequence[tuple[Claim, list[Offsets], tuple[ClaimQuantity, ...]]],
) -> list[tuple[Claim, list[Offsets], tuple[ClaimQuantity, ...]]]:
    """The claims, each with the smallest other claim that reports its source, cue and content, if there is one."""
    result: list[tuple[Claim, list[Offsets], tuple[ClaimQuantity, ...]]] = []
    around: list[tuple[Claim, list[Offsets]]] = []
    for claim, pieces, quantities in sorted(found, key=lambda item: (item[0].char_start, -item[0].char_end)):
        around = [other for other in around if other[0].char_end > claim.char_start]
        parents = [other for other, outer in around if _reports(outer, claim, pieces)]
        parent = min(parents, key=lambda other: (other.char_end - other.char_start, other.claim_id), default=None)
        parent_id = None if parent is None else parent.claim_id
        result.append((replace(claim, parent_claim_id=parent_id), pieces, quantities))
        around.append((claim, pieces))
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
    cues = {quote.cue_char_start: quote.cue_char_end for quote in quotes.quotes if quote.cue_char_start is not None}
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
        # Where the predicate is a cue the sentence reports, however much it tells of the source.
        if any(cue_start <= sentence.root.idx < (cue_end or 0) for cue_start, cue_end in cues.items()):
            continue
        letters = [index for index in range(start, end) if text[index].isalnum()]
        if sum(attributed[index] for index in letters) < COVERED_SHARE * len(letters):
            yield start, end


def _states_something(sentence: Span, text: str) -> bool:
    if text.rstrip(_CLOSING).endswith(("?", ":")) or not text[:1].strip("“\"'‘(["):
        return False
    root = sentence.root
    if root.tag_ == "VB" and not any(child.dep_ in SUBJECTS or child.tag_ == "MD" for child in root.children):
        return False
    return any(token.tag_ in FINITE_TAGS for token in sentence) and any(token.dep_ in SUBJECTS for token in sentence)


def _trimmed(text: str, start: int, end: int) -> Offsets:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# --- entities


def _entities(
    claims: Sequence[Claim], quotes: ArticleQuotes, mentions: Sequence[Mention], *, claimers: Mapping[str, Mention | None],
) -> Iterator[ClaimEntity]:
    """The part of each entity: as in the quote for attributed claims, named inside for authorial and nested ones."""
    parts: dict[str, list[tuple[EntityRole, str, str]]] = defaultdict(list)
    for part in quotes.entities:
        parts[part.quote_id].append((_ROLE_IN_CLAIM.get(part.role, part.role), part.entity_id, part.mention_id))
    for claim in claims:
        is_whole = claim.quote_id is not None and claim.claim_id not in claimers
        own: list[tuple[EntityRole, str, str]] = parts[claim.quote_id or ""] if is_whole else [
            ("in_content", mention.entity_id, mention.mention_id)
            for mention in mentions_in(mentions, claim.char_start, claim.char_end) if mention.entity_id is not None
        ]
        claimer = claimers.get(claim.claim_id)
        if claimer is not None and claimer.entity_id is not None:
            own = [("claimer", claimer.entity_id, claimer.mention_id), *own]
        for role, entity_id, mention_id in own:
            yield ClaimEntity(claim_id=claim.claim_id, article_id=claim.article_id, entity_id=entity_id, role=role,
                              mention_id=mention_id)


def _slice(claim: Claim, start: int, end: int) -> str:
    return claim.claim_text[start - claim.char_start:end - claim.char_start]
