"""From the head of a source phrase to the speaker: the words that name it, the entity behind them, its stated role."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from schemas import Mention
from schemas.quotes import SpeakerResolution
from transforms.extraction.named_places import NamedPlaces
from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.reporting import noun_phrase
from transforms.extraction.source_names import coordinated_source, issuer_stated_before, name_token

_HONORIFICS = frozenset({"mr.", "mrs.", "ms.", "miss", "mr", "mrs", "ms", "mx.", "sir", "lady", "dame", "lord"})
"""Forms of address that state no role."""

_GROUP_NOUNS = frozenset({
    "police", "people", "campaign", "committee", "team", "group", "crowd", "panel", "board", "council", "jury", "union",
    "public", "majority", "staff", "press", "media", "audience", "family", "couple", "party", "camp", "administration",
    "government", "opposition", "leadership", "delegation", "coalition", "community",
})
"""Singular nouns that stand for several people."""

_PERSONAL_PRONOUNS = frozenset({"i", "we", "you", "he", "she", "it", "they", "him", "her", "them", "his", "their", "my", "our"})
_DESCRIBING_PREPOSITIONS = frozenset({"of", "for", "from", "in", "at", "with", "on", "to"})
_ROLE_PARTS = frozenset({"compound", "amod", "nmod", "poss", "det", "nn"})
_AFFILIATING_TYPES = frozenset({"organisation", "place", "person"})
_LONGEST_ROLE_TOKENS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, in the columns of `quotes`.

    Args:
        span: Offsets of the words that name the speaker; None when nobody is named.
        mention: Mention by which the speaking entity is named; None when it is not resolved.
        description_spans: Offsets of apposition and title, where other entities describe the speaker.
    """

    span: Offsets | None
    mention: Mention | None
    name: str | None
    role: str | None
    affiliation: str | None
    resolution: SpeakerResolution
    description_spans: tuple[Offsets, ...] = ()


NOBODY = Speaker(span=None, mention=None, name=None, role=None, affiliation=None, resolution="unresolved")


def find_speaker(doc: Doc, source_head: int, *, named: NamedPlaces) -> Speaker:
    """Tell who a source phrase refers to.

    Args:
        doc: Parsed article.
        source_head: Position of the head of the source phrase.
        named: Mentions of the article, laid over its tokens.

    Returns:
        The speaker; its name and mention are None when the source is a group, unnamed or not resolved.
    """
    head = doc[source_head]
    naming = name_token(head, named)
    if naming is None or naming.i == head.i:
        several = coordinated_source(head, named)
        if several is not None:
            return _collective_speaker(doc, several)
    if naming is None:
        speaker, issuer = _nominal_speaker(head, named), issuer_stated_before(head, named)
        mention = named.by_token[issuer.i] if issuer is not None else None
        entity = named.entities.get(mention.entity_id or "") if mention is not None else None
        if entity is None:
            return speaker
        return replace(speaker, mention=mention, name=entity.canonical_name, resolution="nominal")
    mention = named.by_token[naming.i]
    assert mention is not None
    entity = named.entities.get(mention.entity_id or "")
    role, affiliation, descriptions = _description(doc, naming, mention, named)
    if mention.mention_kind == "name":
        resolution: SpeakerResolution = "named"
    elif entity is None:
        return _nominal_speaker(head, named)
    else:
        resolution = mention.mention_kind
    return Speaker(
        span=(mention.char_start, mention.char_end), mention=mention if entity else None,
        name=entity.canonical_name if entity else None, role=role, affiliation=affiliation,
        resolution=resolution if entity else "unresolved", description_spans=descriptions,
    )


def labelled_speaker(doc: Doc, label: Offsets, *, named: NamedPlaces) -> Speaker:
    """The speaker that a label such as 'Ruiz:' names."""
    tokens = doc.char_span(*label, alignment_mode="expand")
    inside = next((token for token in reversed(list(tokens or ())) if named.by_token[token.i] is not None), None)
    if inside is not None:
        return find_speaker(doc, inside.i, named=named)
    return Speaker(span=label, mention=None, name=None, role=None, affiliation=None, resolution="unresolved")


def _is_person(mention: Mention, named: NamedPlaces) -> bool:
    entity = named.entities.get(mention.entity_id or "")
    return entity is not None and entity.entity_type == "person"


def _collective_speaker(doc: Doc, tokens: tuple[int, int]) -> Speaker:
    """Several who say one thing; none of them is its speaker alone."""
    offsets = (doc[tokens[0]].idx, doc[tokens[1] - 1].idx + len(doc[tokens[1] - 1]))
    return Speaker(span=offsets, mention=None, name=None, role=None, affiliation=None, resolution="collective",
                   description_spans=(offsets,))


def _nominal_speaker(head: Token, named: NamedPlaces) -> Speaker:
    document = head.doc
    span = _nominal_span(head)
    start, end = document[span[0]].idx, document[span[1] - 1].idx + len(document[span[1] - 1])
    if head.pos_ == "PRON" and head.lower_ in _PERSONAL_PRONOUNS:
        resolution: SpeakerResolution = "unresolved"
    elif head.tag_ in {"NNS", "NNPS"} or head.lemma_.lower() in _GROUP_NOUNS or head.lower_ in {"many", "some", "others", "both",
                                                                                              "several", "most", "few"}:
        resolution = "collective"
    elif head.pos_ in {"NOUN", "PRON"} or head.tag_ in {"NN", "DT", "CD"}:
        resolution = "anonymous"
    else:
        resolution = "unresolved"
    affiliation = _first_affiliation((position for position in range(*span) if position != head.i), named)
    return Speaker(
        span=(start, end), mention=None, name=None, role=None, affiliation=affiliation, resolution=resolution,
        description_spans=((start, end),),
    )


