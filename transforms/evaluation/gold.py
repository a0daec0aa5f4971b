"""What people have annotated: the layouts of annotated corpora, recognised by the keys of a record, and their records."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import AliasChoices, Field, TypeAdapter, ValidationError

from schemas.vocabulary import QuoteType
from transforms.evaluation.alignment import Span

DocumentLayout = Literal["pages", "entities", "attributions", "sentences", "claims"]
"""What one scored document can be."""

Layout = Literal[DocumentLayout, "labels", "claim_labels"]
"""What one annotated file can be. `labels` are attributions and `claim_labels` are sentences without the text, which belongs to
somebody else; they are joined with it before they are scored."""

SpeakerKind = Literal["named", "pronoun", "nominal", "collective", "anonymous", "none"]
"""How the source refers to the speaker; `none` where there is no source."""

Record = TypeVar("Record")

_KEYS: Mapping[Layout, frozenset[str]] = MappingProxyType({
    "pages": frozenset({"id", "file", "body"}),
    "entities": frozenset({"id", "text", "mentions"}),
    "attributions": frozenset({"id", "text", "attributions"}),
    "sentences": frozenset({"id", "text", "label"}),
    "labels": frozenset({"id", "text_sha256", "attributions"}),
    "claims": frozenset({"id", "text", "units"}),
    "claim_labels": frozenset({"id", "start", "end", "sentence_sha256", "claim_type"}),
})
"""Keys of each layout, tried in this order: a record with mentions may hold attributions too."""

_SHOWN_KEYS = 8


class GoldError(ValueError):
    """An annotated record is not laid out as its corpus is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution: who (source) says what (content), each in one or more pieces. `source` is empty when none is annotated.

    Args:
        speaker_name: Usual full name of the speaker; None where the article names none, or a group.
        speaker_kind: None in a corpus that does not say who its sources are.
    """

    content: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    source_text: str | None = None
    kind: QuoteType | None = None
    speaker_name: str | None = None
    speaker_kind: SpeakerKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionArticle:
    """An article with its attributions."""

    id: str
    text: str
    attributions: tuple[Attribution, ...]
    title: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionLabels:
    """The attributions of an article without its text, and the digest (of its UTF-8) by which the text is known."""

    id: str
    text_sha256: str
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredText:
    """The text that labels are about, as a corpus of pages or of articles holds it."""

    id: str
    text: Annotated[str, Field(validation_alias=AliasChoices("text", "body"))]
    title: str | None = None
    date: Annotated[str | None, Field(validation_alias=AliasChoices("date", "published_day"))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldMention:
    """One mention. `name_start` and `name_end` enclose the bare name in it; `cluster` is None without coreference annotation."""

    start: int
    end: int
    kind: str
    etype: str | None = None
    cluster: str | None = None
    name_start: int | None = None
    name_end: int | None = None
    norp: bool | None = None
    wiki: str | None = None
    qid: str | None = None
    instance_id: str | None = None

    @property
    def identity(self) -> str | None:
        """Name under which all articles know the entity. None when it is not linked."""
        return self.wiki or self.instance_id or self.qid


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldCluster:
    """One entity of an article, with names that are right for it."""

    id: str
    wiki: str | None = None
    canonical: str | None = None
    longest_name: str | None = None
    instance_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDate:
    """One date expression, its value in TEI's forms: a point, a range, or bounds. A `dateline` states the article's own date."""

    start: int
    end: int
    when: str | None = None
    first: Annotated[str | None, Field(validation_alias="from")] = None
    last: Annotated[str | None, Field(validation_alias="to")] = None
    dateline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityArticle:
    """An article with its mentions, entities and dates; all of them are annotated within `scope` only."""

    id: str
    text: str
    mentions: tuple[GoldMention, ...]
    clusters: tuple[GoldCluster, ...] = ()
    dates: tuple[GoldDate, ...] = ()
    scope: Span | None = None
    corpus: str | None = None
    title: str | None = None
    date_created: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPage:
    """A page of HTML with the parts that a reader sees. `file` is relative to the record's own file."""

    id: str
    file: str
    body: str | None = None
    title: str | None = None
    authors: tuple[str, ...] | None = None
    published_day: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSentence:
    """A sentence and whether it is what its corpus asks for: check-worthy, or verifiable."""

    id: str
    text: str
    label: bool

    @property
    def checkability(self) -> Literal["check_worthy", "verifiable"]:
        """What the label means: PoliClaim asks whether a sentence can be checked, CheckThat! whether it is worth it."""
        return "verifiable" if self.id.startswith("policlaim") else "check_worthy"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLabels:
    """What a sentence of an article claims; columns of `claims`, under their names.

    Args:
        id: The article.
        unit: Whether it is a whole sentence or one inside quotation marks.
        sentence_sha256: First digits of the digest by which the sentence is known.
    """

    id: str
    start: int
    end: int
    unit: Literal["sentence", "quotation"]
    sentence_sha256: str
    check_worthiness_class: str
    is_verifiable: bool
    claim_type: str
    modality: str
    is_negated: bool
    quantity_value: float | None
    quantity_unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimArticle:
    """An article with labelled sentences."""

    id: str
    text: str
    units: tuple[ClaimLabels, ...]
    title: str | None = None
    date: str | None = None


