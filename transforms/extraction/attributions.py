"""Attributions of one parsed article: quotation marks, the narration beside them and the grammar around them, joined.

Quotation marks fix where quoted words begin and end. The narration right after or before a quotation, else the report
that it is part of, else the speaker who was quoted just before, tells who speaks. Source, cue and content follow
Pareti (2015) and PolNeAR (Newell, Margolin and Ruths, LREC 2018).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from transforms.extraction.learned_attributions import tagged_attributions
from transforms.extraction.page import (
    TERMINALS,
    Attribution,
    Page,
    bare,
    starts_paragraph,
    united,
)
from transforms.extraction.quotation_marks import Offsets, Quotation
from transforms.extraction.quoted_speech import (
    attribution_after,
    attribution_before,
    governing_attribution,
    is_borrowed,
    is_speech,
    is_utterance,
)
from transforms.extraction.reporting import Report, TokenSpan, find_reports
from transforms.extraction.tagging import TaggedArticle
from transforms.extraction.transcripts import Turn

NEIGHBOUR_REPORTS = 20
"""Most reports before and after one that may hold it or stand inside it."""

NEIGHBOUR_QUOTATIONS = 40
"""Most quotations that one reported content may touch."""

REPORT_GAP_TOKENS = 2
"""Most tokens between a parsed content and a quotation that goes on with it."""

_LINK = re.compile(r"[ \xa0\"“”`']*(?:,? ?(?:and|or|but)(?: that)? |that )?[ \xa0\"“”`'\[(]*")
"""What may stand between the end of a parsed content and a quotation that belongs to it."""

_Reports = Mapping[int, Sequence[Report]]
"""Reports by the paragraph in which their cue stands."""


def find_attributions(page: Page, *, tagged: TaggedArticle | None = None) -> tuple[Attribution, ...]:
    """Find every attribution in an article.

    Args:
        page: The article; needs tags, lemmas, parse and sentences.
        tagged: What the learned tagger found in it; None leaves it to the rules.

    Returns:
        0..n attributions in order of their content; no two share their content, and of two that overlap one lies inside
        the other. Quotations that are speech but have no findable source are among them.
    """
    ruled = _ruled_attributions(page)
    if tagged is None:
        return ruled
    return _settled(list(tagged_attributions(page, tagged, ruled=ruled)))


def _ruled_attributions(page: Page) -> tuple[Attribution, ...]:
    """What quotation marks and grammar show."""
    reports = _reports(page)
    found: list[Attribution] = []
    turns = [_turn(page, turn) for turn in page.turns.values()]
    for quotation in page.quotations:
        while turns and turns[0].start < quotation.start:
            found.append(turns.pop(0))
        _take(page, quotation, found, reports)
    found += turns
    return _settled([*found, *_reported(page, found, reports)])


def _turn(page: Page, turn: Turn) -> Attribution:
    """What is said in one turn of a transcript; the colon is its cue."""
    return Attribution(pieces=(turn.words,), source=None, label=turn.label, cue_token=page.token_from(turn.colon[0]),
                       cue_span=turn.colon, is_quotation=True)


# --- quotations


def _take(page: Page, quotation: Quotation, found: list[Attribution], reports: _Reports) -> None:
    """Add one more quotation to what was found, when it has a speaker or is speech."""
    utterance = is_utterance(page, quotation)
    reported = _is_reported(page, quotation, reports)
    own = attribution_after(page, quotation)
    if own is None:
        own = attribution_before(page, quotation)
        if reported and not utterance and own is not None and _with_cue(found, own.cue_token) is None:
            own = None
    if own is not None:
        _add(page, quotation, own, found)
    elif reported:
        return
    elif utterance:
        _add_without_cue(page, quotation, found, reports)
    elif is_borrowed(page, quotation):
        _add(page, quotation, _borrowed(page, quotation, reports), found)


def _borrowed(page: Page, quotation: Quotation, reports: _Reports) -> Attribution:
    """A few quoted words as an attribution: with the whole report that they end, when a cue governs them."""
    governed = governing_attribution(page, quotation)
    if governed is None:
        return Attribution(pieces=quotation.pieces, source=None, is_quotation=True)
    beginning = next((page.offsets(report.pieces[0])[0] for report in reports.get(page.paragraph_of(quotation.start), ())
                      if report.cue_span[0] == governed.cue_token), quotation.start)
    if beginning >= quotation.start:
        return governed
    return replace(governed, pieces=((beginning, quotation.pieces[0][1]), *quotation.pieces[1:]))


def _add(page: Page, quotation: Quotation, own: Attribution, found: list[Attribution]) -> None:
    """Add a quotation that has a cue; with the cue of an earlier one it is a further piece of that."""
    if len(own.pieces) > 1:
        # A long quotation may begin as the end of one utterance and close, paragraphs later, with a cue of its own.
        previous = _continued(page, quotation, found, {})
        if previous is not None and previous[1]:
            found[found.index(previous[0])] = _extended(previous[0], own.pieces[:-1])
            own = replace(own, pieces=own.pieces[-1:])
    earlier = _with_cue(found, own.cue_token)
    if earlier is None:
        found.append(own)
    else:
        found[found.index(earlier)] = _extended(earlier, own.pieces)


def _add_without_cue(page: Page, quotation: Quotation, found: list[Attribution], reports: _Reports) -> None:
    """Add an utterance that nothing beside it attributes: it goes on from the one before, or its speaker is not known."""
    previous = _continued(page, quotation, found, reports)
    if previous is None:
        if is_speech(page, quotation):
            found.append(Attribution(pieces=quotation.pieces, source=None, is_quotation=True))
        return
    attribution, is_one_utterance = previous
    if is_one_utterance:
        found[found.index(attribution)] = _extended(attribution, quotation.pieces)
    else:
        found.append(Attribution(pieces=quotation.pieces, source=attribution.source, label=attribution.label, is_quotation=True))


def _continued(
    page: Page, quotation: Quotation, found: Sequence[Attribution], reports: _Reports,
) -> tuple[Attribution, bool] | None:
    """The attribution that a quotation without a cue goes on from, and whether it is one utterance with it.

    '"A," she said. "B."' is one utterance. After narration of its own the speaker goes on but the utterance is another.
    """
    at = page.paragraph_of(quotation.start)
    earlier = [one for one in _recent(page, found, at) if one.source is not None or one.label is not None]
    earlier += [_spoken(page, report) for paragraph in (at - 1, at) for report in reports.get(paragraph, ())
                if "quotation" in report.cue.introduces and page.offsets(report.pieces[-1])[1] <= quotation.start]
    if not earlier:
        return None
    last = max(earlier, key=lambda one: one.reach)
    between = page.tokens(last.reach, quotation.start)
    sentences_between = sum(token.text in TERMINALS for token in between)
    if not last.is_quotation:
        # '"A," she said, adding that B. "C."': A and C are one utterance.
        begin = _sentence_start(page, last)
        last = next((one for one in reversed(earlier) if one.is_quotation and one.source == last.source
                     and one.cue_span is not None and one.cue_span[0] >= begin), last)
    if page.paragraph_of(last.reach) == at:
        return last, last.is_quotation and sentences_between <= 1
    if not starts_paragraph(page, quotation) or sentences_between > 1:
        return None
    return last, last.is_quotation and not any(token.is_alpha for token in between)


def _recent(page: Page, found: Sequence[Attribution], paragraph: int) -> list[Attribution]:
    """What was found in a paragraph and the one before it, in the order in which it was found."""
    recent: list[Attribution] = []
    for one in reversed(found):
        if page.paragraph_of(one.reach) < paragraph - 1:
            break
        recent.append(one)
    return recent[::-1]


def _with_cue(found: Sequence[Attribution], cue_token: int | None) -> Attribution | None:
    """The attribution with that cue, if it is among the latest."""
    return None if cue_token is None else next((one for one in found[-4:] if one.cue_token == cue_token), None)


def _extended(attribution: Attribution, pieces: Sequence[Offsets]) -> Attribution:
    return replace(attribution, pieces=united((*attribution.pieces, *pieces)))


def _sentence_start(page: Page, attribution: Attribution) -> int:
    """Offset at which the sentence of the cue begins; the end of the text without a cue."""
    position = attribution.cue_token
    if position is None:
        return len(page.text)
    while position > 0 and not page.doc[position].is_sent_start:
        position -= 1
    return page.starts[position]


# --- reports


def _reports(page: Page) -> _Reports:
    """Reports whose cue stands in a paragraph that is read and outside quotation marks."""
    is_hidden = [True] * len(page.doc)
    for paragraph, (start, end) in enumerate(page.paragraphs):
        if paragraph in page.turns:
            continue
        for position in range(page.token_from(start), page.token_from(end)):
            is_hidden[position] = False
    for quotation in page.quotations:
        for start, end in quotation.pieces:
            for position in range(page.token_from(start), page.token_from(end)):
                is_hidden[position] = True
    by_paragraph: dict[int, list[Report]] = {}
    for question in page.questions:
        is_hidden[question.cue] = True                  # who is asked does not say what is asked
    asked = [question.tokens for question in page.questions]
    for report in find_reports(page.doc, cues=page.cues, is_hidden=is_hidden, questions=asked):
        by_paragraph.setdefault(page.paragraph_of(page.starts[report.cue_span[0]]), []).append(report)
    return by_paragraph


def _spoken(page: Page, report: Report) -> Attribution:
    """A report as an attribution, its content not yet fitted to the quotation marks."""
    return Attribution(
        pieces=tuple(page.offsets(piece) for piece in report.pieces), source=report.source_head, cue=report.cue,
        cue_token=report.cue_span[0], cue_span=page.offsets(report.cue_span),
    )


def _is_reported(page: Page, quotation: Quotation, reports: _Reports) -> bool:
    """Whether a quotation stands in what a report attributes, or right behind it."""
    start, end = page.token_from(quotation.pieces[0][0]), page.token_from(quotation.pieces[-1][1])
    return any(piece[0] <= start < piece[1] + REPORT_GAP_TOKENS or piece[0] < end <= piece[1]
               for report in reports.get(page.paragraph_of(quotation.start), ()) for piece in report.pieces)


def _reported(page: Page, quoted: Sequence[Attribution], reports: _Reports) -> Iterator[Attribution]:
    """The reports as attributions, their content cut so that it shares no words with a quotation of another speaker."""
    owned = frozenset(piece[1] for attribution in quoted for piece in attribution.pieces)
    taken = {attribution.cue_token for attribution in quoted}
    for beside in reports.values():
        for position, report in enumerate(beside):
            near = beside[max(0, position - NEIGHBOUR_REPORTS):position + NEIGHBOUR_REPORTS + 1]
            if report.cue_span[0] in taken or (_is_nested(report, near) and not _is_sure(page, report)):
                continue
            spans = [page.offsets(part) for span in report.pieces for part in _without_asides(span, report, near)]
            fitted = [part for start, end in spans for part in _fitted(page, start, end, owned)]
            pieces = united([piece for start, end in fitted if (piece := bare(page.text, start, end)) is not None])
            if pieces:
                yield replace(_spoken(page, report), pieces=pieces)


def _is_nested(report: Report, beside: Sequence[Report]) -> bool:
    """Whether somebody reports that this report was made. Of two that hold each other's cue, the one beside its content
    ('..., officials said') is the outer."""
    return any(_holds(other, report) and not (report.aside is not None and _holds(report, other))
               for other in beside if other is not report)


def _holds(outer: Report, inner: Report) -> bool:
    return any(start <= inner.cue_span[0] < end for start, end in outer.pieces)


def _is_sure(page: Page, report: Report) -> bool:
    """Whether a report inside another is speech of somebody named: 'officials said Ruiz had promised that ...'"""
    return report.source_head is not None and report.shape == "complement" and "quotation" in report.cue.introduces \
        and page.doc[report.source_head].pos_ == "PROPN"


def _without_asides(span: TokenSpan, report: Report, beside: Sequence[Report]) -> Iterator[TokenSpan]:
    """A content without the source and cue of another report that stand inside it: 'A, officials said'."""
    start, end = span
    for other in beside:
        if other is report or other.aside is None or not start <= other.aside[0] < end:
            continue
        if other.aside[0] > start:
            yield start, other.aside[0]
        start = max(start, other.aside[1])
    if start < end:
        yield start, end


def _fitted(page: Page, start: int, end: int, owned: frozenset[int]) -> Iterator[Offsets]:
    """A stretch of reported content, fitted to the quotation marks: a free quotation that it touches lies wholly inside,
    one that has its own attribution wholly outside.

    Args:
        owned: Ends of the pieces that quotations with an attribution of their own have.
    """
    paragraph = page.paragraph_of(start)
    position = bisect_right(page.quotations, start, key=lambda quotation: quotation.end)
    for quotation in page.quotations[position:position + NEIGHBOUR_QUOTATIONS]:
        inside = (quotation.pieces[0][0], quotation.pieces[-1][1])
        if page.paragraph_of(quotation.start) != paragraph \
                or (end <= inside[0] and not _LINK.fullmatch(page.text, end, inside[0])):
            break
        if any(piece_end in owned for _, piece_end in quotation.pieces):
            if start < inside[0]:
                yield start, min(end, quotation.start)
            start = max(start, quotation.end)
        else:
            start, end = min(start, inside[0]), max(end, inside[1])
    if start < end:
        yield start, end


def _settled(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """In order of content, without what cannot be right.

    Of several with one content, and of two that overlap without one lying inside the other, the first found stays: what
    quotation marks show comes before what the grammar shows.
    """
    by_content: dict[Offsets, Attribution] = {}
    for attribution in found:
        by_content.setdefault((attribution.start, attribution.end), attribution)
    kept: list[Attribution] = []
    reach = -1
    for attribution in sorted(by_content.values(), key=lambda one: (one.start, -one.end)):
        if not attribution.is_quotation and kept and attribution.start < reach < attribution.end:
            continue
        reach = max(reach, attribution.end)
        kept.append(attribution)
    return tuple(kept)
