"""Words and patterns that several tables share, so that the same thing has the same name everywhere."""

from typing import Literal

ID_PATTERN = r"[a-z]{1,3}_[0-9a-f]{16}"
"""A content hash with a prefix that names its kind, such as `q_0f3a51c2d4e6b798`; made by transforms.identity."""

SHA256_PATTERN = r"[0-9a-f]{64}"

OFFSET_UNIT = "code points into articles.text"

BlockKind = Literal[
    "headline", "dek", "byline", "timestamp", "body", "subhead", "caption", "credit", "promo", "boilerplate", "other",
]

EntityType = Literal["person", "organisation", "place", "norp", "event", "work", "product", "law", "other"]

QuoteType = Literal["direct", "mixed", "indirect"]

EntityRole = Literal["speaker", "claimer", "in_content", "speaker_description", "same_sentence"]
