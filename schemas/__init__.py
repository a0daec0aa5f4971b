"""The published tables, each declared once. `TABLES` lists them in the order in which they are built and checked."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.articles import Article, ArticleBlock, ArticleRevision, Author, Source
from schemas.claims import Claim, ClaimEntity, ClaimGroup, ClaimPair, ClaimQuantity, ClaimSpan
from schemas.declaration import Column, ColumnSpec, DeclarationError, Span, TableSpec, spec_of
from schemas.entities import Entity, EntityAlias, EntityDescription, Mention
from schemas.operations import ColumnDescription, EvaluationScore, Model, Reject, Run
from schemas.quotes import Quote, QuoteEntity, QuoteGroup, QuoteSpan
from schemas.times import CalendarDate, TimeExpression

SCHEMA_VERSION = "1.1.0"
"""Version of the contract. Adding a column or value is a minor version, renaming or removing one is major."""

_ROW_CLASSES = (
    Article, ArticleBlock, ArticleRevision, Author, Source,
    Entity, EntityAlias, Mention, EntityDescription,
    Quote, QuoteSpan, QuoteGroup, QuoteEntity,
    Claim, ClaimSpan, ClaimEntity, ClaimQuantity, ClaimGroup, ClaimPair,
    TimeExpression, CalendarDate,
    Run, Model, EvaluationScore, ColumnDescription,
)

TABLES: Mapping[str, TableSpec] = MappingProxyType({spec_of(row_class).name: spec_of(row_class) for row_class in _ROW_CLASSES})
"""Every published table by name. `rejects` is not among them: it lies beside the published tables."""

REJECTS: TableSpec = spec_of(Reject)

__all__ = [
    "REJECTS", "SCHEMA_VERSION", "TABLES", "Article", "ArticleBlock", "ArticleRevision", "Author", "CalendarDate", "Claim",
    "ClaimEntity", "ClaimGroup", "ClaimPair", "ClaimQuantity", "ClaimSpan", "Column", "ColumnDescription", "ColumnSpec",
    "DeclarationError", "Entity", "EntityAlias", "EntityDescription", "EvaluationScore", "Mention", "Model", "Quote",
    "QuoteEntity", "QuoteGroup", "QuoteSpan", "Reject", "Run", "Source", "Span", "TableSpec", "TimeExpression", "spec_of",
]
