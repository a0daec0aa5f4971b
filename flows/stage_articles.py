"""Articles of a run on disk, in batches, between the stages of the run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from transforms.dataset.revisions import RecordVersion
from transforms.reading.records import ReadArticle, Refusal
from transforms.serialisation import decode, encode

ARTICLES_PER_BATCH = 256
"""Articles of one task: enough that a task's cost (a database row, some tens of milliseconds) does not matter."""

_LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBatch:
    """What reading found, in one part.

    Args:
        path: File that holds the articles.
        versions: One for each article in the file, in order.
        refusals: Records that became no article.
    """

    path: str
    versions: tuple[RecordVersion, ...]
    refusals: tuple[Refusal, ...]


def stage_batch(articles: Sequence[ReadArticle], refusals: Sequence[Refusal], *, path: Path) -> ReadBatch:
    """Write a batch of articles and sum it up."""
    with path.open("wb") as stream:
        for article in articles:
            payload = encode(article)
            stream.write(len(payload).to_bytes(_LENGTH_BYTES, "big") + payload)
    return ReadBatch(path=str(path), versions=tuple(_version(article) for article in articles), refusals=tuple(refusals))


def load_batch(path: str) -> Iterator[ReadArticle]:
    """The articles of a batch, in order."""
    with Path(path).open("rb") as stream:
        while length := stream.read(_LENGTH_BYTES):
            yield decode(stream.read(int.from_bytes(length, "big")), ReadArticle)


def _version(read: ReadArticle) -> RecordVersion:
    article = read.article
    return RecordVersion(
        article_id=article.article_id, revision_id=article.revision_id, text_sha256=article.text_sha256, title=article.title,
        stamp=article.modified_at or article.published_at, published_date=article.published_date)
