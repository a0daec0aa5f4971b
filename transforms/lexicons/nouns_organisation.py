"""Common nouns for organisations and for what they publish. Compiled by hand from the usage of English-language news."""

from collections.abc import Mapping
from types import MappingProxyType

GENERIC_ORGANISATION_NOUNS = frozenset({
    "business", "chain", "charity", "company", "conglomerate", "corporation", "enterprise", "firm", "group", "nonprofit",
    "organisation", "organization", "startup", "start-up",
})
"""Nouns for organisations whose names seldom say what they are."""

ORGANISATION_NOUNS = GENERIC_ORGANISATION_NOUNS | {
    "academy", "agency", "airline", "army", "association", "authority", "automaker", "bank", "board", "broadcaster", "brand",
    "bureau", "cabinet", "carmaker", "carrier", "church", "club", "college", "commission", "committee", "congress", "council",
    "court", "department", "developer", "federation", "force", "foundation", "hospital", "institute", "institution", "insurer",
    "league", "magazine", "maker", "manufacturer", "ministry", "museum", "network", "newspaper", "operator", "parliament",
    "party", "producer", "publisher", "regulator", "retailer", "school", "senate", "society", "station", "studio",
    "supermarket", "team", "think-tank", "tribunal", "trust", "union", "university", "utility", "vendor", "watchdog",
}
"""Singular nouns with which news refers again to an organisation that it has named."""

_OFFICE = ("agency",)
_FIRM = ("company", "firm")
NOUNS_OF_NAME_WORD: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "administration": _OFFICE, "authority": _OFFICE, "bureau": _OFFICE, "department": _OFFICE, "service": _OFFICE,
    "airlines": ("airline", "carrier", "company"), "airways": ("airline", "carrier", "company"), "bank": ("lender", "company"),
    "motors": ("carmaker", "automaker", "company"), "inc": _FIRM, "inc.": _FIRM, "corp": _FIRM, "corp.": _FIRM, "ltd": _FIRM,
    "ltd.": _FIRM, "llc": _FIRM, "plc": _FIRM, "holdings": _FIRM, "industries": _FIRM, "technologies": _FIRM,
    "times": ("newspaper", "paper"), "stores": ("retailer", "chain"), "fund": ("fund",), "hospitals": ("hospital",),
})
"""Words in the name of an organisation -> nouns that then refer to it, where the noun itself is not in the name."""

DOCUMENT_NOUNS = frozenset({
    "advisory", "affidavit", "analysis", "announcement", "assessment", "audit", "blog", "brief", "bulletin", "complaint",
    "data", "document", "email", "figures", "filing", "findings", "forecast", "guidance", "indictment", "investigation",
    "lawsuit", "letter", "memo", "modelling", "newsletter", "notice", "paper", "petition", "poll", "post", "record", "records",
    "release", "report", "research", "review", "statement", "statistics", "study", "submission", "survey", "tweet", "update",
    "website",
})
"""Nouns for what somebody publishes and what is then quoted in the issuer's name."""
