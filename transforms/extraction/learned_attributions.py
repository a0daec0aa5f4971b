"""Attributions of an article from what the learned tagger found, with edges from the quotation marks and gaps filled by rules.

The tagger knows what is attributed to whom, quotation marks know to the letter where quoted words begin and end, and the
rules know the layouts (transcripts, signatures) that are rare in what the tagger learned from.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transforms.extraction.cues import Cue
from transforms.extraction.page import Attribution, Page, bare, united
from transforms.extraction.quotation_marks import Offsets, Quotation
from transforms.extraction.reporting import FINITE_TAGS, hearer_of, overheard_speaker, verb_cue, without
from transforms.extraction.tagging import TaggedArticle, TaggedSpan

QUOTED_SHARE = 0.5
"""A quotation with so much of it tagged as content is content from mark to mark."""

SAME_CONTENT_SHARE = 0.5
"""An attribution that the rules found shares so much of its content with a tagged one when both are the same."""

LONGEST_INTERRUPTION = 60
"""Most characters between two pieces of one utterance, quotation marks included: '", she told the council on Tuesday, "'"""

CUE_BESIDE_CHARACTERS = 40
"""A cue that the rules found within so many characters of a quotation says who speaks more surely than the tagger, unless
that is sure."""

SURE_SOURCE = 0.7
"""From this probability on the tagger's source of a quotation stands whatever the rules say."""

OVERHEARD_TOKENS = 7
"""Most tokens of a content up to the verb by which it says who is heard: 'a clip of Ana Ruiz saying'"""

_EMPTY = frozenset({"PRON", "DET", "ADP", "PART", "CCONJ", "SCONJ", "AUX", "PUNCT", "SPACE", "SYM"})
"""Parts of speech of words that alone say nothing."""

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X"})



@dataclass(slots=True, kw_only=True)
class _Content:
    """A tagged content on its way to the marks.

    Args:
        cue: Position of its cue among the tagged spans.
        source: Position of its source among them.
        content_probability: Mean over its word pieces.
        source_probability: Of its source among all candidates, none included.
    """

    pieces: tuple[Offsets, ...]
    cue: int | None
    source: int | None
    content_probability: float
    source_probability: float


def tagged_attributions(page: Page, tagged: TaggedArticle, *, ruled: Sequence[Attribution]) -> Iterator[Attribution]:
    """Join what the tagger found with the quotation marks and with what the rules found.

    Args:
        page: The article.
        tagged: What the tagger found in it.
        ruled: What the rules found in it.

    Returns:
        Attributions whose contents share no character, in no certain order.
    """
    contents = [content for content in _contents(page, tagged) if _with_asker(content, page, tagged)]
    turns = [page.paragraphs[position] for position in sorted(page.turns)]
    for content in contents:
        content.pieces = _cut(page.text, content.pieces, turns)
    for quotation in page.quotations:
        _fit(contents, quotation, page.text)
    contents = [content for content in contents if content.pieces]
    labelled = [one for one in ruled if one.label is not None]
    found: list[Attribution] = []
    for label, group in _by_label(contents, labelled):
        found.append(replace(label, pieces=united([piece for content in group for piece in content.pieces])))
        contents = [content for content in contents if content not in group]
    found += [_attribution(page, tagged, group) for group in _grouped(contents, page.text)]
    found = [one for one in found if _says_something(page, one)]
    found = [_of_overheard(page, one) for one in found]
    taken = [piece for one in found for piece in one.pieces]
    found = [replace(one, is_ruled=_is_found_among(one, ruled)) for one in found]
    beside = [one for one in ruled if one.is_quotation and _has_cue_beside(one)]
    for one in found:
        if one.source is None and one.label is None:
            yield _with_ruled_source(replace(one, source=_asker(page, one)), ruled)
        elif one.is_quotation and (one.source_probability or 0) < SURE_SOURCE:
            yield _with_ruled_source(one, beside)
        else:
            yield one
    for one in ruled:
        if (one.is_quotation or (_is_answer(page, one) and _says_something(page, one))) and not _overlap(one.pieces, taken):
            yield one


def _contents(page: Page, tagged: TaggedArticle) -> Iterator[_Content]:
    cues = {arc.child: arc for arc in tagged.arcs["content", "cue"]}
    sources = {arc.child: arc for arc in tagged.arcs["content", "source"]}
    of_cues = {arc.child: arc for arc in tagged.arcs["cue", "source"]}
    for position, span in enumerate(tagged.spans):
        if span.label != "content":
            continue
        words = bare(page.text, span.start, span.end)
        if words is None:
            continue
        cue = cues[position].head
        source = sources[position]
        if source.head is None and cue is not None:
            source = of_cues[cue]
        yield _Content(pieces=(words,), cue=cue, source=source.head,
                       content_probability=span.probability, source_probability=source.probability)


