"""The rows that one article yields."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas import (
    Claim,
    ClaimEntity,
    ClaimQuantity,
    ClaimSpan,
    EntityDescription,
    Mention,
    Quote,
    QuoteEntity,
    QuoteSpan,
    TimeExpression,
)
from schemas.vocabulary import EntityType


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEntity:
    """An entity as one article knows it; `transforms.dataset` unites these across articles.

    Args:
        entity_id: `content_id("e", entity_type, folded canonical name)`, so that articles agree without meeting.
        entity_type: Kind of thing.
        canonical_name: Fullest form of its name in this article, without title.
        is_named: False for a source that the article leaves unnamed; its id is a hash of the article too, and
            `canonical_name` the words that describe it.
        distinguished_by: What, beside the name, its id is made of; None when the name says enough.
        geonames_id: GeoNames item of a place; None when it is not known which, and for everything else.
    """

    entity_id: str
    entity_type: EntityType
    canonical_name: str
    is_named: bool = True
    distinguished_by: str | None = None
    geonames_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleMentions:
    """Entities of one article and every mention of them; each non-null `Mention.entity_id` is among `entities`."""

    entities: tuple[ArticleEntity, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleQuotes:
    """Quotes of one article, ordered by `char_start`, with their pieces and the entities in them."""

    quotes: tuple[Quote, ...]
    spans: tuple[QuoteSpan, ...]
    entities: tuple[QuoteEntity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleClaims:
    """Claims of one article, ordered by `char_start`, with their pieces, the entities in them and their numbers."""

    claims: tuple[Claim, ...]
    spans: tuple[ClaimSpan, ...]
    entities: tuple[ClaimEntity, ...]
    quantities: tuple[ClaimQuantity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRows:
    """Everything that extraction finds in one article."""

    entities: tuple[ArticleEntity, ...]
    mentions: tuple[Mention, ...]
    entity_descriptions: tuple[EntityDescription, ...] = ()
    quotes: tuple[Quote, ...]
    quote_spans: tuple[QuoteSpan, ...]
    quote_entities: tuple[QuoteEntity, ...]
    claims: tuple[Claim, ...]
    claim_spans: tuple[ClaimSpan, ...]
    claim_entities: tuple[ClaimEntity, ...]
    claim_quantities: tuple[ClaimQuantity, ...]
    time_expressions: tuple[TimeExpression, ...]

    def by_table(self) -> Mapping[str, tuple[object, ...]]:
        """The rows that are published as they are, by the name of their table."""
        return {
            "mentions": self.mentions,
            "entity_descriptions": self.entity_descriptions,
            "quotes": self.quotes,
            "quote_spans": self.quote_spans,
            "quote_entities": self.quote_entities,
            "claims": self.claims,
            "claim_spans": self.claim_spans,
            "claim_entities": self.claim_entities,
            "claim_quantities": self.claim_quantities,
            "time_expressions": self.time_expressions,
        }
