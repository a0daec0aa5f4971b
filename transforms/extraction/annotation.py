"""From the text of an article to a parsed `Doc` whose sentences never run across blocks."""

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from transforms.layout import BLOCK_SEPARATOR

BLOCK_BOUNDARIES = "onrecord_block_boundaries"
"""Name under which the component is registered with spaCy."""

SENTENCE_COMPONENTS = ("parser", "senter", "sentencizer")
"""Components that part sentences; boundaries must be set before the first of them runs."""

CLOSING_MARKS = frozenset({"”", "’", '"', "'", ")", "]"})
DATELINE_DASHES = frozenset({"—", "–", "--", "-"})
MAX_DATELINE_TOKENS = 14
MIN_DATELINE_LENGTH = 3
"""Shorter words in capitals open sentences too ("US – China talks")."""


@Language.component(BLOCK_BOUNDARIES)
def mark_block_boundaries(doc: Doc) -> Doc:
    """Force a sentence to begin with each block and after a dateline, and none with a mark that closes what precedes it.

    White space between blocks belongs to the sentence before it. The parser and the entity recogniser both respect
    boundaries that are set, so neither a sentence nor a name can join a headline to the line under it.
    """
    opens_block = True
    story_start = 0
    for token in doc:
        if token.is_space:
            # A white-space token opens a sentence only where nothing stands before it to which it could belong.
            if token.i > 0:
                token.is_sent_start = False
            opens_block = opens_block or BLOCK_SEPARATOR in token.text
            continue
        if opens_block:
            story_start = _story_start(doc, token.i)
        if opens_block or token.i == story_start:
            if token.i > 0:
                token.is_sent_start = True
        elif token.i < story_start or _closes_what_precedes(token):
            token.is_sent_start = False
        opens_block = False
    return doc


def _closes_what_precedes(token: Token) -> bool:
    """Whether the token is a closing mark that touches the word before it."""
    return token.i > 0 and token.text in CLOSING_MARKS and not token.nbor(-1).whitespace_ and not token.nbor(-1).is_space


def _story_start(doc: Doc, block_start: int) -> int:
    """The token that opens the story after a dateline ("OSLO, Jan. 3 (Reuters) — The ..."); `block_start` without one."""
    if not doc[block_start].is_upper or len(doc[block_start]) < MIN_DATELINE_LENGTH:
        return block_start
    for i in range(block_start + 1, min(len(doc) - 1, block_start + MAX_DATELINE_TOKENS)):
        if doc[i].text in DATELINE_DASHES:
            return i + 1 if doc[i].whitespace_ or doc[i].text == "—" else block_start
        if BLOCK_SEPARATOR in doc[i].text:
            break
    return block_start


def prepare_pipeline(nlp: Language) -> Language:
    """Make a loaded pipeline respect blocks. Changes `nlp` itself and returns it; doing it twice changes nothing.

    Args:
        nlp: English pipeline with a parser, tagger and entity recogniser.
    """
    if BLOCK_BOUNDARIES not in nlp.pipe_names:
        first = next((name for name in nlp.pipe_names if name in SENTENCE_COMPONENTS), None)
        nlp.add_pipe(BLOCK_BOUNDARIES, before=first)
    return nlp


def parse_articles(nlp: Language, texts: Iterable[str], *, batch_size: int = 8) -> Iterator[Doc]:
    """Parse articles in the order given.

    Args:
        nlp: Pipeline from `prepare_pipeline`.
        texts: Text of each article as `transforms.layout.hide_unanalysed` leaves it.
        batch_size: Whole articles a batch; large batches cost memory and save no time.

    Returns:
        One `Doc` an article; `doc.text` equals the text given, so its offsets are those of `articles.text`.
    """
    yield from nlp.pipe(texts, batch_size=batch_size)


def sentence_spans(doc: Doc) -> tuple[tuple[int, int], ...]:
    """Half-open character offsets of the sentences that hold more than white space, in order.

    White space at either end is left out. The position of a sentence here is the `sentence_index` of all rows.
    """
    spans: list[tuple[int, int]] = []
    for sentence in doc.sents:
        text = sentence.text
        stripped = text.strip()
        if stripped:
            start = sentence.start_char + len(text) - len(text.lstrip())
            spans.append((start, start + len(stripped)))
    return tuple(spans)