def _with_asker(content: _Content, page: Page, tagged: TaggedArticle) -> bool:
    """Give what somebody was asked to who asked it, and take it out of the answer.

    Returns:
        Whether anything of the content is left: the one who is asked is no part of the question.
    """
    for question in page.questions:
        opening, end = page.offsets(question.tokens)
        start = opening if question.asked is None else page.starts[question.cue]
        content.pieces = _cut(page.text, content.pieces, [(opening, start)])
        shared = _overlap(content.pieces, [(start, end)])
        if not shared or shared < SAME_CONTENT_SHARE * _length(content.pieces):
            continue
        content.pieces = tuple((max(start, first), min(end, last)) for first, last in content.pieces
                               if first < end and start < last)
        inside = [position for position, span in enumerate(tagged.spans) if opening <= span.start and span.end <= end]
        content.cue = next((position for position in inside if tagged.spans[position].label == "cue"), None)
        content.source = next((position for position in inside if tagged.spans[position].label == "source"
                               and _holds(page, tagged.spans[position], question.asker)), None)
    return bool(content.pieces)


def _holds(page: Page, span: TaggedSpan, token: int | None) -> bool:
    return token is not None and span.start <= page.starts[token] < span.end


def _of_overheard(page: Page, attribution: Attribution) -> Attribution:
    """The attribution with who is heard or recorded saying it as its source, where its content begins with that: 'footage of
    Ruiz saying the road was shut', 'recalled hearing her say so'."""
    first = page.token_from(attribution.start)
    for verb in page.doc[max(0, first - 2):first + OVERHEARD_TOKENS]:
        cue = verb_cue(verb, page.cues)
        speaker = overheard_speaker(verb) if cue is not None else None
        if cue is None or speaker is None or any(token.tag_ in FINITE_TAGS for token in page.doc[first:verb.i]):
            continue
        hearer = hearer_of(verb)
        last = cue[1][1] if hearer is None else hearer.right_edge.i + 1
        opening = (attribution.start, page.offsets((verb.i, last))[1])
        pieces = _cut(page.text, attribution.pieces, [opening])
        is_outside = not any(start <= verb.idx < end for one in _near(page, attribution) for start, end in one.pieces)
        if pieces and is_outside:
            return replace(attribution, pieces=pieces, source=speaker.i, label=None, cue=cue[0], cue_token=verb.i,
                           cue_span=page.offsets(cue[1]), source_probability=None)
    return attribution


def _asker(page: Page, attribution: Attribution) -> int | None:
    """Who is said to have asked it, where it is what somebody was asked."""
    return next((question.asker for question in page.questions if page.offsets(question.tokens)[0] <= attribution.start
                 and attribution.end <= page.offsets(question.tokens)[1]), None)


def _is_answer(page: Page, attribution: Attribution) -> bool:
    """Whether somebody named says it in the sentence that tells what was asked."""
    cue = attribution.cue_token
    return cue is not None and attribution.source is not None and any(
        page.doc[question.cue].sent.start <= cue < page.doc[question.cue].sent.end for question in page.questions)


def _fit(contents: Sequence[_Content], quotation: Quotation, text: str) -> None:
    """Give a quotation that is mostly content wholly to the content that has most of it."""
    shares = [_overlap(content.pieces, quotation.pieces) for content in contents]
    if sum(shares) < QUOTED_SHARE * _length(quotation.pieces):
        return
    owner = max(range(len(contents)), key=shares.__getitem__)
    for position, content in enumerate(contents):
        if position == owner:
            content.pieces = united((*content.pieces, *quotation.pieces))
        elif shares[position]:
            content.pieces = _cut(text, content.pieces, quotation.pieces)


def _says_something(page: Page, attribution: Attribution) -> bool:
    """Whether a content holds more than pronouns and articles."""
    return any(token.pos_ not in _EMPTY for piece in attribution.pieces for token in page.tokens(*piece))


def _by_label(contents: Sequence[_Content], labelled: Sequence[Attribution]) -> Iterator[tuple[Attribution, list[_Content]]]:
    """The contents that stand mostly in what a speaker label or a signature attributes."""
    for label in labelled:
        group = [content for content in contents if _overlap(content.pieces, label.pieces)
                 >= SAME_CONTENT_SHARE * _length(content.pieces)]
        if group:
            yield label, group


