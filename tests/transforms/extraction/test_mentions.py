"""Mention rows: exact spans, one entity each, and nothing out of blocks that are not analysed."""

import pytest
from spacy.language import Language

from schemas.vocabulary import BlockKind
from transforms.extraction.mentions import EXTRACTOR, find_mentions
from transforms.extraction.rows import ArticleMentions
from transforms.layout import Block, hide_unanalysed, lay_out

Pieces = list[tuple[BlockKind, str]]


def mentions_of(nlp: Language, pieces: Pieces) -> tuple[str, ArticleMentions]:
    text, blocks = lay_out(pieces)
    return text, find_mentions(nlp(hide_unanalysed(text, blocks)), article_id="a_0000000000000001", blocks=blocks)


STORY: Pieces = [
    ("headline", "Okafor meets Lindqvist in Oslo"),
    ("byline", "By Maria Keller"),
    ("caption", "Prime Minister Lena Okafor in Paris. Photo: Tom Reed"),
    ("body", "OSLO — Prime Minister Lena Okafor met Erik Lindqvist on Friday. Okafor’s plane had landed in Norway late."),
    ("body", "“We agree on much,” Lindqvist said. He left Oslo at night."),
    ("boilerplate", "Sign up for the Daily Post newsletter by Anna Berg."),
]


def test_rows_of_a_story(nlp: Language) -> None:
    text, found = mentions_of(nlp, STORY)
    names = {entity.entity_id: entity.canonical_name for entity in found.entities}
    assert [(m.text, names[m.entity_id or ""], m.mention_kind, m.block_kind, m.sentence_index) for m in found.mentions] == [
        ("Okafor", "Lena Okafor", "name", "headline", 0),
        ("Lindqvist", "Erik Lindqvist", "name", "headline", 0),
        ("Oslo", "Oslo", "name", "headline", 0),
        ("OSLO", "Oslo", "name", "body", 1),
        ("Lena Okafor", "Lena Okafor", "name", "body", 2),
        ("Erik Lindqvist", "Erik Lindqvist", "name", "body", 2),
        ("Okafor", "Lena Okafor", "name", "body", 3),
        ("Norway", "Norway", "name", "body", 3),
        ("Lindqvist", "Erik Lindqvist", "name", "body", 4),
        ("He", "Erik Lindqvist", "pronoun", "body", 5),
        ("Oslo", "Oslo", "name", "body", 5),
    ]
    assert all(text[m.char_start:m.char_end] == m.text for m in found.mentions)
    assert {m.entity_label for m in found.mentions if m.mention_kind == "pronoun"} == {None}
    assert {m.extractor for m in found.mentions} == {EXTRACTOR}


def test_keys_are_unique_and_refer_to_entities(nlp: Language) -> None:
    _, found = mentions_of(nlp, STORY)
    assert len({m.mention_id for m in found.mentions}) == len(found.mentions)
    assert {m.entity_id for m in found.mentions} == {entity.entity_id for entity in found.entities}


def test_couple_with_one_surname(nlp: Language) -> None:
    _, found = mentions_of(nlp, [
        ("body", "President Joe Biden met Prime Minister Fumio Kishida in Hiroshima. Biden spoke first."),
        ("body", "Kishida invited Biden and his wife, first lady Jill Biden, to dinner, and Biden accepted."),
    ])
    names = {entity.entity_id: entity.canonical_name for entity in found.entities}
    assert [(m.text, names[m.entity_id or ""]) for m in found.mentions if "Biden" in m.text or m.mention_kind == "pronoun"] == [
        ("Joe Biden", "Joe Biden"), ("Biden", "Joe Biden"), ("Biden", "Joe Biden"), ("his", "Joe Biden"),
        ("Jill Biden", "Jill Biden"), ("Biden", "Joe Biden"),
    ]


@pytest.mark.parametrize("pieces", [
    pytest.param([], id="no-blocks"),
    pytest.param([("caption", "Barack Obama in Berlin."), ("credit", "Photo: Tom Reed")], id="nothing-analysed"),
    pytest.param([("body", "It rained all night and nobody went out.")], id="no-names"),
])
def test_article_without_mentions(nlp: Language, pieces: Pieces) -> None:
    _, found = mentions_of(nlp, pieces)
    assert found == ArticleMentions(entities=(), mentions=())


def test_blocks_of_another_article_are_refused(nlp: Language) -> None:
    doc = nlp("Barack Obama went to Berlin.")
    with pytest.raises(ValueError, match="inside one analysed block"):
        find_mentions(doc, article_id="a_0000000000000001",
                      blocks=[Block(kind="caption", text=doc.text, start=0, end=len(doc.text))])
