"""Attributions that the grammar of a sentence shows: source, cue and content of indirect speech and thought.

The unit is the token: spans here are half-open token positions. What stands between quotation marks is left to
`quotes`, which joins both kinds of evidence.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Doc, Span, Token

from transforms.extraction.cues import Cue, CueLexicon

TokenSpan = tuple[int, int]
ReportShape = Literal["complement", "answer", "parenthesis", "prepositional", "nominal", "infinitive", "phrase"]

_SUBJECTS = frozenset({"nsubj", "csubj"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})
_RELATIVE_PRONOUNS = frozenset({"who", "that", "which", "whom"})
_SUBORDINATE = frozenset({"xcomp", "advcl", "pcomp", "acl", "prep", "conj"})
"""Relations along which a verb without a subject of its own takes that of the verb above it."""
_EXPLETIVES = frozenset({"there"})
LIGHT_VERBS = frozenset({"make", "issue", "release", "give", "offer", "express", "have", "voice", "repeat", "raise", "share",
                          "renew", "reject", "deliver", "publish", "send", "post", "hold", "file"})
"""Verbs that add nothing to the noun they govern: 'issued a statement' is a way to say 'stated'."""
_SUBJECT_HOPS = 6
_CLAUSE_COMPLEMENTS = frozenset({"ccomp", "xcomp"})
_COMPLEMENTS = frozenset({"ccomp", "xcomp", "oprd", "attr", "acomp"})
_HEARER_VERBS = frozenset({"tell", "inform", "remind", "assure", "reassure", "warn", "advise", "notify", "brief", "ask",
                           "caution"})
"""Verbs whose object is who listens, not what is said."""
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Tags of verbs that can head a clause of their own."""
_RECORDINGS = frozenset({"footage", "video", "clip", "recording", "tape", "audio", "film", "excerpt", "videotape", "memory",
                         "montage", "transcript"})
_PERCEPTION = frozenset({"hear", "overhear", "see", "watch", "remember", "recall", "capture", "catch", "record", "film", "tape",
                         "show", "quote", "cite"})