def _grouped(contents: Sequence[_Content], text: str) -> Iterator[list[_Content]]:
    """Contents of one cue together where no more than source and cue parts them; others by themselves."""
    by_cue: dict[int | None, list[list[_Content]]] = {}
    for content in sorted(contents, key=lambda one: one.pieces):
        groups = by_cue.setdefault(content.cue, [])
        if groups and content.cue is not None and _goes_on(groups[-1][-1], content, text):
            groups[-1].append(content)
        else:
            groups.append([content])
    for groups in by_cue.values():
        yield from groups


def _goes_on(earlier: _Content, later: _Content, text: str) -> bool:
    between = text[earlier.pieces[-1][1]:later.pieces[0][0]]
    return len(between) <= LONGEST_INTERRUPTION and "\n" not in between


def _attribution(page: Page, tagged: TaggedArticle, group: Sequence[_Content]) -> Attribution:
    first = max(group, key=lambda content: content.content_probability * content.source_probability)
    cue = tagged.spans[first.cue] if first.cue is not None else None
    head = _head(page, cue) if cue is not None else None
    return Attribution(
        pieces=united([piece for content in group for piece in content.pieces]),
        source=_noun(page, tagged.spans[first.source]) if first.source is not None else None,
        cue=_entry(page, head) if head is not None else None, cue_token=head,
        cue_span=(cue.start, cue.end) if cue is not None else None,
        is_quotation=any(_overlap(content.pieces, quotation.pieces) for content in group for quotation in _near(page, content)),
        content_probability=first.content_probability, source_probability=first.source_probability, is_ruled=False,
    )


def _near(page: Page, content: _Content | Attribution) -> Sequence[Quotation]:
    first = bisect_right(page.quotations, content.pieces[0][0], key=lambda quotation: quotation.end)
    last = bisect_left(page.quotations, content.pieces[-1][1], key=lambda quotation: quotation.start)
    return page.quotations[first:last]


def _head(page: Page, span: TaggedSpan) -> int | None:
    """The token on which the others of a span depend."""
    tokens = page.doc.char_span(span.start, span.end, alignment_mode="expand")
    return tokens.root.i if tokens is not None and len(tokens) else None


def _noun(page: Page, span: TaggedSpan) -> int | None:
    """The token that names a source: its head, else the last noun in it; None when a source holds neither."""
    head = _head(page, span)
    if head is None or page.doc[head].pos_ in _NOMINAL:
        return head
    return next((token.i for token in reversed(page.tokens(span.start, span.end)) if token.pos_ in _NOMINAL), None)


def _entry(page: Page, head: int) -> Cue | None:
    token = page.doc[head]
    lemma = token.lemma_.lower()
    if token.pos_ == "NOUN":
        return page.cues.nouns.get(lemma) or page.cues.verbs.get(lemma)
    return page.cues.verbs.get(lemma) or page.cues.nouns.get(lemma)


def _is_found_among(attribution: Attribution, ruled: Sequence[Attribution]) -> bool:
    length = _length(attribution.pieces)
    return any(_overlap(one.pieces, attribution.pieces) >= SAME_CONTENT_SHARE
               * max(length, _length(one.pieces)) for one in ruled)


def _has_cue_beside(attribution: Attribution) -> bool:
    """Whether a cue stands so near that a quotation can hardly have another: '"A," said Ruiz'"""
    cue = attribution.cue_span
    return cue is not None and any(
        abs(cue[0] - edge) < CUE_BESIDE_CHARACTERS for piece in attribution.pieces for edge in piece)


def _with_ruled_source(attribution: Attribution, ruled: Sequence[Attribution]) -> Attribution:
    """The attribution with source and cue of the first of `ruled` that has most of its content."""
    length = _length(attribution.pieces)
    for one in ruled:
        if (one.source is not None or one.label is not None) \
                and _overlap(one.pieces, attribution.pieces) >= SAME_CONTENT_SHARE * length:
            own = attribution if one.cue_span is None else one
            return replace(
                attribution, source=one.source, label=one.label, cue=own.cue, cue_token=own.cue_token, cue_span=own.cue_span,
                source_probability=attribution.source_probability if one.source == attribution.source else None)
    return attribution


def _length(pieces: Sequence[Offsets]) -> int:
    return sum(end - start for start, end in pieces)


def _overlap(some: Sequence[Offsets], others: Sequence[Offsets]) -> int:
    return sum(max(0, min(end, other_end) - max(start, other_start))
               for start, end in some for other_start, other_end in others)


def _cut(text: str, pieces: Sequence[Offsets], holes: Sequence[Offsets]) -> tuple[Offsets, ...]:
    """What is left of the pieces outside the holes."""
    return tuple(words for piece in pieces for part in without(piece, holes) if (words := bare(text, *part)) is not None)