def _nominal_span(head: Token) -> tuple[int, int]:
    """A common noun with its modifiers and the phrases right after it: 'people familiar with the matter'."""
    start, end = noun_phrase(head)
    if head.pos_ not in {"NOUN", "PRON", "NUM", "DET", "ADJ"} or head.lower_ in _PERSONAL_PRONOUNS:
        return start, end
    for child in head.rights:
        describes = (child.dep_ == "prep" and child.lower_ in _DESCRIBING_PREPOSITIONS) or child.dep_ in {"amod", "acl"}
        if not describes or child.left_edge.i != end or child.right_edge.i - head.i > _LONGEST_ROLE_TOKENS:
            break
        end = child.right_edge.i + 1
    while end > head.i + 1 and (head.doc[end - 1].is_punct or head.doc[end - 1].is_space):
        end -= 1
    return start, end


def _description(
    doc: Doc, name: Token, mention: Mention, named: NamedPlaces,
) -> tuple[str | None, str | None, tuple[Offsets, ...]]:
    """Role and affiliation as they stand next to a name, and where they stand."""
    if mention.mention_kind != "name" or not _is_person(mention, named):
        return None, None, ()
    first = next(token.i for token in doc[max(0, name.i - 10):name.i + 1] if token.idx + len(token) > mention.char_start)
    last = first
    while last + 1 < len(doc) and doc[last + 1].idx < mention.char_end:
        last += 1
    for candidate in (_title_before(doc, first), _apposition_after(doc, last), _apposition_before(doc, first)):
        if candidate is None:
            continue
        start, end = candidate
        role, affiliation = _role_and_affiliation(doc, start, end, named)
        if role is not None:
            offsets = (doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
            return role, affiliation, (offsets,)
    return None, None, ()


def _title_before(doc: Doc, first: int) -> tuple[int, int] | None:
    """'Foreign Minister' in 'Foreign Minister Ana Ruiz'."""
    start = first
    while start > 0 and first - start < _LONGEST_ROLE_TOKENS:
        token = doc[start - 1]
        is_possessive = token.tag_ == "POS" or (token.dep_ == "poss" and start < first and doc[start].tag_ == "POS")
        if not (token.pos_ in {"PROPN", "NOUN", "ADJ"} or is_possessive) or (token.is_sent_start and token.pos_ == "VERB"):
            break
        start -= 1
        if token.is_sent_start:
            break
    if start == first or doc[first - 1].lower_ in _HONORIFICS or doc[first - 1].pos_ == "ADJ":
        return None
    return start, first


def _apposition_after(doc: Doc, last: int) -> tuple[int, int] | None:
    """'the harbour master' in 'Ana Ruiz, the harbour master, said'."""
    if last + 2 >= len(doc) or doc[last + 1].text != ",":
        return None
    start = last + 2
    end = start
    while end < len(doc) and end - start < 2 * _LONGEST_ROLE_TOKENS and not doc[end].is_punct and not doc[end].is_space:
        end += 1
    tokens = doc[start:end]
    if end >= len(doc) or not tokens or doc[end].text not in {",", "."} or any(token.pos_ in {"VERB", "AUX"} for token in tokens):
        return None
    head = next(token for token in tokens if not start <= token.head.i < end or token.head.i == token.i)
    return (start, end) if head.pos_ in {"NOUN", "PROPN"} and head.ent_type_ not in {"GPE", "DATE", "CARDINAL"} else None


def _apposition_before(doc: Doc, first: int) -> tuple[int, int] | None:
    """'a spokeswoman' in 'a spokeswoman, Ana Ruiz, said'."""
    if first < 2 or doc[first - 1].text != ",":
        return None
    head = doc[first - 2]
    if head.pos_ != "NOUN" or head.ent_type_ or (doc[first].head.i != head.i and head.dep_ not in {"nsubj", "conj", "appos"}
                                                and not any(child.i >= first for child in head.children)):
        return None
    start, _ = noun_phrase(head)
    return start, first - 1


def _role_and_affiliation(doc: Doc, start: int, end: int, named: NamedPlaces) -> tuple[str | None, str | None]:
    """Part 'Kishida's chief cabinet secretary' into the role and whom it is held for."""
    affiliation: str | None = None
    while start < end and doc[start].pos_ == "DET":
        start += 1
    lead = named.by_token[start] if start < end else None
    if _is_affiliating(lead, named) and lead is not None:
        past = start
        while past < end and doc[past].idx < lead.char_end:
            past += 1
        if past < end and doc[past].tag_ == "POS":
            past += 1
        if past < end:
            affiliation = lead.text
            start = past
    role_end = start
    while role_end < end and not (doc[role_end].pos_ in {"ADP", "SCONJ"} and role_end > start):
        role_end += 1
    if affiliation is None:
        affiliation = _first_affiliation(range(role_end, end), named)
    if start >= role_end or not any(token.pos_ in {"NOUN", "PROPN"} for token in doc[start:role_end]):
        return None, None
    return doc[start:role_end].text, affiliation


def _is_affiliating(mention: Mention | None, named: NamedPlaces) -> bool:
    if mention is None or mention.mention_kind != "name":
        return False
    entity = named.entities.get(mention.entity_id or "")
    return entity is not None and entity.entity_type in _AFFILIATING_TYPES


def _first_affiliation(positions: Iterable[int], named: NamedPlaces) -> str | None:
    """The first name among some tokens for which somebody may act."""
    for position in positions:
        mention = named.by_token[position]
        if mention is not None and _is_affiliating(mention, named):
            return mention.text
    return None
