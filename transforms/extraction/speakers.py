"""From the head of a source phrase to the speaker: the words that name it, the entity behind them, its stated role."""

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from schemas import Mention
from schemas.quotes import SpeakerResolution
from transforms.extraction.descriptions import affiliation_of_unnamed, describe
from transforms.extraction.named_places import NamedPlaces
from transforms.extraction.quotation_marks import Offsets
from transforms.extraction.reporting import FINITE_TAGS, noun_phrase
from transforms.extraction.source_names import coordinated_source, issuer_stated_before, name_token
from transforms.lexicons.roles_person import GROUP_NOUNS, OFFICE_ROLES

_THINGS = frozenset({
    "speech", "memo", "memorandum", "statement", "report", "analysis", "study", "survey", "poll", "letter", "article", "piece",
    "story", "research", "data", "datum", "document", "lawsuit", "suit", "complaint", "filing", "bill", "law", "book", "video",
    "tape", "transcript", "plan", "email", "e-mail", "tweet", "post", "ad", "advertisement", "editorial", "evidence", "program",
    "programme", "website", "site", "release", "record", "figure", "number", "result", "history", "rule", "order", "ruling",
    "notice", "review", "audit", "affidavit", "indictment", "sign", "message", "note", "headline", "column", "blog",
    "treaty", "agreement", "contract", "constitution", "amendment", "estimate", "forecast", "projection", "finding", "%",
})
"""What is read rather than heard: nobody is quoted who could be left unnamed."""

_QUANTIFIERS = frozenset({"many", "some", "others", "both", "several", "most", "few", "all", "none", "each"})
_INTRODUCING = frozenset({"a", "an", "one", "another"})
_USUALLY_UNNAMED = frozenset({
    "official", "aide", "staffer", "operative", "officer", "organizer", "organiser", "diplomat", "spokesman", "spokeswoman",
    "spokesperson", "strategist", "lawmaker", "adviser", "advisor", "clerk",
})
"""Posts that so many hold that no name is meant by 'the official'."""

