"""Claims of one parsed article: what is asserted, by whom, and of what kind it is."""

from transforms.extraction.claims.rows import EXTRACTOR, describe_stretch, extract_claims

__all__ = ["EXTRACTOR", "describe_stretch", "extract_claims"]
