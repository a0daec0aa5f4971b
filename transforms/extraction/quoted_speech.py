"""Who speaks a quotation, told by the narration right beside it: '"A," said Ruiz', 'Ruiz said: "A"', '"A" — Ana Ruiz'."""

import re
from collections.abc import Sequence

from spacy.tokens import Token

from transforms.extraction.cues import Cue
from transforms.extraction.page import TERMINALS, Attribution, Page, narration_after, narration_before
from transforms.extraction.quotation_marks import Offsets, Quotation
from transforms.extraction.reporting import (
    FINITE_TAGS,
    LIGHT_VERBS,
    adjacent_subject,
    source_of,
    subject_before_aside,
    subject_of,
    verb_cue,
)

SPEECH_WORDS = 5
"""Fewest words of a quotation that counts as speech though nothing beside it says who speaks."""

FRAGMENT_WORDS = 4
"""Fewest quoted words inside a sentence that are somebody's words though the sentence has no cue."""

LABEL_TOKENS = 12
"""Most tokens of a speaker label ('Ana Ruiz, mayor of Porto:')."""

_MOST_HEADS = 40
"""Most steps from a word towards the root of its sentence."""
_NEAR_TOKENS = 2
"""Most tokens before a cue that follows a quotation without a comma ('"Enough" Ruiz then said')."""
_UNLISTED_CUE_REACH = 4
"""Most tokens between a verb that the lexicon lacks and its subject."""

_UTTERANCE_TAILS = frozenset(".?!,…—-")
_OPEN_TAILS = frozenset(",?!…—–-")
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_DASH_BEHIND = re.compile(r"\s*(--|[-–—―])")
"""Looked for in the text: spaCy may join a dash to the mark before it."""
_MARKS = "\"“”„«»`'‘’"
_WORD = re.compile(r"\w+(?:['’\-.]\w+)*")
_OWN_CLAUSE = frozenset({"and", "but", "or", "which", "who", "while", "though", "although", "when", "because", "if", "so", "yet"})
"""Words after a quotation that begin a clause of the narrator's: no cue of the quotation follows."""
_SPEAKING_PRONOUNS = frozenset({"i", "he", "she", "they", "we", "you"})
_MODIFIERS = frozenset({"compound", "nmod", "amod", "poss"})
_NOMINAL = frozenset({"PROPN", "NOUN", "PRON"})


def attribution_after(page: Page, quotation: Quotation) -> Attribution | None:
    """The attribution whose cue follows the quotation: '"A," said Ana Ruiz.', '"A," she told the court.'"""
    window = narration_after(page, quotation)
    first = next((token for token in window if not token.is_punct and not token.is_space), None)
    if first is None:
        line = _line_of_signature(page, quotation)
        return _signature(page, quotation, line[1:], dash=page.offsets((line[0].i, line[1].i))) if line else None
    dash = _DASH_BEHIND.match(page.text, quotation.end)
    if dash is not None:
        signed = _signature(page, quotation, [token for token in window if token.idx >= dash.end()], dash=dash.span(1))
        if signed is not None:
            return signed
    tail = page.text[quotation.pieces[-1][1] - 1]
    is_open = tail in _OPEN_TAILS or window[0].text in _DASHES or window[0].text == ","
    if first.lower_ in _OWN_CLAUSE or (first.tag_ == "VBG" and first.lower_ != "according"):
        return None
    ends_sentence = tail in TERMINALS or not quotation.is_closed
    if not is_open and (first.lower_ in {"that", "as"} or (ends_sentence and not first.is_lower)):
        return None
    for token in window:
        if token.is_punct or token.is_space:
            continue
        if token.lower_ == "according":
            return _according(page, token, window, pieces=_with_lead_in(page, quotation))
        cue = verb_cue(token, page.cues) or _mistagged_cue(page, token, window)
        if cue is None and token.tag_ in FINITE_TAGS and token.dep_ not in {"relcl", "aux", "auxpass"}:
            return _unlisted_cue(page, quotation, token, window) if is_open else None
        if cue is None or not cue[0].introduces & {"quotation", "parenthesis"} \
                or (token.dep_ in {"relcl", "acl"} and token.i != first.i):
            continue
        source = _source_after(token, window, narration_before(page, quotation))
        if source is None or not (is_open or token.i - first.i <= _NEAR_TOKENS or first.i == source.i):
            return None
        return Attribution(pieces=_with_lead_in(page, quotation), source=source.i, cue=cue[0], cue_token=token.i,
                           cue_span=page.offsets(cue[1]), is_quotation=True)
    return None


