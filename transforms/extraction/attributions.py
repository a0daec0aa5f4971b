"""Attributions of one parsed article: quotation marks, the narration beside them and the grammar around them, joined.

Quotation marks fix where quoted words begin and end. The narration right after or before a quotation, else the report
that it is part of, else the speaker who was quoted just before, tells who speaks. Source, cue and content follow
Pareti (2015) and PolNeAR (Newell, Margolin and Ruths, LREC 2018).
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from transforms.extraction.cues import Cue, CueLexicon
from transforms.extraction.quotation_marks import Offsets, Quotation, find_quotations
from transforms.extraction.reporting import (
    Report, adjacent_subject, find_reports, subject_before_aside, subject_of, verb_cue,
)

SPEECH_WORDS = 5
"""Fewest words of a quotation that counts as speech though nothing beside it says who speaks."""

FRAGMENT_WORDS = 4
"""Fewest quoted words inside a sentence that are somebody's words though the sentence has no cue."""

TITLE_WORDS = 6
"""Most words of a quotation whose capitals show that it is a title."""

CUE_REACH_TOKENS = 60
"""Most tokens between a quotation and its cue."""

LABEL_TOKENS = 12
"""Most tokens of a speaker label ('Ana Ruiz, mayor of Porto:')."""

_TERMINALS = frozenset({".", "!", "?"})
_STOPS = frozenset({".", "!", "?", ";"})
_UTTERANCE_TAILS = frozenset(".?!,…—-")
_OPEN_TAILS = frozenset(",?!…—–-")
_DASHES = frozenset({"-", "--", "–", "—", "―"})
_MARKS = "\"“”„«»`'‘’"
_PARAGRAPH_END = re.compile(r"[.!?:\"”'’)\]]\s*\n\s*(?=\S)")
_LINK = re.compile(r"[ \xa0\"“”`']*(?:,? ?(?:and|or|but)(?: that)? |that )?[ \xa0\"“”`'\[(]*")
"""What may stand between the end of a parsed content and a quotation that belongs to it."""
_WORD = re.compile(r"\w+(?:['’\-.]\w+)*")
_FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OWN_CLAUSE = frozenset({"and", "but", "or", "which", "who", "while", "though", "although", "when", "because", "if", "so", "yet"})
"""Words after a quotation that begin a clause of the narrator's: no cue of the quotation follows."""
_SPEAKING_PRONOUNS = frozenset({"i", "he", "she", "they", "we", "you"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution found.

    Args:
        pieces: Offsets of the content, quotation marks at the ends excluded, in order.
        source: Token that heads the phrase naming who speaks; None when there is none.
        label: Offsets of the speaker label ('RUIZ:') where that names who speaks.
        cue: Lexicon entry of the cue; None without a cue or when the lexicon lacks it.
        cue_token: Token that heads the cue; None without one.
        cue_span: Offsets of the cue; None without one.
        is_quotation: Whether quotation marks rather than grammar showed it.
    """

    pieces: tuple[Offsets, ...]
    source: int | None
    label: Offsets | None = None
    cue: Cue | None = None
    cue_token: int | None = None
    cue_span: Offsets | None = None
    is_quotation: bool = False

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A parsed article with its quotation marks paired.

    Args:
        text: `doc.text`, which spaCy builds anew at each access.
        starts: Character offset of each token, for looking tokens up by offset.
        blocks: Offsets of the paragraphs that are read.
    """

    doc: Doc
    text: str
    cues: CueLexicon
    blocks: tuple[Offsets, ...]
    quotations: tuple[Quotation, ...]
    starts: tuple[int, ...]

    def token_from(self, offset: int) -> int:
        """Position of the first token that begins at or after a character offset."""
        return bisect_left(self.starts, offset)

    def block_of(self, offset: int) -> int:
        """Position among `blocks` of the one that holds an offset, or of the nearest before it."""
        return bisect_right(self.blocks, (offset, sys.maxsize)) - 1

    def quotation_before(self, quotation: Quotation) -> Quotation | None:
        at = self.quotations.index(quotation)
        return self.quotations[at - 1] if at > 0 else None

    def quotation_after(self, quotation: Quotation) -> Quotation | None:
        at = self.quotations.index(quotation)
        return self.quotations[at + 1] if at + 1 < len(self.quotations) else None


def find_attributions(
    doc: Doc, *, blocks: Sequence[Offsets], cues: CueLexicon,
) -> tuple[Attribution, ...]:
    """Find every attribution in the given blocks.

    Args:
        doc: Parsed article; needs tags, lemmas, parse and sentences.
        blocks: Offsets of the blocks to read, in order.
        cues: Words that signal attributions.

    Returns:
        0..n attributions in order of their content; no two share their content. Quotations that are speech but have no
        findable source are among them.
    """
    text = doc.text
    paragraphs = tuple(paragraph for block in blocks for paragraph in split_lines(text, block))
    page = _Page(
        doc=doc, text=text, cues=cues, blocks=paragraphs, quotations=find_quotations(text, paragraphs=paragraphs),
        starts=tuple(token.idx for token in doc),
    )
    reports = _reports(page)
    found: list[Attribution] = []
    for quotation in page.quotations:
        found = _with_quotation(page, quotation, found, reports)
    found = _with_reports(page, found, reports)
    return _distinct(found)


def split_lines(text: str, block: Offsets) -> Iterator[Offsets]:
    """The paragraphs of a block whose author wrote one a line: parts that begin after a line with a full stop or mark."""
    start, end = block
    for line_end in _PARAGRAPH_END.finditer(text, start, end):
        yield start, line_end.start() + 1
        start = line_end.end()
    yield start, end


# --- quotations and the narration beside them


def _with_quotation(
    page: _Page, quotation: Quotation, found: list[Attribution], reports: Sequence[Report],
) -> list[Attribution]:
    """What was found so far and one more quotation, given to its speaker when it has one or is speech."""
    is_utterance = _is_utterance(page, quotation)
    is_reported = _is_reported(page, quotation, reports)
    own = _trailing(page, quotation)
    if own is None:
        own = _leading(page, quotation)
        goes_on = own is not None and any(one.is_quotation and one.cue_token == own.cue_token for one in found)
        if is_reported and not is_utterance and not goes_on:
            own = None
    if own is not None:
        if len(quotation.pieces) > 1 and len(own.pieces) == len(quotation.pieces):
            # A long quotation may begin as the end of one utterance and close, paragraphs later, with a cue of its own.
            previous = _continued(page, quotation, found, ())
            if previous is not None and previous[1]:
                old = previous[0]
                joined = replace(old, pieces=_united((*old.pieces, *own.pieces[:-1])))
                found = [joined if other is old else other for other in found]
                own = replace(own, pieces=own.pieces[-1:])
        return _merged(found, own)
    if is_reported:
        return found
    if not is_utterance:
        return [*found, *_fragment(page, quotation)]
    previous = _continued(page, quotation, found, reports)
    if previous is not None:
        attribution, joins = previous
        if joins:
            joined = replace(attribution, pieces=_united((*attribution.pieces, *quotation.pieces)))
            return [joined if other is attribution else other for other in found]
        return [*found, Attribution(pieces=quotation.pieces, source=attribution.source, label=attribution.label,
                                    is_quotation=True)]
    if _is_speech(page, quotation):
        return [*found, Attribution(pieces=quotation.pieces, source=None, is_quotation=True)]
    return found


def _trailing(page: _Page, quotation: Quotation) -> Attribution | None:
    """The attribution whose cue follows the quotation: '"A," said Ana Ruiz.', '"A," she told the court.'"""
    doc, text = page.doc, page.text
    window = _narration_after(page, quotation)
    if not window:
        return None
    tail = text[quotation.pieces[-1][1] - 1]
    first = next((token for token in window if not token.is_punct and not token.is_space), None)
    if first is None:
        return None
    if window[0].text in _DASHES:
        signed = _signature(page, quotation, window)
        if signed is not None:
            return signed
    has_open_tail = tail in _OPEN_TAILS or window[0].text in _DASHES or window[0].text == ","
    if not has_open_tail and (tail in _TERMINALS or not quotation.is_closed) and not first.is_lower:
        return None
    for token in window:
        if token.is_punct or token.is_space:
            continue
        if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            return _according_after(page, quotation, token, window)
        cue = verb_cue(token, page.cues) or _mistagged_cue(page, token, window)
        speaks = cue is not None and bool(cue[0].introduces & {"quotation", "parenthesis"})
        if not speaks:
            if token.tag_ in _FINITE_TAGS and token.dep_ not in {"relcl", "aux", "auxpass"} and cue is None:
                return _unlisted_cue(page, quotation, token, window, has_open_tail=has_open_tail)
            continue
        assert cue is not None
        if token.dep_ in {"relcl", "acl"} and token.i != first.i:
            continue
        if token.i == first.i and token.tag_ == "VBG":
            return None
        source = _source_after(token, window, _narration_before(page, quotation))
        if source is None or not (has_open_tail or token.i - first.i <= 2 or first.i == source.i):
            return None
        if first.lower_ in _OWN_CLAUSE or (not has_open_tail and first.lower_ in {"that", "as"}):
            return None
        span = (doc[cue[1][0]].idx, doc[cue[1][1] - 1].idx + len(doc[cue[1][1] - 1]))
        return Attribution(pieces=_with_lead_in(page, quotation), source=source.i, cue=cue[0], cue_token=token.i,
                           cue_span=span, is_quotation=True)
    return None


def _signature(page: _Page, quotation: Quotation, window: Sequence[Token]) -> Attribution | None:
    """A name after a dash that closes the paragraph: '"We waited for hours." — Ana Ruiz, passenger'"""
    words = [token for token in window[1:] if not token.is_space]
    while words and words[-1].is_punct:
        words.pop()
    if not words or len(words) > LABEL_TOKENS or not words[0].text[0].isupper() \
            or any(token.tag_ in _FINITE_TAGS for token in words) or not any(token.pos_ == "PROPN" for token in words):
        return None
    end = words[-1].idx + len(words[-1])
    if any(character.isalnum() for character in page.text[end:page.blocks[page.block_of(quotation.end - 1)][1]]):
        return None
    dash = window[0]
    return Attribution(pieces=quotation.pieces, source=None, label=(words[0].idx, end), is_quotation=True,
                       cue_token=dash.i, cue_span=(dash.idx, dash.idx + len(dash)))


def _mistagged_cue(page: _Page, token: Token, window: Sequence[Token]) -> tuple[Cue, tuple[int, int]] | None:
    """A reporting verb at the end of its clause that the tagger took for a noun: '"A," the two write.'"""
    if token.pos_ != "NOUN" or token.i != window[-1].i:
        return None
    cue = page.cues.verbs.get(token.lower_) or page.cues.verbs.get(token.lower_.removesuffix("s"))
    return None if cue is None else (cue, (token.i, token.i + 1))


def _source_after(cue: Token, window: Sequence[Token], before_quotation: Sequence[Token]) -> Token | None:
    """The source of a cue that stands in the narration after a quotation; None when it stands before the quotation."""
    low, high = window[0].i, window[-1].i
    first = next(token for token in window if not token.is_punct and not token.is_space)
    subject = subject_of(cue)
    if subject is not None and low <= subject.i <= high:
        return subject
    if subject is not None and any(token.i == subject.i for token in before_quotation):
        return None
    doc = cue.doc
    if cue.i == first.i or (cue.i == first.i + 1 and first.pos_ in {"ADV", "AUX"}):
        for token in doc[cue.i + 1:high + 1]:
            if token.is_punct:
                break
            if token.pos_ in {"PROPN", "NOUN", "PRON"}:
                head = token
                while head.i + 1 <= high and head.dep_ in {"compound", "nmod", "amod", "poss"} and head.i < head.head.i <= high:
                    head = head.head
                return head
    before = [token for token in window if token.i < cue.i and token.pos_ in {"PROPN", "NOUN", "PRON", "NUM"}]
    if not before:
        return None
    nearest = adjacent_subject(cue) or subject_before_aside(cue)
    return nearest if nearest is not None and low <= nearest.i < cue.i else before[0]


def _unlisted_cue(
    page: _Page, quotation: Quotation, verb: Token, window: Sequence[Token], *, has_open_tail: bool,
) -> Attribution | None:
    """A verb that the lexicon lacks, in the place of a cue: '"We are done," Ruiz beamed.'"""
    if not has_open_tail or not _is_utterance(page, quotation) or not _has_finite_verb(page, quotation):
        return None
    source = _source_after(verb, window, _narration_before(page, quotation))
    if source is None or source.i > verb.i + 4 or not (source.text[0].isupper() or source.lower_ in _SPEAKING_PRONOUNS):
        return None
    return Attribution(pieces=_with_lead_in(page, quotation), source=source.i, cue_token=verb.i,
                       cue_span=(verb.idx, verb.idx + len(verb)), is_quotation=True)


def _according_after(page: _Page, quotation: Quotation, token: Token, window: Sequence[Token]) -> Attribution | None:
    source = next((later for later in window if later.i > token.i + 1 and later.pos_ in {"PROPN", "NOUN", "PRON"}), None)
    cue = page.cues.prepositions.get("according to")
    if source is None or cue is None:
        return None
    while source.dep_ in {"compound", "nmod", "amod", "poss"} and source.i < source.head.i <= window[-1].i:
        source = source.head
    to = page.doc[token.i + 1]
    return Attribution(pieces=_with_lead_in(page, quotation), source=source.i, cue=cue, cue_token=token.i,
                       cue_span=(token.idx, to.idx + len(to)), is_quotation=True)


def _with_lead_in(page: _Page, quotation: Quotation) -> tuple[Offsets, ...]:
    """The quotation and the words before it in its sentence: they are attributed too ('The plan is "dead," she said')."""
    lead = [token for token in _narration_before(page, quotation) if not token.is_space]
    words = [token for token in lead if not token.is_punct]
    if not words or lead[-1].text == ":" or any(verb_cue(token, page.cues) for token in words):
        return quotation.pieces
    first = words[0]
    return ((first.idx, quotation.pieces[0][1]), *quotation.pieces[1:])


def _leading(page: _Page, quotation: Quotation) -> Attribution | None:
    """The attribution whose cue stands before the quotation: 'Ruiz said: "A"', 'she told the court, "A"'"""
    window = [token for token in _narration_before(page, quotation) if not token.is_space]
    if not window:
        return None
    last = window[-1]
    if last.text == ":":
        return _after_colon(page, quotation, window)
    cue_at = _last_cue(page, window)
    if cue_at is None:
        return _according_before(page, quotation, window)
    cue, span, verb = cue_at
    between = [token for token in window if token.i >= span[1]]
    words = [token for token in between if not token.is_punct]
    is_adjacent = all(token.pos_ in {"ADV", "PART"} or token.lower_ in {"that", "as", "like", "how", "of"} for token in words)
    if last.text == ",":
        if not cue.introduces & {"quotation", "parenthesis"} or any(token.tag_ in _FINITE_TAGS for token in words):
            return None
    elif not is_adjacent and not _ends_in_adjunct(words):
        return None
    source = subject_of(verb) or adjacent_subject(verb) or subject_before_aside(verb)
    if source is None or page.block_of(source.idx) != page.block_of(verb.idx):
        return None
    doc = page.doc
    return Attribution(pieces=quotation.pieces, source=source.i, cue=cue, cue_token=verb.i, is_quotation=True,
                       cue_span=(doc[span[0]].idx, doc[span[1] - 1].idx + len(doc[span[1] - 1])))


def _according_before(page: _Page, quotation: Quotation, window: Sequence[Token]) -> Attribution | None:
    """'According to Ruiz, "A"'"""
    cue = page.cues.prepositions.get("according to")
    start = next((token for token in window if token.lower_ == "according"), None)
    if cue is None or start is None or window[-1].text != "," or page.doc[start.i + 1].lower_ != "to":
        return None
    source = next((token for token in window if token.i > start.i + 1 and token.pos_ in {"PROPN", "NOUN", "PRON"}), None)
    if source is None:
        return None
    while source.dep_ in {"compound", "nmod", "amod", "poss"} and source.i < source.head.i < window[-1].i:
        source = source.head
    to = page.doc[start.i + 1]
    return Attribution(pieces=quotation.pieces, source=source.i, cue=cue, cue_token=start.i, is_quotation=True,
                       cue_span=(start.idx, to.idx + len(to)))


def _ends_in_adjunct(words: Sequence[Token]) -> bool:
    """Whether between cue and quotation stand only hearer, time or place ('told reporters on Friday')."""
    return not any(token.pos_ in {"VERB", "AUX", "SCONJ"} or token.tag_ in _FINITE_TAGS for token in words)


def _after_colon(page: _Page, quotation: Quotation, window: Sequence[Token]) -> Attribution | None:
    doc = page.doc
    cue_at = _last_cue(page, window)
    if cue_at is not None:
        cue, span, verb = cue_at
        source = subject_of(verb) or adjacent_subject(verb) or subject_before_aside(verb)
        if source is not None:
            return Attribution(pieces=quotation.pieces, source=source.i, cue=cue, cue_token=verb.i, is_quotation=True,
                               cue_span=(doc[span[0]].idx, doc[span[1] - 1].idx + len(doc[span[1] - 1])))
    verbs = [token for token in window if token.tag_ in _FINITE_TAGS and token.dep_ not in {"relcl", "aux", "auxpass"}]
    colon = window[-1]
    dash = max((token.i for token in window if token.text in _DASHES), default=-1)
    label = [token for token in window if token.i > dash]
    if len(label) <= LABEL_TOKENS and not any(token in verbs for token in label):
        words = [token for token in label if not token.is_punct]
        if not words or not any(token.pos_ == "PROPN" for token in words):
            return None
        return Attribution(pieces=quotation.pieces, source=None, is_quotation=True, cue_token=colon.i,
                           label=(words[0].idx, words[-1].idx + len(words[-1])), cue_span=(colon.idx, colon.idx + 1))
    for verb in reversed(verbs):
        source = subject_of(verb)
        if source is not None and (source.pos_ in {"PROPN", "NOUN"} or source.lower_ in _SPEAKING_PRONOUNS):
            return Attribution(pieces=quotation.pieces, source=source.i, cue_token=verb.i, is_quotation=True,
                               cue_span=(verb.idx, verb.idx + len(verb)))
    return None


def _last_cue(page: _Page, window: Sequence[Token]) -> tuple[Cue, tuple[int, int], Token] | None:
    for token in reversed(window):
        cue = verb_cue(token, page.cues)
        if cue is not None and cue[0].introduces & {"quotation", "phrase"}:
            return cue[0], cue[1], token
    return None


def _continued(
    page: _Page, quotation: Quotation, found: Sequence[Attribution], reports: Sequence[Report],
) -> tuple[Attribution, bool] | None:
    """The attribution that an unattributed quotation goes on from, and whether it is one utterance with it.

    '"A," she said. "B."' is one utterance. After narration of its own, or in the next paragraph, the speaker goes on but
    the utterance is another.
    """
    at = page.block_of(quotation.start)
    earlier = [one for one in found if (one.source is not None or one.label is not None) and one.start < quotation.start]
    earlier += [_spoken(page, report) for report in reports
                if report.cue.introduces & {"quotation"} and page.starts[report.pieces[-1][1] - 1] < quotation.start]
    if not earlier:
        return None
    last = max(earlier, key=_reach)
    reach = _reach(last)
    if not last.is_quotation:
        # '"A," she said, adding that B. "C."': A and C are one utterance.
        sentence = page.doc[page.token_from(last.cue_span[0])].sent if last.cue_span else None
        quoted = [one for one in earlier if one.is_quotation and one.cue_span is not None and sentence is not None
                  and one.source == last.source and one.cue_span[0] >= sentence.start_char]
        last = quoted[-1] if quoted else last
    between = page.text[reach:quotation.start]
    last_block = page.block_of(reach)
    if last_block == at:
        sentence_ends = sum(1 for token in page.doc[page.token_from(reach):page.token_from(quotation.start)]
                            if token.text in _TERMINALS)
        return last, last.is_quotation and sentence_ends <= 1
    if last_block == at - 1 and not any(character.isalnum() for character in between):
        return last, last.is_quotation
    if last_block == at - 1 and _starts_block(page, quotation):
        sentence_ends = sum(1 for token in page.doc[page.token_from(reach):page.token_from(quotation.start)]
                            if token.text in _TERMINALS)
        return (last, False) if sentence_ends <= 1 else None
    return None


def _fragment(page: _Page, quotation: Quotation) -> list[Attribution]:
    """A few words that somebody else chose, in a sentence that names no cue; none when they may be a title or a nickname."""
    words = [word for start, end in quotation.pieces for word in _WORD.findall(page.text[start:end])]
    if len(words) < FRAGMENT_WORDS or quotation.is_single or sum(word[0].isupper() for word in words) * 2 > len(words):
        return []
    return [Attribution(pieces=quotation.pieces, source=_governing_subject(page, quotation), is_quotation=True)]


def _governing_subject(page: _Page, quotation: Quotation) -> int | None:
    window = _narration_before(page, quotation)
    for token in reversed(window):
        if token.pos_ == "VERB":
            subject = subject_of(token)
            if subject is not None and subject.i < token.i and (subject.ent_type_ in {"PERSON", "ORG"} or
                    subject.lower_ in _SPEAKING_PRONOUNS):
                return subject.i
    return None


def _reach(attribution: Attribution) -> int:
    """Where the last word of an attribution ends."""
    return max(attribution.end, attribution.cue_span[1] if attribution.cue_span else 0)


# --- quotations and the reports they are part of


def _spoken(page: _Page, report: Report) -> Attribution:
    """A report as an attribution, its content not yet fitted to the quotation marks."""
    return Attribution(
        pieces=tuple(_offsets(page.doc, piece) for piece in report.pieces), source=report.source_head, cue=report.cue,
        cue_token=report.cue_span[0], cue_span=_offsets(page.doc, report.cue_span),
    )


def _reports(page: _Page) -> tuple[Report, ...]:
    """Reports whose cue stands in a block that is read and outside quotation marks."""
    is_quoted = [False] * len(page.doc)
    for quotation in page.quotations:
        for start, end in quotation.pieces:
            for position in range(page.token_from(start), page.token_from(end)):
                is_quoted[position] = True
    for position, token in enumerate(page.doc):
        block = page.block_of(token.idx)
        if block < 0 or token.idx >= page.blocks[block][1]:
            is_quoted[position] = True
    return find_reports(page.doc, cues=page.cues, is_quoted=is_quoted)


def _is_reported(page: _Page, quotation: Quotation, reports: Sequence[Report]) -> bool:
    """Whether a quotation stands in what a report attributes, or right behind it."""
    start, end = page.token_from(quotation.pieces[0][0]), page.token_from(quotation.pieces[-1][1])
    return any(piece[0] <= start < piece[1] + 2 or piece[0] < end <= piece[1] for report in reports for piece in report.pieces)


def _with_reports(page: _Page, found: list[Attribution], reports: Sequence[Report]) -> list[Attribution]:
    """What was found in quotation marks, and the reports, cut so that no two claim the same words unless nested."""
    owned = [piece for attribution in found for piece in attribution.pieces]
    taken = {attribution.cue_token for attribution in found}
    asides = [report for report in reports if report.aside is not None]
    result = list(found)
    for report in reports:
        if report.cue_span[0] in taken or (_is_nested(report, reports) and not _is_sure(page, report)):
            continue
        pieces = [_offsets(page.doc, piece) for span in report.pieces for piece in _without_asides(span, report, asides)]
        snapped = [piece for start, end in pieces for piece in _snapped(page, start, end, owned)]
        clean = [piece for start, end in snapped if (piece := _bare(page.text, start, end)) is not None]
        if not clean:
            continue
        cue_start, cue_end = report.cue_span
        result.append(Attribution(
            pieces=_united(clean), source=report.source_head, cue=report.cue, cue_token=report.cue_span[0],
            cue_span=_offsets(page.doc, (cue_start, cue_end)),
        ))
    return result


def _is_nested(report: Report, reports: Sequence[Report]) -> bool:
    """Whether somebody reports that this report was made. Of two that hold each other's cue, the one beside its content
    ('..., officials said') is the outer."""
    return any(_holds(other, report) and not (report.aside is not None and _holds(report, other))
               for other in reports if other is not report)


def _holds(outer: Report, inner: Report) -> bool:
    return any(start <= inner.cue_span[0] < end for start, end in outer.pieces)


def _is_sure(page: _Page, report: Report) -> bool:
    """Whether a report inside another is speech of somebody named: 'officials said Ruiz had promised that ...'"""
    if report.source_head is None or report.shape != "complement" or "quotation" not in report.cue.introduces:
        return False
    return page.doc[report.source_head].pos_ == "PROPN"


def _without_asides(span: tuple[int, int], report: Report, asides: Sequence[Report]) -> Iterator[tuple[int, int]]:
    """A content without the source and cue of another report that stand inside it: 'A, officials said'."""
    start, end = span
    for other in asides:
        if other is report or other.aside is None or not start <= other.aside[0] < end:
            continue
        if other.aside[0] > start:
            yield start, other.aside[0]
        start = max(start, other.aside[1])
    if start < end:
        yield start, end


def _snapped(page: _Page, start: int, end: int, owned: Sequence[Offsets]) -> Iterator[Offsets]:
    """A stretch of reported content, fitted to quotation marks: a free quotation that it touches lies wholly inside,
    one that has its own attribution wholly outside."""
    for quotation in page.quotations:
        inside = (quotation.pieces[0][0], quotation.pieces[-1][1])
        gap = page.text[end:inside[0]] if end <= inside[0] else ""
        touches = start < inside[1] and (inside[0] < end or _LINK.fullmatch(gap) is not None)
        if not touches:
            continue
        if any(piece[0] < inside[1] and inside[0] < piece[1] for piece in owned):
            if start < inside[0]:
                yield from _snapped(page, start, min(end, quotation.start), ())
            start = max(start, quotation.end)
        else:
            start, end = min(start, inside[0]), max(end, inside[1])
    if start < end:
        yield start, end


# --- reading the page


def _narration_after(page: _Page, quotation: Quotation) -> list[Token]:
    """Tokens after a quotation up to the end of the sentence, the next quotation or the end of the block."""
    following = page.quotation_after(quotation)
    limit = page.blocks[page.block_of(quotation.pieces[-1][0])][1]
    if following is not None:
        limit = min(limit, following.start)
    window: list[Token] = []
    for token in page.doc[page.token_from(quotation.end):page.token_from(limit)][:CUE_REACH_TOKENS]:
        if token.text in _STOPS:
            break
        window.append(token)
    return window


def _narration_before(page: _Page, quotation: Quotation) -> list[Token]:
    """Tokens of the sentence before a quotation; those of the block before when that ends with a colon."""
    at = page.block_of(quotation.start)
    limit = page.blocks[at][0]
    previous = page.quotation_before(quotation)
    start = page.token_from(quotation.start)
    if previous is not None:
        limit = max(limit, previous.end)
    if _starts_block(page, quotation) and at > 0:
        above = page.blocks[at - 1]
        if not page.text[above[0]:above[1]].rstrip().endswith(":"):
            return []
        limit = max(above[0], previous.end if previous is not None else 0)
        start = page.token_from(above[1])
    window: list[Token] = []
    for position in range(start - 1, page.token_from(limit) - 1, -1):
        token = page.doc[position]
        if token.text in _TERMINALS or len(window) >= CUE_REACH_TOKENS:
            break
        window.append(token)
        if token.is_sent_start and not token.is_punct:
            break
    return window[::-1]


def _starts_block(page: _Page, quotation: Quotation) -> bool:
    return not page.text[page.blocks[page.block_of(quotation.start)][0]:quotation.start].strip()


def _is_utterance(page: _Page, quotation: Quotation) -> bool:
    """Whether a quotation looks like a sentence of somebody's rather than a few words picked out."""
    text = page.text
    start, end = quotation.pieces[0][0], quotation.pieces[-1][1]
    if len(quotation.pieces) > 1:
        return True
    head = text[start:end].lstrip(_MARKS + "[(…. ")[:1]
    begins = head.isupper() or head.isdigit()
    tail = text[start:end].rstrip(_MARKS + " ")[-1:]
    return begins and (tail in _UTTERANCE_TAILS or text[quotation.end:quotation.end + 1] in {",", ".", ":"})


def _has_finite_verb(page: _Page, quotation: Quotation) -> bool:
    return any(token.tag_ in _FINITE_TAGS for start, end in quotation.pieces
               for token in page.doc[page.token_from(start):page.token_from(end)])


def _is_speech(page: _Page, quotation: Quotation) -> bool:
    """Whether an utterance without any source is speech and no title, motto or name."""
    words = [word for start, end in quotation.pieces for word in _WORD.findall(page.text[start:end])]
    if len(words) < SPEECH_WORDS or not _has_finite_verb(page, quotation) or quotation.is_single:
        return False
    capitals = sum(word[0].isupper() for word in words)
    return not (len(words) <= TITLE_WORDS and capitals * 2 > len(words))


def _merged(found: list[Attribution], new: Attribution) -> list[Attribution]:
    """One more attribution; with the same cue as an earlier one it is a further piece of that."""
    for position, old in enumerate(found):
        if old.cue_token == new.cue_token and new.cue_token is not None:
            joined = replace(old, pieces=_united((*old.pieces, *new.pieces)))
            return [*found[:position], joined, *found[position + 1:]]
    return [*found, new]


def _united(pieces: Sequence[Offsets]) -> tuple[Offsets, ...]:
    """Pieces in order, overlapping ones made one."""
    result: list[Offsets] = []
    for start, end in sorted(pieces):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)


def _bare(text: str, start: int, end: int) -> Offsets | None:
    """A stretch without blanks, commas, dashes and unpaired marks at its ends; None when no word is left."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—" + _MARKS):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—" + _MARKS):
        end -= 1
    return (start, end) if any(character.isalnum() for character in text[start:end]) else None


def _offsets(doc: Doc, span: tuple[int, int]) -> Offsets:
    last = doc[span[1] - 1]
    return doc[span[0]].idx, last.idx + len(last)


def _distinct(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """In order of content; of several with one content the first found stays."""
    by_content: dict[Offsets, Attribution] = {}
    for attribution in found:
        by_content.setdefault((attribution.start, attribution.end), attribution)
    return tuple(by_content[key] for key in sorted(by_content))
