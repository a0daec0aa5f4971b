"""Bodies that are nearly the same: a wire story with a paragraph added, its end cut or some words changed.

Candidates come from MinHash signatures over shingles of words, banded (Broder, "On the resemblance and containment of documents",
1997); every candidate pair is then compared exactly. Two bodies are a pair or not whatever else there is and in whatever order it
came, and groups are the connected parts of the graph of all pairs: the same articles give the same groups, in one run or in many.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]  (compiled, without stubs)

from transforms.identity import text_sha256

Shingles = NDArray[np.uint64]
"""Hashes of the shingles of a body, each once, in ascending order."""

SHINGLE_WORDS = 5
"""Words of a shingle: two stories about one event seldom share five words in a row but in quotations."""

MIN_WORDS = 40
"""Shorter bodies are compared word for word only: a brief and its correction may differ in the one word that counts."""

MIN_CONTAINMENT = 0.8
"""Share of the shorter body's shingles that the longer one has: what is left of a story that was cut or added to is the same."""

MIN_JACCARD = 0.5
"""Share of all shingles of two bodies that both must have more than. With half or less, a digest of two stories would be a near
copy of both and make them one; the same words cannot be more than half of two stories that share none."""

BAND_HASHES = 3
SIGNATURE_HASHES = 42 * BAND_HASHES
"""42 bands of three hashes: of pairs at `MIN_JACCARD`, 99.6 of 100 share a band; of unrelated ones, which share hardly a shingle,
practically none."""

SIGNATURE_LENGTHS = frozenset({0, SIGNATURE_HASHES * 4})
"""Bytes of a signature: none for a short body, else four a hash."""

MIN_ESTIMATE = 0.375
"""Jaccard similarity as the signatures estimate it from which on a pair is compared exactly, almost three standard errors under
`MIN_JACCARD`. Spares most comparisons among the articles that an outlet makes from one form."""