def _source_after(cue: Token, window: Sequence[Token], before_quotation: Sequence[Token]) -> Token | None:
    """The source of a cue that stands in the narration after a quotation; None when it stands before the quotation."""
    low, high = window[0].i, window[-1].i
    subject = subject_of(cue)
    if subject is not None and low <= subject.i <= high:
        return subject
    if subject is not None and any(token.i == subject.i for token in before_quotation):
        return None
    first = next(token for token in window if not token.is_punct and not token.is_space)
    if cue.i == first.i or (cue.i == first.i + 1 and first.pos_ in {"ADV", "AUX"}):
        for token in cue.doc[cue.i + 1:high + 1]:
            if token.is_punct:
                break
            if token.pos_ in _NOMINAL:
                return _whole_name(token, high)
    before = [token for token in window if token.i < cue.i and token.pos_ in {*_NOMINAL, "NUM"}]
    if not before:
        return None
    nearest = adjacent_subject(cue) or subject_before_aside(cue)
    return nearest if nearest is not None and low <= nearest.i < cue.i else before[0]


def _whole_name(token: Token, limit: int) -> Token:
    """The head of the name or noun phrase that begins with a token."""
    while token.dep_ in _MODIFIERS and token.i < token.head.i <= limit:
        token = token.head
    return token


def _unlisted_cue(page: Page, quotation: Quotation, verb: Token, window: Sequence[Token]) -> Attribution | None:
    """A verb that the lexicon lacks, in the place of a cue: '"We are done," Ruiz beamed.'"""
    if not is_utterance(page, quotation) or not _has_finite_verb(page, quotation):
        return None
    source = _source_after(verb, window, narration_before(page, quotation))
    if source is None or source.i > verb.i + _UNLISTED_CUE_REACH \
            or not (source.text[0].isupper() or source.lower_ in _SPEAKING_PRONOUNS):
        return None
    return Attribution(pieces=_with_lead_in(page, quotation), source=source.i, cue_token=verb.i,
                       cue_span=page.offsets((verb.i, verb.i + 1)), is_quotation=True)


def _line_of_signature(page: Page, quotation: Quotation) -> list[Token]:
    """The next paragraph, where a quotation ends its own and that one is a dash and somebody's name."""
    at = page.paragraph_of(quotation.end - 1)
    if at + 1 >= len(page.paragraphs):
        return []
    tokens = [token for token in page.tokens(*page.paragraphs[at + 1]) if not token.is_space]
    rest = page.text[quotation.end:page.paragraphs[at][1]]
    is_signed = 1 < len(tokens) <= LABEL_TOKENS + 1 and tokens[0].text in _DASHES and tokens[1].ent_type_ == "PERSON"
    return tokens if is_signed and not any(map(str.isalnum, rest)) else []


def _signature(page: Page, quotation: Quotation, behind: Sequence[Token], *, dash: Offsets) -> Attribution | None:
    """A name after a dash that closes the line: '"We waited for hours." — Ana Ruiz, passenger'"""
    words = [token for token in behind if not token.is_space]
    while words and words[-1].is_punct:
        words.pop()
    if not words or len(words) > LABEL_TOKENS or not words[0].text[0].isupper() \
            or any(token.tag_ in FINITE_TAGS for token in words) or not any(token.pos_ == "PROPN" for token in words):
        return None
    end = words[-1].idx + len(words[-1])
    if any(map(str.isalnum, page.text[end:page.paragraphs[page.paragraph_of(words[0].idx)][1]].partition("\n")[0])):
        return None
    return Attribution(pieces=quotation.pieces, source=None, label=(words[0].idx, end), is_quotation=True,
                       cue_token=words[0].i - 1, cue_span=dash)


def _mistagged_cue(page: Page, token: Token, window: Sequence[Token]) -> tuple[Cue, tuple[int, int]] | None:
    """A reporting verb at the end of its clause that the tagger took for a noun: '"A," the two write.'"""
    if token.pos_ != "NOUN" or token.i != window[-1].i:
        return None
    cue = page.cues.verbs.get(token.lower_) or page.cues.verbs.get(token.lower_.removesuffix("s"))
    return None if cue is None else (cue, (token.i, token.i + 1))


