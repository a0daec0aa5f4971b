"""Where the mentions of an article stand among its tokens."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from schemas import Mention
from schemas.vocabulary import EntityType
from transforms.extraction.rows import ArticleEntity, ArticleMentions


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlaces:
    """Mentions of an article by the token at which they may be met, and its entities by key."""

    by_token: tuple[Mention | None, ...]
    entities: dict[str, ArticleEntity]

    def type_at(self, token: Token) -> EntityType | None:
        """Type of the entity mentioned at a token, by whatever word; None when there is none."""
        mention = self.by_token[token.i]
        entity = self.entities.get(mention.entity_id or "") if mention is not None else None
        return entity.entity_type if entity is not None else None

    def named_type_at(self, token: Token) -> EntityType | None:
        """The same where it is mentioned by a name."""
        mention = self.by_token[token.i]
        return self.type_at(token) if mention is not None and mention.mention_kind == "name" else None

    def tokens_of_mention(self, token: Token) -> tuple[int, int]:
        """Half-open tokens of the mention at a token; that token alone without one."""
        mention = self.by_token[token.i]
        first, end = token.i, token.i + 1
        while mention is not None and first > 0 and self.by_token[first - 1] is mention:
            first -= 1
        while mention is not None and end < len(self.by_token) and self.by_token[end] is mention:
            end += 1
        return first, end


def place_mentions(doc: Doc, mentions: ArticleMentions) -> NamedPlaces:
    """Lay the mentions of an article over its tokens; where two overlap, the longer one counts."""
    by_token: list[Mention | None] = [None] * len(doc)
    ordered = sorted(mentions.mentions, key=lambda mention: (mention.char_start, mention.char_start - mention.char_end))
    position = 0
    for token in doc:
        while position < len(ordered) and ordered[position].char_end <= token.idx:
            position += 1
        if position < len(ordered) and ordered[position].char_start < token.idx + len(token):
            by_token[token.i] = ordered[position]
    return NamedPlaces(by_token=tuple(by_token), entities={entity.entity_id: entity for entity in mentions.entities})