"""Verbs whose object may be somebody who speaks."""
_ANSWERS = frozenset({"yes", "no"})
_COMMAS = frozenset({",", "–", "—", "--", "-", ";"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One attribution in token positions.

    Args:
        cue: Lexicon entry of the cue.
        cue_span: Tokens of the cue.
        source_head: Head of the noun phrase that names who speaks; None when the sentence names nobody.
        pieces: Tokens of the content, in order; two or more when source and cue stand in its middle.
        shape: Which construction shows the attribution.
        aside: Tokens of source and cue where they stand beside the content like a parenthesis; else None.
    """

    cue: Cue
    cue_span: TokenSpan
    source_head: int | None
    pieces: tuple[TokenSpan, ...]
    shape: ReportShape
    aside: TokenSpan | None = None


def find_reports(
    doc: Doc, *, cues: CueLexicon, is_hidden: Sequence[bool], questions: Sequence[TokenSpan] = (),
) -> tuple[Report, ...]:
    """Find the attributions that the parse shows, whether or not any of their content is quoted.

    Args:
        doc: Parsed article.
        cues: Words that may signal an attribution.
        is_hidden: For each token, whether no cue counts there: it stands between quotation marks, where cues belong to
            somebody's words, or in a block that is not read.
        questions: Phrases that tell what somebody was asked; they are no part of the answer.

    Returns:
        0..n reports in order of their cue. Contents of different reports may nest or overlap.
    """
    found: list[Report] = []
    for sentence in doc.sents:
        for token in sentence:
            if is_hidden[token.i] or token.is_space or token.is_punct:
                continue
            report = _report_at(token, sentence, cues)
            if report is None:
                continue
            pieces = _clean_pieces(doc, report.pieces, drop=[one for one in questions if _answers(report, one)])
            if pieces:
                found.append(replace(report, pieces=pieces))
    return tuple(found)


def _answers(report: Report, question: TokenSpan) -> bool:
    """Whether who is asked is who speaks, rather than somebody in what is said: 'Asked about it, Ruiz laughed, Park said.'"""
    if question[0] <= report.cue_span[0] < question[1]:
        return False
    return report.aside is None or report.aside[0] <= question[1] + 1


def verb_cue(token: Token, cues: CueLexicon) -> tuple[Cue, TokenSpan] | None:
    """The cue that a verb is, with its particle or preposition if the lexicon lists both together.

    Returns:
        Entry and tokens of the cue, or None when the token is no reporting verb.
    """
    if token.pos_ not in _VERBAL or token.dep_ in {"aux", "auxpass", "amod", "compound"}:
        return None
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in {"prt", "prep", "advmod", "dobj"} and child.i > token.i:
            both = cues.verbs.get(f"{lemma} {child.lower_}")
            if both is not None:
                end = child.i + 1 if child.i == token.i + 1 else token.i + 1
                return both, (token.i, end)
    cue = cues.verbs.get(lemma)
    return None if cue is None else (cue, (token.i, token.i + 1))


def source_of(verb: Token) -> Token | None:
    """Head of the noun phrase that names who speaks: the subject of the cue, else the noun that stands where it should."""
    return subject_of(verb) or adjacent_subject(verb) or subject_before_aside(verb)


def subject_of(verb: Token) -> Token | None:
    """Head of the noun phrase that does what the verb says, looked for along coordination and subordination.

    Returns:
        The head; None when the verb has no subject or is passive without an agent.
    """
    overheard = overheard_speaker(verb)
    if overheard is not None:
        return overheard
    current = verb
    for _ in range(_SUBJECT_HOPS):
        children = list(current.children)
        is_participle = current.tag_ == "VBN" and current.dep_ in {"advcl", "acl"}
        if (is_participle or _opens_sentence(current)) and not any(child.dep_ in {"aux", *_SUBJECTS} for child in children):
            return None                                 # 'Asked whether ..., she': somebody else asked
        agent = next((child for child in children if child.dep_ == "agent"), None)
        if _is_passive(children):
            return next((child for child in agent.children if child.dep_ == "pobj"), None) if agent is not None else None
        # Of two, where the parser joined clauses, the nearer one belongs to the verb.
        subject = min((child for child in children if child.dep_ in _SUBJECTS | _PASSIVE_SUBJECTS),
                      key=_distance_to(current), default=None)
        if subject is not None:
            if subject.lower_ in _RELATIVE_PRONOUNS and current.dep_ in {"relcl", "acl"}:
                return current.head
            return None if subject.lower_ in _EXPLETIVES or subject.pos_ not in _NOMINAL else subject
        if current.dep_ in {"acl", "relcl"} and current.head.pos_ in {"NOUN", "PROPN"}:
            return _sayer_of(current.head) or current.head
        if current.dep_ not in _SUBORDINATE or current.head is current:
            return None
        controller = _object_controller(current)
        if controller is not None:
            return controller
        current = current.head
    return None


def overheard_speaker(verb: Token) -> Token | None:
    """Who is heard, seen, recorded or quoted saying it: 'footage of Ruiz saying', 'heard her say', 'quotes Ruiz as saying'."""
    document = verb.doc
    position = verb.i - 1
    while position > 0 and (document[position].pos_ == "ADV" or document[position].lower_ == "as"):
        position -= 1
    if verb.tag_ not in {"VBG", "VB"} or position < 1 or document[position].pos_ not in {"PROPN", "NOUN", "PRON"}:
        return None
    lead = noun_phrase(document[position])[0] - 1
    is_recorded = lead > 0 and document[lead].lower_ == "of" and document[lead - 1].lemma_.lower() in _RECORDINGS
    is_perceived = lead >= 0 and document[lead].pos_ == "VERB" and document[lead].lemma_.lower() in _PERCEPTION
    return document[position] if is_recorded or is_perceived else None


def hearer_of(verb: Token) -> Token | None:
    """Who is told: 'her' in 'telling her that'."""
    return next((child for child in verb.children if child.i > verb.i and child.dep_ in {"dobj", "dative"}
                 and verb.lemma_.lower() in _HEARER_VERBS), None)


def subject_before_aside(verb: Token) -> Token | None:
    """The noun before the comma-bound phrase that parts it from its verb: 'Hill, a doctor, said'."""
    document = verb.doc
    if verb.i < 3 or document[verb.i - 1].text != ",":
        return None
    position = verb.i - 2
    while position > 0 and document[position].text != "," and not document[position].is_sent_start:
        position -= 1
    if position == 0 or document[position].is_sent_start:
        return None
    before = document[position - 1]
    return before if before.pos_ in {"PROPN", "NOUN", "PRON"} else None


def _distance_to(verb: Token) -> Callable[[Token], int]:
    return lambda token: abs(token.i - verb.i)


def _opens_sentence(verb: Token) -> bool:
    return bool(verb.is_sent_start) and verb.tag_ in {"VBN", "VBD"}


def _is_passive(children: Sequence[Token]) -> bool:
    auxiliary = next((child for child in children if child.dep_ == "auxpass"), None)
    if auxiliary is None:
        return any(child.dep_ in _PASSIVE_SUBJECTS for child in children)
    # "He's said that ..." is a perfect tense that the parser takes for a passive.
    return auxiliary.lower_ not in {"'s", "’s"} or not any(child.dep_ in {"dobj", "ccomp"} for child in children)


def _sayer_of(noun: Token) -> Token | None:
    """Who makes the statement: 'Ruiz' in 'Ruiz issued a statement saying'."""
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_ in LIGHT_VERBS:
        return subject_of(verb)
    return next((child for child in noun.children if child.dep_ == "poss" and child.pos_ in {"PROPN", "PRON", "NOUN"}), None)


def noun_phrase(head: Token) -> TokenSpan:
    """Tokens of the noun phrase without what only adds to it: no relative clause, no apposition, no parenthesis."""
    start = head.i
    for token in reversed(list(head.lefts)):
        if token.dep_ in {"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "advmod", "npadvmod"} \
                and token.right_edge.i == start - 1 and not token.is_punct:
            start = token.left_edge.i
        elif token.is_punct and token.text == "-":
            start = token.i
        else:
            break
    end = head.i + 1
    return start, end


def _object_controller(verb: Token) -> Token | None:
    """The object that does what an infinitive says: 'asked him to say'."""
    if verb.dep_ != "xcomp":
        return None
    above = verb.head
    return next((child for child in above.children if child.dep_ in {"dobj", "dative"} and above.i < child.i < verb.i), None)


def _report_at(token: Token, sentence: Span, cues: CueLexicon) -> Report | None:
    if token.lower_ == "according":
        return _according_to(token, sentence, cues)
    if token.pos_ == "NOUN":
        return _noun_report(token, cues)
    verb = verb_cue(token, cues)
    if verb is None:
        return None
    cue, cue_span = verb
    source = source_of(token)
    for build in _SHAPES:
        report = build(token, sentence, cue, cue_span, source)
        if report is not None:
            return report
    return None


def adjacent_subject(verb: Token) -> Token | None:
    """The noun beside a finite reporting verb that the parser gave to another word: '..., said Ana Ruiz.'"""
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or any(child.dep_ in {"auxpass", *_PASSIVE_SUBJECTS} for child in verb.children):
        return None
    document = verb.doc
    if verb.i + 1 < len(document) and verb.i > 0 and (document[verb.i - 1].is_punct or document[verb.i - 1].is_quote):
        after = document[verb.i + 1]
        if after.pos_ in {"PROPN", "DET", "PRON", "NOUN", "ADJ"} and after.dep_ in {
                "dobj", "attr", "oprd", "compound", "det", "nsubj", "npadvmod", "ROOT", "ccomp", "appos", "amod"}:
            head = after
            while head.dep_ in {"compound", "det", "amod", "poss", "nmod", "nummod"} and head.head.i > head.i:
                head = head.head
            if not (head.dep_ == "nsubj" and head.head.i > head.i):     # 'Ruiz, a nurse, said beds would come'
                return head
    if verb.i > 0:
        before = document[verb.i - 1]
        if before.dep_ == "advmod" and verb.i > 1:
            before = document[verb.i - 2]
        if before.pos_ in {"PROPN", "PRON", "NOUN"} and before.lower_ not in {*_RELATIVE_PRONOUNS, *_EXPLETIVES}:
            return before
    return None


def _complement(
    verb: Token, sentence: Span, cue: Cue, cue_span: TokenSpan, source: Token | None,
) -> Report | None:
    """'Officials said (that) the road was closed.'"""
    if "clause" not in cue.introduces or source is None:
        return None
    clause = next((child for child in verb.children if child.dep_ in _CLAUSE_COMPLEMENTS and child.i > verb.i
                   and (_is_finite_clause(child) or child.dep_ == "ccomp")), None)
    if clause is None:
        return None
    start = max(clause.left_edge.i, verb.i + 1)
    end = min(_clause_end(clause, verb), sentence.end)
    return Report(cue=cue, cue_span=cue_span, source_head=source.i, shape="complement",
                  pieces=_clean_pieces(verb.doc, [(start, end)], drop=_clause_tokens(verb, source, cue_span, start, end)))


def _answer(
    verb: Token, sentence: Span, cue: Cue, cue_span: TokenSpan, source: Token | None,
) -> Report | None:
    """'She said yes.'"""
    after = verb.i + 1
    if "clause" not in cue.introduces or source is None or after >= sentence.end \
            or verb.doc[after].lower_ not in _ANSWERS or verb.doc[after].dep_ == "det":
        return None
    return Report(cue=cue, cue_span=cue_span, source_head=source.i, shape="answer", pieces=((after, after + 1),))


def _parenthesis(
    verb: Token, sentence: Span, cue: Cue, cue_span: TokenSpan, source: Token | None,
) -> Report | None:
    """'The road, officials said, was closed.' and 'The road was closed, officials said.'"""
    if "parenthesis" not in cue.introduces or source is None or verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN", "VB", "VBG"}:
        return None
    if _has_own_complement(verb):
        return None
    start, end = _parenthetical_clause(verb, source, sentence)
    if start <= sentence.start or not _follows_comma(verb.doc, start, sentence.start):
        return None
    if end < sentence.end and verb.doc[end].text not in {",", ".", "!", "?", ";", "—", "–", "--"} \
            and not verb.doc[end].is_quote and not verb.doc[end].is_space:
        return None
    before = (sentence.start, start)
    after = (end, sentence.end)
    if not _has_finite_verb(verb.doc, (before, after)):
        return None                                     # 'In March, she added, ...': nothing is said by 'In March'
    return Report(cue=cue, cue_span=cue_span, source_head=source.i, shape="parenthesis", aside=(start, end),
                  pieces=_clean_pieces(verb.doc, [before, after], drop=[]))


def _infinitive(
    verb: Token, sentence: Span, cue: Cue, cue_span: TokenSpan, source: Token | None,
) -> Report | None:
    """'They promised to leave.'"""
    if "infinitive" not in cue.introduces or source is None:
        return None
    clause = next((child for child in verb.children if child.dep_ in _CLAUSE_COMPLEMENTS and child.i > verb.i
                   and any(grandchild.tag_ == "TO" for grandchild in child.children)), None)
    if clause is None:
        return None
    to = next(child for child in clause.children if child.tag_ == "TO")
    return Report(cue=cue, cue_span=cue_span, source_head=source.i, shape="infinitive",
                  pieces=_clean_pieces(verb.doc, [(to.i, min(_clause_end(clause, verb), sentence.end))], drop=[]))


def _phrase(
    verb: Token, sentence: Span, cue: Cue, cue_span: TokenSpan, source: Token | None,
) -> Report | None:
    """'She criticised the delay.'"""
    if "phrase" not in cue.introduces or source is None:
        return None
    first = next((child for child in verb.children if child.dep_ in {"dobj", "prep"} and child.i > verb.i), None)
    if first is None or (first.dep_ == "prep" and not cue.lemma.endswith(" " + first.lower_)):
        return None
    start = first.left_edge.i if first.dep_ == "dobj" else first.i + 1
    end = first.right_edge.i + 1
    for child in verb.children:
        if child.dep_ == "prep" and child.i == end and child.lower_ in {"as", "of", "for"}:
            end = child.right_edge.i + 1
    return Report(cue=cue, cue_span=cue_span, source_head=source.i, shape="phrase",
                  pieces=_clean_pieces(verb.doc, [(start, min(end, sentence.end))], drop=[]))


_Builder = Callable[[Token, Span, Cue, TokenSpan, Token | None], Report | None]
_SHAPES: tuple[_Builder, ...] = (_complement, _answer, _parenthesis, _infinitive, _phrase)


def _according_to(token: Token, sentence: Span, cues: CueLexicon) -> Report | None:
    document = token.doc
    cue = cues.prepositions.get("according to")
    if cue is None or token.i + 2 >= len(document) or document[token.i + 1].lower_ != "to":
        return None
    to = document[token.i + 1]
    source = next((child for child in to.children if child.dep_ == "pobj"), None)
    if source is None:
        source = next((right for right in document[to.i + 1:sentence.end] if right.pos_ in {"PROPN", "NOUN", "PRON"}), None)
    if source is None:
        return None
    end = min(source.right_edge.i + 1, sentence.end)
    # A source that stands inside the sentence ends at the comma that parts it from what is attributed.
    starts_sentence = token.i <= sentence.start + 1 or all(t.is_punct or t.is_space for t in document[sentence.start:token.i])
    if starts_sentence:
        apposition = next((child for child in source.children if child.dep_ == "appos" and child.i > source.i), None)
        described = source.i if apposition is None else min(apposition.right_edge.i, sentence.end - 1)
        comma = next((t.i for t in document[described:sentence.end] if t.text == ","), None)
        end = comma if comma is not None else end
        pieces = [(end, sentence.end)]
    else:
        comma = next((t.i for t in document[source.i:end] if t.text == "," and _starts_clause(t)), None)
        end = comma if comma is not None else end
        pieces = [(sentence.start, token.i), (end, sentence.end)]
    if not _has_finite_verb(document, pieces):
        return None
    return Report(cue=cue, cue_span=(token.i, to.i + 1), source_head=source.i, shape="prepositional", aside=(token.i, end),
                  pieces=_clean_pieces(document, pieces, drop=[]))


def _noun_report(token: Token, cues: CueLexicon) -> Report | None:
    """'Ruiz's claim that the tide turned', 'issued a statement that ...'"""
    cue = cues.nouns.get(token.lemma_.lower())
    if cue is None:
        return None
    clause = next((child for child in token.children if child.dep_ in {"acl", "ccomp", "relcl"} and child.i > token.i
                   and any(mark.dep_ == "mark" and mark.lower_ == "that" for mark in child.children)), None)
    if clause is None:
        return None
    source = next((child for child in token.children if child.dep_ == "poss"), None)
    if source is not None and source.lower_ in {"its", "this"}:
        return None
    if source is None:
        verb = token.head
        if token.dep_ in {"dobj", "pobj"} and verb.pos_ == "VERB" and verb.lemma_ in LIGHT_VERBS:
            source = subject_of(verb)
    if source is None:
        return None
    return Report(cue=cue, cue_span=(token.i, token.i + 1), source_head=source.i, shape="nominal",
                  pieces=_clean_pieces(token.doc, [(clause.left_edge.i, clause.right_edge.i + 1)], drop=[]))


def _has_own_complement(verb: Token) -> bool:
    """Whether a verb has what it needs beside it, so that it says nothing about the words before a comma."""
    return any(
        child.i > verb.i and (child.dep_ in _COMPLEMENTS or (child.dep_ == "dobj" and not _is_hearer(child, verb)))
        for child in verb.children)


def _is_hearer(noun: Token, verb: Token) -> bool:
    return verb.lemma_.lower() in _HEARER_VERBS or noun.lower_ == "it"


def _has_finite_verb(document: Doc, spans: Sequence[TokenSpan]) -> bool:
    return any(token.tag_ in FINITE_TAGS for start, end in spans for token in document[start:end])


def _is_finite_clause(clause: Token) -> bool:
    if clause.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
        return True
    return any(child.dep_ in {"aux", "auxpass", "cop"} and child.tag_ != "TO" for child in clause.children) \
        or any(child.dep_ in _SUBJECTS | _PASSIVE_SUBJECTS for child in clause.children)


def _clause_end(clause: Token, verb: Token) -> int:
    """Where a complement ends: a further clause that the cue governs as well ('and added ...') is no part of it."""
    end = clause.right_edge.i + 1
    for child in verb.children:
        if child.dep_ == "conj" and child.i > clause.i and not any(mark.lower_ == "that" for mark in child.lefts):
            end = min(end, child.left_edge.i)
    return end


def _clause_tokens(verb: Token, source: Token, cue_span: TokenSpan, start: int, end: int) -> list[TokenSpan]:
    """Source and cue, where the parser put them inside the complement."""
    inside = [span for span in ((source.left_edge.i, source.right_edge.i + 1), cue_span) if start <= span[0] < end]
    return [span for span in inside if not span[0] <= verb.i + 1 < span[1]]


def _parenthetical_clause(verb: Token, source: Token, sentence: Span) -> TokenSpan:
    """Tokens of source, cue and what goes with the cue ('told reporters on Friday'), up to the next comma."""
    document = verb.doc
    source_start = source.left_edge.i if source.left_edge.i > sentence.start else noun_phrase(source)[0]
    # A source with commas of its own, "Hill, a doctor, said", begins at its name.
    start = max(min(source_start, verb.i), sentence.start) if source.i < verb.i else verb.i
    while start > sentence.start and document[start - 1].dep_ in {"aux", "advmod", "mark", "cc"} \
            and document[start - 1].head.i == verb.i and not document[start - 1].is_punct:
        start -= 1
    end = verb.i + 1
    if source.i > verb.i:
        end = min(source.right_edge.i + 1, sentence.end)
    while end < sentence.end and document[end].text not in {",", ".", ";", "!", "?", "—", "–", "--"} \
            and not document[end].is_quote and not document[end].is_space:
        end += 1
    return start, end


def _follows_comma(document: Doc, start: int, sentence_start: int) -> bool:
    before = start - 1
    while before > sentence_start and document[before].is_space:
        before -= 1
    token = document[before]
    return token.text in _COMMAS or token.is_quote


def _starts_clause(comma: Token) -> bool:
    """Whether what follows a comma is a clause of its own and no apposition."""
    following = comma.doc[comma.i + 1:comma.i + 2]
    return len(following) > 0 and (following[0].pos_ in {"VERB", "AUX", "CCONJ", "SCONJ", "ADP"})


def _clean_pieces(document: Doc, spans: Sequence[TokenSpan], *, drop: Sequence[TokenSpan]) -> tuple[TokenSpan, ...]:
    """The spans without what is dropped from them, and without punctuation and white space at their ends."""
    pieces: list[TokenSpan] = []
    for span in spans:
        for part in without(span, drop):
            start, end = part
            while start < end and (document[start].is_punct or document[start].is_space):
                start += 1
            while end > start and (document[end - 1].is_punct or document[end - 1].is_space):
                end -= 1
            if start < end:
                pieces.append((start, end))
    return tuple(pieces)


def without(span: TokenSpan, drop: Sequence[TokenSpan]) -> Iterator[TokenSpan]:
    """What is left of a half-open span outside others, in order."""
    start, end = span
    for hole_start, hole_end in sorted(drop):
        if hole_end <= start or hole_start >= end:
            continue
        if hole_start > start:
            yield start, hole_start
        start = max(start, hole_end)
    if start < end:
        yield start, end