def _according(
    page: Page, token: Token, window: Sequence[Token], *, pieces: tuple[Offsets, ...],
) -> Attribution | None:
    """'"A," according to Ruiz.' and 'According to Ruiz, "A"'"""
    cue = page.cues.prepositions.get("according to")
    source = next((later for later in window if later.i > token.i + 1 and later.pos_ in _NOMINAL), None)
    if cue is None or source is None or token.nbor().lower_ != "to":
        return None
    return Attribution(pieces=pieces, source=_whole_name(source, window[-1].i).i, cue=cue, cue_token=token.i,
                       cue_span=page.offsets((token.i, token.i + 2)), is_quotation=True)


def _with_lead_in(page: Page, quotation: Quotation) -> tuple[Offsets, ...]:
    """The quotation and the words before it in its sentence: they are attributed too ('The plan is "dead," she said')."""
    lead = narration_before(page, quotation)
    words = [token for token in lead if not token.is_punct]
    if not words or lead[-1].text == ":" or any(verb_cue(token, page.cues) for token in words):
        return quotation.pieces
    return ((words[0].idx, quotation.pieces[0][1]), *quotation.pieces[1:])


def attribution_before(page: Page, quotation: Quotation) -> Attribution | None:
    """The attribution whose cue stands before the quotation: 'Ruiz said: "A"', 'she told the court, "A"'"""
    window = narration_before(page, quotation)
    if not window:
        return None
    if window[-1].text == ":":
        return _after_colon(page, quotation, window)
    found = _last_cue(page, window)
    if found is None:
        stated = _stated(page, quotation, window)
        if stated is not None:
            return stated
        according = next((token for token in window if token.lower_ == "according"), None)
        if according is None or window[-1].text != ",":
            return None
        return _according(page, according, window, pieces=quotation.pieces)
    cue, span, verb = found
    words = [token for token in window if token.i >= span[1] and not token.is_punct]
    if window[-1].text == ",":
        if not cue.introduces & {"quotation", "parenthesis"} or any(token.tag_ in FINITE_TAGS for token in words):
            return None
    elif _may_be_title(page, quotation) or (not _link_only(words) and any(
            token.pos_ in {"VERB", "AUX", "SCONJ"} or token.tag_ in FINITE_TAGS for token in words)):
        return None
    source = source_of(verb)
    if source is None or page.paragraph_of(source.idx) != page.paragraph_of(verb.idx):
        return None
    return Attribution(pieces=quotation.pieces, source=source.i, cue=cue, cue_token=verb.i, is_quotation=True,
                       cue_span=page.offsets(span))


def _stated(page: Page, quotation: Quotation, window: Sequence[Token]) -> Attribution | None:
    """'Ruiz issued a statement, "A"'"""
    noun = next((token for token in reversed(window) if not token.is_punct), None)
    cue = page.cues.nouns.get(noun.lemma_.lower()) if noun is not None and noun.pos_ == "NOUN" else None
    if noun is None or cue is None or window[-1].text != "," or noun.head.lemma_ not in LIGHT_VERBS:
        return None
    source = subject_of(noun.head)
    return None if source is None else Attribution(
        pieces=quotation.pieces, source=source.i, cue=cue, cue_token=noun.i, is_quotation=True,
        cue_span=page.offsets((noun.i, noun.i + 1)))


def governing_attribution(page: Page, quotation: Quotation) -> Attribution | None:
    """The attribution of a few quoted words whose clause depends, however far up, on a cue: 'said after the vote that he had
    "serious doubts about it"'."""
    token = page.doc[page.token_from(quotation.pieces[0][0])]
    outermost: Attribution | None = None
    for _ in range(_MOST_HEADS):
        above = token.head
        if above.i == token.i:
            break
        has_other_subject = token.dep_ == "conj" and any(
            child.dep_ in {"nsubj", "nsubjpass"} and child.pos_ != "PRON" for child in token.children)
        cue = verb_cue(above, page.cues)
        if cue is not None and "clause" in cue[0].introduces and above.i < token.i and not has_other_subject:
            source = source_of(above)
            if source is not None and page.paragraph_of(source.idx) == page.paragraph_of(quotation.start):
                outermost = Attribution(pieces=quotation.pieces, source=source.i, cue=cue[0], cue_token=above.i,
                                        cue_span=page.offsets(cue[1]), is_quotation=True)
        token = above
    return outermost


def _link_only(words: Sequence[Token]) -> bool:
    """Whether between cue and quotation stands nothing but what leads over to it: 'said that', 'said simply'."""
    return all(token.pos_ in {"ADV", "PART"} or token.lower_ in {"that", "as", "like", "how", "of"} for token in words)