_SEED = 1997
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2^64 divided by the golden ratio, as in Fibonacci hashing
_HALF_A_HASH = np.uint64(32)
_MAX_SIGNED = 256
"""Bodies whose shingles are signed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPrint:
    """What comparing bodies needs to keep of one.

    Args:
        fingerprint: SHA-256 of its folded words, as `transforms.reading.articles.body_fingerprint`: equal for equal bodies.
        signature: Its MinHash signature, `SIGNATURE_HASHES` unsigned 32-bit integers, little-endian; empty for a short body.
    """

    fingerprint: str
    signature: bytes


def signature_rules() -> str:
    """Identifies the way in which bodies are printed: prints of equal rules can be compared."""
    parts = (SHINGLE_WORDS, MIN_WORDS, SIGNATURE_HASHES, _SEED, RMinHash.ALGORITHM_VERSION)
    return "body-print-1:" + ",".join(map(str, parts))


def print_bodies(bodies: Iterable[str]) -> Iterator[BodyPrint]:
    """The print of each body, in order.

    Args:
        bodies: Folded words of each body, parted by one space (`normalisation.fold_body`).
    """
    waiting: list[str] = []
    for body in bodies:
        waiting.append(body)
        if len(waiting) == _MAX_SIGNED:
            yield from _print_some(waiting)
            waiting = []
    yield from _print_some(waiting)


def shingles_of(body: str) -> Shingles:
    """Hashes of the shingles of a folded body; none for a body that is only compared word for word."""
    words = body.encode().split(b" ")
    if len(words) < MIN_WORDS:
        return np.empty(0, np.uint64)
    # Hashes of the words, combined by position with wrapping arithmetic: no string is built for a shingle.
    hashes = np.fromiter(map(crc32, words), np.uint64, len(words))
    count = len(words) - SHINGLE_WORDS + 1
    shingles = np.zeros(count, np.uint64)
    for offset in range(SHINGLE_WORDS):
        shingles = _mix(shingles, hashes[offset:offset + count])
    return np.unique(shingles)


def are_near_copies(one: Shingles, other: Shingles) -> bool:
    """Whether two bodies with these shingles are nearly the same."""
    shorter = min(len(one), len(other))
    if not shorter:
        return False
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared >= MIN_CONTAINMENT * shorter and shared > MIN_JACCARD * (len(one) + len(other) - shared)


def find_candidates(signatures: Mapping[str, bytes]) -> list[tuple[str, ...]]:
    """Sets of bodies among which there may be near copies: those that share a band of their signatures.

    Args:
        signatures: Fingerprint -> MinHash signature; short bodies, without one, are passed over.

    Returns:
        Each set once, fingerprints in ascending order, the sets too.
    """
    fingerprints = sorted(fingerprint for fingerprint, signature in signatures.items() if signature)
    matrix = _matrix(fingerprints, signatures).astype(np.uint64)
    found: set[tuple[str, ...]] = set()
    for start in range(0, SIGNATURE_HASHES, BAND_HASHES):
        keys = np.zeros(len(fingerprints), np.uint64)
        for column in range(start, start + BAND_HASHES):  # one number a band; two that meet by chance cost one comparison
            keys = _mix(keys, matrix[:, column])
        order = np.argsort(keys, kind="stable")  # so that the fingerprints of a bucket stay in order
        bounds = np.flatnonzero(np.diff(keys[order], prepend=~keys[order[:1]], append=~keys[order[-1:]]))
        for first, end in itertools.pairwise(bounds.tolist()):
            if end - first > 1:
                found.add(tuple(fingerprints[index] for index in order[first:end]))
    return sorted(found)


def unite_near_copies(
    candidates: Iterable[tuple[str, ...]], *, signatures: Mapping[str, bytes], shingles: Mapping[str, Shingles],
) -> Mapping[str, str]:
    """Fingerprint -> the least fingerprint of its group, for every body that has near copies.

    Args:
        candidates: Sets of fingerprints in which pairs are looked for.
        signatures: Fingerprint -> MinHash signature.
        shingles: Fingerprint -> shingles, for every candidate.
    """
    parents: dict[str, str] = {}

    def least(fingerprint: str) -> str:
        while (parent := parents.get(fingerprint, fingerprint)) != fingerprint:
            parents[fingerprint] = parents.get(parent, parent)  # halve the path
            fingerprint = parent
        return fingerprint

    compared: set[tuple[str, str]] = set()
    for bucket in candidates:
        matrix = _matrix(bucket, signatures)
        groups = np.array([least(fingerprint) for fingerprint in bucket])
        for position, fingerprint in enumerate(bucket):
            # What is in one group already need not be compared: the group stays what it is.
            others = position + 1 + np.flatnonzero(groups[position + 1:] != groups[position])
            estimates = (matrix[others] == matrix[position]).mean(axis=1)
            for other in others[estimates >= MIN_ESTIMATE].tolist():
                pair = (fingerprint, bucket[other])
                roots = sorted((least(pair[0]), least(pair[1])))
                if roots[0] == roots[1] or pair in compared:
                    continue
                compared.add(pair)
                if are_near_copies(shingles[pair[0]], shingles[pair[1]]):
                    parents[roots[1]] = roots[0]
                    groups[np.isin(groups, roots)] = roots[0]
    return {fingerprint: least(fingerprint) for fingerprint in sorted({*parents, *parents.values()})}


def _matrix(fingerprints: Sequence[str], signatures: Mapping[str, bytes]) -> NDArray[np.uint32]:
    joined = b"".join(signatures[fingerprint] for fingerprint in fingerprints)
    return np.frombuffer(joined, "<u4").reshape(len(fingerprints), SIGNATURE_HASHES)


def _mix(hashes: NDArray[np.uint64], further: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Hashes of pairs; the multiplication wraps at 64 bits."""
    mixed = (hashes ^ further) * _MULTIPLIER
    return mixed ^ (mixed >> _HALF_A_HASH)


def _print_some(bodies: Sequence[str]) -> Iterator[BodyPrint]:
    shingled = [shingles_of(body) for body in bodies]
    signatures = iter(_sign([shingles for shingles in shingled if len(shingles)]))
    for body, shingles in zip(bodies, shingled, strict=True):
        signature = next(signatures) if len(shingles) else b""
        yield BodyPrint(fingerprint=text_sha256(body), signature=signature)


def _sign(shingled: Sequence[Shingles]) -> list[bytes]:
    if not shingled:
        return []
    offsets = np.cumsum([0, *map(len, shingled)]).astype(np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(shingled), offsets, SIGNATURE_HASHES, _SEED)
    return [np.asarray(row, "<u4").tobytes() for row in matrix.to_rows()]
