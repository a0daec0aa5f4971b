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

    def entity_of(self, mention: Mention | None) -> ArticleEntity | None:
        """The entity that a mention refers to; None when there is none."""
        return None if mention is None else self.entities.get(mention.entity_id or "")

    def name_at(self, position: int) -> tuple[Mention, ArticleEntity] | None:
        """The name that a token is part of, with its entity; None for any other token."""
        mention = self.by_token[position]
        entity = self.entity_of(mention)
        return None if mention is None or entity is None or mention.mention_kind != "name" else (mention, entity)

    def is_person_name(self, mention: Mention | None) -> bool:
        """Whether a mention is the name of a person."""
        entity = self.entity_of(mention)
        return mention is not None and mention.mention_kind == "name" and entity is not None and entity.entity_type == "person"

    def type_at(self, token: Token) -> EntityType | None:
        """Type of the entity mentioned at a token, by whatever word; None when there is none."""
        entity = self.entity_of(self.by_token[token.i])
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