_PERSONAL_PRONOUNS = frozenset({"i", "we", "you", "he", "she", "it", "they", "him", "her", "them", "his", "their", "my", "our"})
_DESCRIBING_PREPOSITIONS = frozenset({"of", "for", "from", "in", "at", "with", "on", "to"})
_LONGEST_ROLE_TOKENS = 8
_DESCRIBED_REACH_TOKENS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, in the columns of `quotes`.

    Args:
        span: Offsets of the words that name the speaker; None when nobody is named.
        mention: Mention by which the speaking entity is named; None when it is not resolved.
        role: Offsets of the role stated beside the name; None when none is.
        affiliation: Offsets of whom the speaker is said there to act for; None when nobody is.
        description_spans: Offsets of apposition and title, where other entities describe the speaker.
    """

    span: Offsets | None
    mention: Mention | None
    name: str | None
    role: Offsets | None
    affiliation: Offsets | None
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
    antecedent = _antecedent(head)
    if antecedent is not None:
        meant = find_speaker(doc, antecedent.i, named=named)
        return replace(meant, span=(head.idx, head.idx + len(head)), resolution="pronoun" if meant.mention else meant.resolution)
    naming = name_token(head, named) or _name_described_by(head, named)
    if naming is None or naming.i == head.i:
        several = coordinated_source(head, named)
        if several is not None:
            return _collective_speaker(doc, several)
    if naming is None:
        speaker, issuer = _nominal_speaker(head, named), issuer_stated_before(head, named)
        mention = named.by_token[issuer.i] if issuer is not None else None
        entity = named.entity_of(mention)
        if entity is None:
            return speaker
        return replace(speaker, mention=mention, name=entity.canonical_name, resolution="nominal")
    mention = named.by_token[naming.i]
    assert mention is not None
    entity = named.entity_of(mention)
    description = describe(doc, mention, named=named)
    if mention.mention_kind == "name":
        resolution: SpeakerResolution = "named"
    elif entity is None:
        return _nominal_speaker(head, named)
    else:
        resolution = mention.mention_kind
    return Speaker(
        span=(mention.char_start, mention.char_end), mention=mention if entity else None,
        name=entity.canonical_name if entity else None, role=description.role if description else None,
        affiliation=description.affiliation if description else None,
        resolution=resolution if entity else "unresolved", description_spans=(description.span,) if description else (),
    )


def labelled_speaker(doc: Doc, label: Offsets, *, named: NamedPlaces) -> Speaker:
    """The speaker that a label such as 'Ruiz:' names."""
    tokens = doc.char_span(*label, alignment_mode="expand")
    inside = next((token for token in reversed(list(tokens or ())) if named.by_token[token.i] is not None), None)
    if inside is not None:
        return find_speaker(doc, inside.i, named=named)
    mention = _bearer(doc.text[label[0]:label[1]], named)
    entity = named.entity_of(mention)
    return Speaker(span=label, mention=mention, name=entity.canonical_name if entity else None, role=None, affiliation=None,
                   resolution="named" if entity else "unresolved")


def _bearer(label: str, named: NamedPlaces) -> Mention | None:
    """The first full name of the only person whose name or surname a label repeats: 'RUIZ' of Ana Ruiz."""
    words = label.casefold().split()
    bearers = {entity.entity_id for entity in named.entities.values()
               if entity.entity_type == "person" and entity.canonical_name.casefold().split()[-len(words):] == words}
    if len(bearers) != 1:
        return None
    return next((mention for mention in named.by_token if mention is not None and mention.entity_id in bearers
                 and mention.mention_kind == "name"), None)


def _antecedent(pronoun: Token) -> Token | None:
    """The noun that a relative pronoun stands for: 'Leo Park, who said ...'"""
    clause = pronoun.head
    if pronoun.tag_ not in {"WP", "WDT"} or clause.dep_ != "relcl" or clause.head.i >= pronoun.i:
        return None
    return clause.head


def _name_described_by(head: Token, named: NamedPlaces) -> Token | None:
    """A name further on whose title or apposition the head is: 'the mayor of Porto, Ana Ruiz, said'."""
    for token in head.doc[head.i + 1:head.i + 1 + _DESCRIBED_REACH_TOKENS]:
        mention = named.by_token[token.i]
        if token.is_sent_start or token.tag_ in FINITE_TAGS:
            return None
        if mention is not None and named.is_person_name(mention):
            description = describe(head.doc, mention, named=named)
            if description is not None and description.head == head.i:
                return token
    return None


def _collective_speaker(doc: Doc, tokens: tuple[int, int]) -> Speaker:
    """Several who say one thing; none of them is its speaker alone."""
    offsets = (doc[tokens[0]].idx, doc[tokens[1] - 1].idx + len(doc[tokens[1] - 1]))
    return Speaker(span=offsets, mention=None, name=None, role=None, affiliation=None, resolution="collective",
                   description_spans=(offsets,))


def _nominal_speaker(head: Token, named: NamedPlaces) -> Speaker:
    document = head.doc
    span = _nominal_span(head)
    start, end = document[span[0]].idx, document[span[1] - 1].idx + len(document[span[1] - 1])
    affiliation = affiliation_of_unnamed(document, span, head.i, named=named)
    return Speaker(
        span=(start, end), mention=None, name=None, role=None, affiliation=affiliation,
        resolution=_resolution(head, span[0]), description_spans=((start, end),),
    )


def _resolution(head: Token, start: int) -> SpeakerResolution:
    """How a speaker without a name is known: as a group, as somebody whom the text leaves unnamed, or not at all."""
    lemma = head.lemma_.lower()
    if lemma in _THINGS or head.text == "%" or (head.pos_ == "PRON" and head.lower_ in _PERSONAL_PRONOUNS):
        return "unresolved"
    if head.tag_ in {"NNS", "NNPS"} or lemma in GROUP_NOUNS or head.lower_ in _QUANTIFIERS:
        return "collective"
    # 'The president' is somebody whose name everybody knows; 'the official' nobody does, if it is not told elsewhere.
    if head.doc[start].lower_ == "the" and lemma in OFFICE_ROLES and lemma not in _USUALLY_UNNAMED and not _was_introduced(head):
        return "unresolved"
    return "anonymous" if head.pos_ in {"NOUN", "PRON"} or head.tag_ in {"NN", "DT", "CD"} else "unresolved"


def _was_introduced(head: Token) -> bool:
    """Whether somebody unnamed stands earlier under the same noun: 'a deputy ... the deputy'."""
    return any(token.lower_ in _INTRODUCING and token.head.lemma_.lower() == head.lemma_.lower()
               for token in head.doc[:head.left_edge.i])


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
