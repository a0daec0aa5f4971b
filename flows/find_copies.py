"""Copies among all current articles, those taken over included, without reading every text in every run."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from flows.cache_annotations import AnnotationCache
from flows.gather_rows import FreshRows
from flows.read_generation import Generation
from transforms.dataset.near_copies import (
    SIGNATURE_LENGTHS,
    BodyPrint,
    Shingles,
    find_candidates,
    print_bodies,
    shingles_of,
    signature_rules,
    unite_near_copies,
)
from transforms.dataset.partitions import publication_month
from transforms.reading.normalisation import fold_body

_BLOCK_COLUMNS = ["article_id", "block_index", "kind", "text"]
_SHA256_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What bodies tell of all current articles.

    Args:
        bodies: Article -> fingerprint of its body.
        near_copies: Fingerprint -> least fingerprint of the bodies that are nearly the same, where there are such.
    """

    bodies: Mapping[str, str]
    near_copies: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """An article taken over from the current generation."""

    revision_id: str
    month: str


def find_copies(
    previous: Generation | None, *, replaced: Collection[str], fresh: FreshRows, cache: AnnotationCache,
) -> Copies:
    """Compare the bodies of all current articles.

    Prints of bodies (fingerprint and MinHash signature) are kept in the annotation cache by revision, whose text never changes;
    those of this run's articles are always made anew, since its blocks may have been labelled otherwise by a run that published
    nothing. Prints that are missing are made from the published blocks. Shingles are made from the text of candidates alone.

    Args:
        previous: The current generation, or None before the first.
        replaced: Published articles whose rows go; those of `fresh` come.
    """
    revisions = fresh.tables["articles"].select(["article_id", "revision_id"]).to_pylist()
    added = {row["article_id"]: row["revision_id"] for row in revisions}
    kept = _kept_articles(previous, replaced) if previous is not None else {}
    prints: dict[str, BodyPrint] = {}
    for article_id, article in kept.items():
        payload = cache.get(_key(article.revision_id))
        if payload is not None and (known := _unpack(payload)) is not None:
            prints[article_id] = known
    unknown = {article_id: article for article_id, article in kept.items() if article_id not in prints}
    made = dict(_print(_bodies(previous, unknown, fresh, added)))
    cache.put(
        (_key(added[article_id] if article_id in added else kept[article_id].revision_id), _pack(printed))
        for article_id, printed in made.items())
    prints |= made

    signatures = {printed.fingerprint: printed.signature for printed in prints.values()}
    candidates = find_candidates(signatures)
    wanted = {fingerprint for bucket in candidates for fingerprint in bucket}
    holders = {prints[article_id].fingerprint: article_id for article_id in sorted(prints, reverse=True)}
    reading = {holders[fingerprint] for fingerprint in wanted}  # of equal bodies, one
    shingles: dict[str, Shingles] = {}
    for article_id, body in _bodies(
        previous, {article_id: article for article_id, article in kept.items() if article_id in reading}, fresh,
        reading.intersection(added),
    ):
        shingles[prints[article_id].fingerprint] = shingles_of(body)
    return Copies(
        bodies={article_id: printed.fingerprint for article_id, printed in prints.items()},
        near_copies=unite_near_copies(candidates, signatures=signatures, shingles=shingles))


def _kept_articles(previous: Generation, replaced: Collection[str]) -> dict[str, _Kept]:
    rows = previous.read("articles", columns=["article_id", "revision_id", "published_date"]).to_pylist()
    return {
        row["article_id"]: _Kept(revision_id=row["revision_id"], month=publication_month(row["published_date"]))
        for row in rows if row["article_id"] not in replaced
    }


def _bodies(
    previous: Generation | None, kept: Mapping[str, _Kept], fresh: FreshRows, added: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Article and folded body, for the given articles; one month of texts is in memory at a time."""
    yield from _folded(fresh.tables["article_blocks"].select(_BLOCK_COLUMNS), added)
    if previous is not None:
        for month in sorted({article.month for article in kept.values()}):
            own = [article_id for article_id, article in kept.items() if article.month == month]
            yield from _folded(previous.read("article_blocks", columns=_BLOCK_COLUMNS, months=[month]), own)


def _folded(blocks: pa.Table, article_ids: Collection[str]) -> Iterator[tuple[str, str]]:
    wanted = pa.array(sorted(article_ids), pa.string())
    own = blocks.filter((pc.field("kind") == "body") & pc.field("article_id").isin(wanted))
    own = own.sort_by([("article_id", "ascending"), ("block_index", "ascending")])
    paragraphs: dict[str, list[str]] = {article_id: [] for article_id in sorted(article_ids)}
    for article_id, text in zip(own.column("article_id").to_pylist(), own.column("text").to_pylist(), strict=True):
        paragraphs[article_id].append(text)
    for article_id, texts in paragraphs.items():
        yield article_id, fold_body(texts)


def _print(bodies: Iterable[tuple[str, str]]) -> Iterator[tuple[str, BodyPrint]]:
    article_ids: list[str] = []

    def noted() -> Iterator[str]:
        for article_id, body in bodies:
            article_ids.append(article_id)
            yield body

    for position, printed in enumerate(print_bodies(noted())):
        yield article_ids[position], printed


def _key(revision_id: str) -> str:
    return f"{signature_rules()}:{revision_id}"


def _pack(printed: BodyPrint) -> bytes:
    return bytes.fromhex(printed.fingerprint) + printed.signature


def _unpack(payload: bytes) -> BodyPrint | None:
    """The print, or None if the bytes are not those of one."""
    fingerprint, signature = payload[:_SHA256_BYTES], payload[_SHA256_BYTES:]
    if len(fingerprint) != _SHA256_BYTES or len(signature) not in SIGNATURE_LENGTHS:
        return None
    return BodyPrint(fingerprint=fingerprint.hex(), signature=signature)
