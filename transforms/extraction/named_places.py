"""Where in an article its mentions stand, token by token."""

from dataclasses import dataclass

from spacy.tokens import Doc

from schemas import Mention
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
