"""How checkable a sentence is, from the scores that the learned tagger gives its word pieces."""

from typing import Literal

Checkability = Literal["check_worthy", "verifiable"]
"""check_worthy: states a fact that the public would want checked (Arslan et al., ICWSM 2020); verifiable: holds a claim
specific enough to be checked with evidence, of whatever weight (Ni et al., ACL 2024)."""

CHECKABILITIES: tuple[Checkability, ...] = ("check_worthy", "verifiable")
