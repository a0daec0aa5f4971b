"""Sentences stop where blocks stop, and offsets stay those of the article."""

import pytest
from spacy.language import Language

from schemas.vocabulary import BlockKind
from transforms.extraction.annotation import BLOCK_BOUNDARIES, parse_articles, prepare_pipeline, sentence_spans
from transforms.layout import hide_unanalysed, lay_out


def sentences_of(nlp: Language, pieces: list[tuple[BlockKind, str]]) -> tuple[str, list[str]]:
    text, blocks = lay_out(pieces)
    (doc,) = parse_articles(nlp, [hide_unanalysed(text, blocks)])
    assert doc.text == hide_unanalysed(text, blocks)
    return text, [text[start:end] for start, end in sentence_spans(doc)]


@pytest.mark.parametrize(("pieces", "expected"), [
    pytest.param(
        [("headline", "Mayor Ortiz opens new bridge over"), ("body", "the river was crowded on Monday.")],
        ["Mayor Ortiz opens new bridge over", "the river was crowded on Monday."],
        id="unfinished-headline-does-not-join-the-body"),
    pytest.param(
        [("body", "Ana Ruiz left."), ("caption", "Ana Ruiz waves. Photo: J. Doe"), ("body", "She did not return.")],
        ["Ana Ruiz left.", "She did not return."],
        id="hidden-block-yields-no-sentence"),
    pytest.param(
        [("caption", "A bridge at dawn."), ("body", "It was closed."), ("boilerplate", "Sign up for our newsletter.")],
        ["It was closed."],
        id="hidden-blocks-at-both-ends"),
    pytest.param([("caption", "Nothing but a caption.")], [], id="nothing-to-analyse"),
    pytest.param(
        [("body", "One fell. Two rose."), ("body", "“We won,” Lee said.")],
        ["One fell.", "Two rose.", "“We won,” Lee said."],
        id="sentences-within-blocks"),
    pytest.param(
        [("body", "OSLO — Prime Minister Lena Okafor left. She flew home."),
         ("body", 'Lee said they "won the vote." Then he left.')],
        ["OSLO —", "Prime Minister Lena Okafor left.", "She flew home.", 'Lee said they "won the vote."', "Then he left."],
        id="dateline-stands-apart-and-closing-mark-stays"),
])
def test_sentence_spans(nlp: Language, pieces: list[tuple[BlockKind, str]], expected: list[str]) -> None:
    _, sentences = sentences_of(nlp, pieces)
    assert sentences == expected


def test_names_do_not_cross_blocks(nlp: Language) -> None:
    text, blocks = lay_out([("headline", "Storm hits New"), ("body", "York Minster was closed by the city of York.")])
    (doc,) = parse_articles(nlp, [text])
    second = blocks[1].start
    assert [ent.text for ent in doc.ents if ent.start_char < second < ent.end_char] == []


def test_parse_articles_keeps_order_and_text(nlp: Language) -> None:
    texts = ["First story.", "", "  \n\n  ", "Second story.\n\nIts end."]
    assert [doc.text for doc in parse_articles(nlp, texts, batch_size=2)] == texts
    assert [len(sentence_spans(doc)) for doc in parse_articles(nlp, texts)] == [1, 0, 0, 2]


def test_prepare_pipeline_twice_changes_nothing(nlp: Language) -> None:
    names = list(nlp.pipe_names)
    assert prepare_pipeline(nlp).pipe_names == names
    assert names.index(BLOCK_BOUNDARIES) < names.index("parser")
