"""An article on the way from a record to rows: labelled pieces and what is stated about it, before offsets and keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.articles import DateSource, TitleSource
from transforms.reading.authors import StatedAuthor
from transforms.reading.dates import StatedDate
from transforms.reading.plain_text import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What reading has found out about one article; None and () where nothing is stated."""

    pieces: tuple[Piece, ...]
    title: str | None = None
    title_source: TitleSource | None = None
    byline: str | None = None
    authors: tuple[StatedAuthor, ...] = ()
    published: StatedDate | None = None
    date_source: DateSource | None = None
    modified_at: datetime | None = None
    external_id: str | None = None
    url: str | None = None
    canonical_urls: tuple[str, ...] = ()
    outlet_name: str | None = None
    section: str | None = None
    language: str | None = None
    dateline_place: str | None = None


def best_date(stated: Sequence[tuple[DateSource, StatedDate]]) -> tuple[DateSource, StatedDate] | None:
    """The publication date to keep of several statements, most trusted first.

    The first full date wins; a later statement of the same day replaces it only if it adds the moment. Without a full date, the
    first partial one.
    """
    full = [pair for pair in stated if pair[1].day is not None]
    if not full:
        return stated[0] if stated else None
    first = full[0]
    if first[1].at is not None:
        return first
    return next((pair for pair in full if pair[1].at is not None and pair[1].day == first[1].day), first)
