"""From the scores of the tagger to spans and arcs."""

from collections.abc import Mapping

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from tests.transforms.extraction.test_word_pieces import small_tokenizer
from transforms.extraction.tagging import (
    ARC_SIZE,
    ARCS,
    ATTRIBUTION_TAGS,
    CHECKABILITY_SCORES,
    ENTITY_TAGS,
    Arc,
    Run,
    TaggedArticle,
    Tagger,
    tag_article,
)
from transforms.extraction.word_pieces import WordPieces

SURE = 12.0


def _pieces(count: int) -> WordPieces:
    """So many pieces of two characters with a blank between them."""
    starts = np.arange(count) * 3
    return WordPieces(ids=np.arange(10, 10 + count), shapes=np.ones(count, dtype=np.int64), starts=starts, ends=starts + 2)


def _network(
    tags: list[str], *, vectors: dict[int, NDArray[np.float32]] | None = None, names: list[str] | None = None,
) -> Run:
    """A network that is sure of the tags of pieces by their number, from 10; `vectors` are those of child and head alike."""
    def run(inputs: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        ids = inputs["ids"][0]
        width = len(ids)
        outputs = [np.zeros((1, width, size), dtype=np.float32)
                   for size in (len(ATTRIBUTION_TAGS), len(ENTITY_TAGS), len(ARCS) * ARC_SIZE, len(ARCS) * ARC_SIZE, len(ARCS),
                                CHECKABILITY_SCORES)]
        for column, number in enumerate(ids):
            if number < 10:
                continue
            outputs[0][0, column, ATTRIBUTION_TAGS.index(tags[number - 10])] = SURE
            if names:
                outputs[1][0, column, ENTITY_TAGS.index(names[number - 10])] = SURE
            if vectors and number - 10 in vectors:
                outputs[2][0, column] = outputs[3][0, column] = np.tile(vectors[number - 10], len(ARCS))
        return outputs
    return run


def _tagged(tags: list[str], *, vectors: dict[int, NDArray[np.float32]] | None = None,
            content_bias: float = 0.0) -> TaggedArticle:
    return tag_article(_pieces(len(tags)), run=_network(tags, vectors=vectors), first_id=1, last_id=2,
                       content_bias=content_bias)


def _axis(number: int) -> NDArray[np.float32]:
    return np.eye(ARC_SIZE, dtype=np.float32)[number] * 10


def test_spans_run_from_their_first_piece_to_their_last() -> None:
    found = _tagged(["B-source", "I-source", "B-cue", "O", "B-content", "I-content", "B-content"])
    assert [(span.label, span.start, span.end) for span in found.spans] == [
        ("source", 0, 5), ("cue", 6, 8), ("content", 12, 17), ("content", 18, 20)]
    assert all(span.probability > 0.99 for span in found.spans)


def test_names_have_tags_of_their_own() -> None:
    tags = ["B-person", "I-person", "B-person", "O", "B-place"]
    found = tag_article(_pieces(5), run=_network(["O"] * 5, names=tags), first_id=1, last_id=2)
    assert found.spans == ()
    assert [(name.label, name.start, name.end) for name in found.names] == [("person", 0, 5), ("person", 6, 8), ("place", 12, 14)]


def test_a_span_never_goes_on_from_nothing() -> None:
    found = _tagged(["O", "I-content", "I-content"])
    assert [(span.label, span.start, span.end) for span in found.spans] in ([("content", 0, 8)], [("content", 3, 8)])


def test_arcs_lead_to_the_head_that_fits() -> None:
    tags = ["B-source", "B-cue", "B-content", "B-source", "B-cue", "B-content"]
    left, right = _axis(0), _axis(1)
    found = _tagged(tags, vectors={0: left, 1: left, 2: left, 3: right, 4: right, 5: right})
    assert [(arc.child, arc.head) for arc in found.arcs["content", "cue"]] == [(2, 1), (5, 4)]
    assert [(arc.child, arc.head) for arc in found.arcs["content", "source"]] == [(2, 0), (5, 3)]
    assert [(arc.child, arc.head) for arc in found.arcs["cue", "source"]] == [(1, 0), (4, 3)]
    assert all(arc.probability > 0.99 for arcs in found.arcs.values() for arc in arcs)


def test_without_a_candidate_there_is_no_head() -> None:
    assert _tagged(["B-content", "O"]).arcs["content", "source"] == (Arc(child=0, head=None, probability=1.0),)


def test_a_bias_for_content_finds_more() -> None:
    tags = ["O", "O", "O"]
    assert _tagged(tags).spans == ()
    assert [(span.start, span.end) for span in _tagged(tags, content_bias=SURE + 1).spans] != []


def test_a_long_article_is_read_in_windows_without_a_seam() -> None:
    tags = ["B-source", "B-cue", "B-content", "I-content"] * 150
    found = _tagged(tags)
    assert [span.start for span in found.spans if span.label == "content"] == [6 + 12 * number for number in range(150)]


def test_an_article_without_pieces_has_no_spans() -> None:
    found = _tagged([])
    assert (found.spans, found.arcs, found.names, len(found.checkability)) == ((), dict.fromkeys(ARCS, ()), (), 0)


def test_the_tagger_reads_the_given_paragraphs() -> None:
    seen: list[list[int]] = []

    def run(inputs: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        seen.append(inputs["ids"][0].tolist())
        shape = (1, len(seen[-1]))
        return [np.zeros((*shape, size), dtype=np.float32)
                for size in (len(ATTRIBUTION_TAGS), len(ENTITY_TAGS), len(ARCS) * ARC_SIZE, len(ARCS) * ARC_SIZE, len(ARCS),
                             CHECKABILITY_SCORES)]

    Tagger(tokenizer=small_tokenizer(), run=run).tag("mayor said the", paragraphs=[(6, 10)])
    assert seen == [[1, 5, 2]]


@given(arrays(np.float32, st.tuples(st.integers(1, 40), st.just(len(ATTRIBUTION_TAGS))),
              elements=st.floats(-8, 8, width=32)))
def test_spans_of_any_scores_stand_apart_and_in_order(scores: NDArray[np.float32]) -> None:
    def run(inputs: Mapping[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        padded = np.concatenate([np.zeros((1, scores.shape[1])), scores, np.zeros((1, scores.shape[1]))])[None].astype(np.float32)
        width = inputs["ids"].shape[1]
        return [padded, *(np.zeros((1, width, size), dtype=np.float32)
                          for size in (len(ENTITY_TAGS), len(ARCS) * ARC_SIZE, len(ARCS) * ARC_SIZE, len(ARCS),
                                       CHECKABILITY_SCORES))]

    found = tag_article(_pieces(len(scores)), run=run, first_id=1, last_id=2)
    assert all(span.start < span.end and 0 <= span.probability <= 1 + 1e-6 for span in found.spans)
    assert all(one.end <= other.start for one, other in zip(found.spans, found.spans[1:], strict=False))
    for (child, head), arcs in found.arcs.items():
        assert all(found.spans[arc.child].label == child for arc in arcs)
        assert all(arc.head is None or found.spans[arc.head].label == head for arc in arcs)