def recognise_layout(line: str, *, where: str) -> Layout:
    """The layout of a corpus, by the keys of its first record.

    Args:
        line: One record as JSON.
        where: Its file, for the message.

    Raises:
        GoldError: It is none of the layouts known.
    """
    try:
        record: Any = json.loads(line)
    except ValueError as error:
        raise GoldError(f"{where}: expected one JSON object a line, got a line that is none ({error})") from error
    keys = {str(key) for key in cast("dict[Any, Any]", record)} if isinstance(record, dict) else set[str]()
    for layout, expected in _KEYS.items():
        if expected <= keys:
            return layout
    known = "; ".join(f"{layout}: {', '.join(sorted(expected))}" for layout, expected in _KEYS.items())
    found = ", ".join(sorted(keys)[:_SHOWN_KEYS]) or "no object"
    raise GoldError(f"{where}: expected annotated records of a known layout ({known}), got {found}")


def read_gold(line: str, record_class: type[Record], *, where: str) -> Record:
    """One annotated record.

    Args:
        where: File and line, for the message.

    Raises:
        GoldError: A key is missing or holds a value of another kind.
    """
    try:
        return _adapter(record_class).validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "record"
        raise GoldError(
            f"{where}: {key}: {first['msg']}, got {first['input']!r:.60} ({error.error_count()} such in the record)") from error


def write_article(article: AttributionArticle | ClaimArticle) -> str:
    """The line from which `read_gold` reads the article again."""
    return _adapter(type(article)).dump_json(article).decode()


def join_sentences(labels: Sequence[ClaimLabels], stored: StoredText, *, where: str) -> ClaimArticle:
    """The article that labelled sentences and its text make up.

    Args:
        labels: All labelled sentences of the article.
        where: File and line of the first, for the message.

    Raises:
        GoldError: A sentence is another than the one labelled, so that the offsets mean nothing.
    """
    for one in labels:
        digest = hashlib.sha256(stored.text[one.start:one.end].encode()).hexdigest()
        if not digest.startswith(one.sentence_sha256):
            raise GoldError(f"{where}: expected the sentence {one.start}-{one.end} of {one.id} as it was labelled "
                            f"(SHA-256 {one.sentence_sha256}...), got another ({digest})")
    return ClaimArticle(id=stored.id, text=stored.text, units=tuple(labels), title=stored.title, date=stored.date)


def join_text(labels: AttributionLabels, stored: StoredText, *, where: str) -> AttributionArticle:
    """The article that the labels and its text make up.

    Args:
        where: File and line of the labels, for the message.

    Raises:
        GoldError: It is another text than the one labelled, so that the offsets mean nothing.
    """
    digest = hashlib.sha256(stored.text.encode()).hexdigest()
    if digest != labels.text_sha256:
        raise GoldError(
            f"{where}: expected the text {labels.id} as it was labelled (SHA-256 {labels.text_sha256}), got another ({digest})")
    return AttributionArticle(
        id=labels.id, text=stored.text, title=stored.title, date=stored.date,
        attributions=tuple(
            replace(one, source_text=" ".join(stored.text[start:end] for start, end in one.source) or None)
            for one in labels.attributions))


@cache
def _adapter(record_class: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(record_class)