def _after_colon(page: Page, quotation: Quotation, window: Sequence[Token]) -> Attribution | None:
    """'Ruiz said: "A"', 'RUIZ: "A"', 'Ruiz was blunt: "A"'"""
    verbs = [token for token in window if token.tag_ in FINITE_TAGS and token.dep_ not in {"relcl", "aux", "auxpass"}]
    found = _last_cue(page, window)
    if found is not None:
        cue, span, verb = found
        source = source_of(verb)
        if source is not None and not _has_later_clause(verb, verbs):
            return Attribution(pieces=quotation.pieces, source=source.i, cue=cue, cue_token=verb.i, is_quotation=True,
                               cue_span=page.offsets(span))
    dash = max((token.i for token in window if token.text in _DASHES), default=-1)
    label = [token for token in window if token.i > dash]
    if len(label) <= LABEL_TOKENS and not any(token in verbs for token in label):
        words = [token for token in label if not token.is_punct]
        if not any(token.pos_ == "PROPN" for token in words):
            return None
        colon = window[-1].i
        return Attribution(pieces=quotation.pieces, source=None, is_quotation=True, cue_token=colon,
                           label=page.offsets((words[0].i, words[-1].i + 1)), cue_span=page.offsets((colon, colon + 1)))
    for verb in reversed(verbs):
        source = subject_of(verb)
        if source is not None and (source.pos_ in {"PROPN", "NOUN"} or source.lower_ in _SPEAKING_PRONOUNS):
            return Attribution(pieces=quotation.pieces, source=source.i, cue_token=verb.i, is_quotation=True,
                               cue_span=page.offsets((verb.i, verb.i + 1)))
    return None


def _has_later_clause(cue: Token, verbs: Sequence[Token]) -> bool:
    """Whether another clause with a subject of its own stands between cue and colon: 'she said no, but he was blunt:'"""
    return any(verb.i > cue.i and verb.dep_ in {"conj", "ROOT"} and any(child.dep_ == "nsubj" for child in verb.children)
               for verb in verbs)


def _last_cue(page: Page, window: Sequence[Token]) -> tuple[Cue, tuple[int, int], Token] | None:
    for token in reversed(window):
        cue = verb_cue(token, page.cues)
        if cue is not None and cue[0].introduces & {"quotation", "phrase"}:
            return cue[0], cue[1], token
    return None


def is_borrowed(page: Page, quotation: Quotation) -> bool:
    """Whether a few words inside a sentence without a cue are somebody's words, and no title, nickname or scare quote."""
    words = _words(page, quotation)
    return len(words) >= FRAGMENT_WORDS and not quotation.is_single and not _is_title_case(words)


def is_utterance(page: Page, quotation: Quotation) -> bool:
    """Whether a quotation looks like a sentence of somebody's rather than a few words picked out."""
    text = page.text
    start, end = quotation.pieces[0][0], quotation.pieces[-1][1]
    if len(quotation.pieces) > 1:
        return True
    head = text[start:end].lstrip(_MARKS + "[(…. ")[:1]
    begins = head.isupper() or head.isdigit()
    tail = text[start:end].rstrip(_MARKS + " ")[-1:]
    return begins and (tail in _UTTERANCE_TAILS or text[quotation.end:quotation.end + 1] in {",", ".", ":"})


def _has_finite_verb(page: Page, quotation: Quotation) -> bool:
    return any(token.tag_ in FINITE_TAGS for start, end in quotation.pieces
               for token in page.tokens(start, end))


def is_speech(page: Page, quotation: Quotation) -> bool:
    """Whether an utterance without any source is speech and no title, motto or name."""
    words = _words(page, quotation)
    return len(words) >= SPEECH_WORDS and not quotation.is_single and _has_finite_verb(page, quotation) \
        and not _is_title_case(words)


def _words(page: Page, quotation: Quotation) -> list[str]:
    return [word for start, end in quotation.pieces for word in _WORD.findall(page.text[start:end])]


def _may_be_title(page: Page, quotation: Quotation) -> bool:
    """Whether a quotation that nothing parts from its verb is what was sung, read or founded: 'sang "Over the Grey Hills"'"""
    words = _words(page, quotation)
    return len(words) > 1 and _is_title_case(words) and page.text[quotation.pieces[-1][1] - 1] not in _UTTERANCE_TAILS


def _is_title_case(words: Sequence[str]) -> bool:
    return sum(word[0].isupper() for word in words) * 2 > len(words)
