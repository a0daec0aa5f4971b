"""Annotated corpora as labelled texts: PolNeAR for attributions, GUM, the English Web Treebank and news for names, debates and
speeches for sentences that can be checked."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.augmentation import LabelledSentence, LabelledSpan, LabelledText
from transforms.extraction.checkability import Checkability

_NAME_TYPES = {"person": "person", "organization": "organisation", "place": "place", "event": "event", "object": "other",
               "abstract": "other", "animal": "other", "plant": "other", "substance": "other"}

_SENTENCES_PER_TEXT = 12
"""Sentences of the Web Treebank, which come without their documents, joined to one text."""


def read_polnear(path: Path) -> list[LabelledText]:
    """Articles with sources, cues and contents; spans of one attribution have the same link."""
    return [LabelledText(text=article["text"], spans=tuple(sorted(_attribution_spans(article), key=lambda span: span.start)))
            for article in _lines(path)]


def _attribution_spans(article: dict) -> Iterator[LabelledSpan]:
    for number, attribution in enumerate(article["attributions"]):
        for part in ("source", "cue", "content"):
            for start, end in attribution[part]:
                yield LabelledSpan(label=part, start=start, end=end, link=number)


def read_gum_names(path: Path) -> list[LabelledText]:
    """Texts with the cores of their names: without title, determiner and apposition. Plural peoples are left out."""
    return [_with_names(text["text"], [
        (mention["name_start"], mention["name_end"], _NAME_TYPES[mention["etype"]])
        for mention in text["mentions"]
        if mention["kind"] == "name" and not mention.get("norp") and mention["etype"] in _NAME_TYPES])
        for text in _lines(path)]


def read_web_treebank_names(path: Path) -> list[LabelledText]:
    """Sentences of the Web Treebank, twelve to a text."""
    sentences = list(_lines(path))
    texts: list[LabelledText] = []
    for first in range(0, len(sentences), _SENTENCES_PER_TEXT):
        names: list[tuple[int, int, str]] = []
        text = ""
        for sentence in sentences[first:first + _SENTENCES_PER_TEXT]:
            names += [(len(text) + name["start"], len(text) + name["end"], _NAME_TYPES[name["etype"]])
                      for name in sentence["mentions"]]
            text += sentence["text"] + "\n\n"
        texts.append(_with_names(text, names))
    return texts


def read_news_names(labels: Path, texts: Sequence[Path]) -> list[LabelledText]:
    """News whose names were annotated for this project: labels without text, joined with the corpora that hold the articles.

    Args:
        labels: One line for an article: `id`; `text_sha256`, its first 16 digits; `names`, each as start, end and type; and
            `read_to`, where the annotator stopped reading before the end.
        texts: Files of the corpora, one article a line, with `text`, or `title` and `body`.

    Raises:
        ValueError: An article is not the one that was annotated.
    """
    found = {article["id"]: article.get("text") or f"{article['title']}\n\n{article['body']}"
             for path in texts for article in _lines(path)}
    labelled: list[LabelledText] = []
    for line in _lines(labels):
        text = found[line["id"]]
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        if digest != line["text_sha256"]:
            raise ValueError(f"{labels}: article {line['id']}: expected a text with digest {line['text_sha256']}, "
                             f"found {digest}; is it another version of the corpus?")
        labelled.append(_with_names(text[:line.get("read_to")], [(start, end, kind) for start, end, kind in line["names"]]))
    return labelled


def read_sentences(path: Path, *, checkability: Checkability) -> list[LabelledSentence]:
    """Sentences with a label of 0 or 1 for one kind of checkability, in the order of the file."""
    return [LabelledSentence(text=line["text"], checkability=checkability, is_so=bool(line["label"])) for line in _lines(path)]


def _with_names(text: str, names: Sequence[tuple[int, int, str]]) -> LabelledText:
    """Of names that overlap the longest is kept."""
    spans: list[LabelledSpan] = []
    for start, end, label in sorted(names, key=lambda name: (name[0], -name[1])):
        if not spans or start >= spans[-1].end:
            spans.append(LabelledSpan(label=label, start=start, end=end))
    return LabelledText(text=text, spans=tuple(spans))


def _lines(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf8") as file:
        for line in file:
            yield json.loads(line)
