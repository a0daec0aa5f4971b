"""Words that stand before a person's name and are no part of it. Compiled by hand from the usage of English-language news."""

from collections.abc import Mapping
from types import MappingProxyType

MALE_HONORIFICS = frozenset({"mr", "mr.", "sir", "lord", "father", "monsieur", "señor", "herr"})
FEMALE_HONORIFICS = frozenset({"mrs", "mrs.", "ms", "ms.", "miss", "dame", "lady", "madame", "sister", "señora", "frau"})
HONORIFICS = MALE_HONORIFICS | FEMALE_HONORIFICS | {
    "dr", "dr.", "doctor", "prof", "prof.", "professor", "rev", "rev.", "reverend", "hon.", "rabbi", "imam",
    "sheikh", "fr.", "cllr", "cllr.", "datuk", "dato", "datin", "seri",
}

RANKS = frozenset({
    "brig", "brig.", "gen", "gen.", "general", "col", "col.", "colonel", "capt", "capt.", "captain", "lt", "lt.", "lieutenant",
    "sgt", "sgt.",
    "sergeant", "maj", "maj.", "major", "cmdr", "cmdr.", "commander", "adm", "adm.", "admiral", "cpl", "cpl.", "corporal",
    "pvt", "pvt.", "private", "brigadier", "marshal",
})

OFFICES = frozenset({
    "president", "president-elect", "vice", "prime", "minister", "p.m.", "pm", "premier", "chancellor", "sen",
    "sen.", "senator",
    "rep", "rep.", "representative", "congressman", "congresswoman", "gov", "gov.", "governor", "mayor", "secretary",
    "ambassador", "speaker", "judge", "justice", "attorney", "sheriff", "detective", "officer", "inspector", "constable",
    "councillor", "councilman", "councilwoman", "commissioner", "deputy", "chief", "chairman", "chairwoman", "chair",
    "ceo", "cfo", "director", "spokesman", "spokeswoman", "spokesperson", "coach", "archbishop", "bishop", "cardinal",
    "lieutenant", "superintendent", "envoy", "senators", "presidents", "ministers", "first", "foreign", "defense", "defence",
    "finance", "interior",
    "taoiseach", "premiers", "adviser", "advisor", "comptroller", "treasurer", "prosecutor",
})

TITLE_WORDS = HONORIFICS | RANKS | OFFICES
"""Every word that may stand in a title before a name, in lower case."""

SURE_TITLES = frozenset({
    "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr.", "prof.", "sen.", "rep.", "gov.", "gen.", "col.", "capt.", "lt.", "sgt.",
    "maj.", "cmdr.", "adm.", "rev.", "rev", "cllr", "superintendent", "president", "senator", "congressman", "congresswoman",
    "p.m.", "chancellor", "premier", "minister", "ambassador", "professor", "spokesman", "spokeswoman", "ceo", "councillor",
})
"""Titles after which a capitalised word is a person's name even where the recogniser did not see one."""

OFFICE_HEADS = frozenset({
    "president", "minister", "p.m.", "pm", "premier", "chancellor", "sen.", "senator", "rep.", "representative",
    "gov.", "governor",
    "mayor", "secretary", "king", "queen",
})
"""Offices whose holder is often named by office and surname alone."""

KIN_FEMALE = frozenset({"wife", "mother", "daughter", "sister", "aunt", "niece", "grandmother", "widow", "girlfriend", "mom"})
KIN_MALE = frozenset({"husband", "father", "son", "brother", "uncle", "nephew", "grandfather", "widower", "boyfriend", "dad"})
FEMALE_NOUNS = KIN_FEMALE | {
    "woman", "actress", "spokeswoman", "chairwoman", "congresswoman", "businesswoman", "queen", "princess", "lady",
    "girl", "heiress",
    "policewoman", "councilwoman", "nun", "duchess", "schoolgirl",
}
MALE_NOUNS = KIN_MALE | {
    "man", "actor", "spokesman", "chairman", "congressman", "businessman", "king", "prince", "boy", "policeman",
    "councilman",
    "priest", "duke", "statesman", "schoolboy",
}
_PORTFOLIOS = frozenset({"first", "foreign", "defense", "defence", "finance", "interior", "vice"})
PERSON_NOUNS = FEMALE_NOUNS | MALE_NOUNS | (OFFICES - _PORTFOLIOS) | RANKS | {
    "activist", "agent", "analyst", "campaigner", "candidate", "caretaker", "customer", "guest", "hiker", "insider", "member",
    "negotiator", "neighbor", "neighbour", "official", "passenger", "patient", "source", "survivor", "suspect", "victim",
    "volunteer", "witness", "worker", "architect", "artist", "attorney", "author", "boss", "captain", "carpenter", "clerk",
    "colleague", "counterpart", "curator", "doctor", "driver", "economist", "editor", "engineer", "executive", "expert",
    "farmer", "father", "founder", "goalkeeper", "head", "historian", "host", "judge", "lawyer", "leader", "manager", "nurse",
    "organiser", "organizer", "owner", "partner", "pastor", "physician", "pilot", "player", "principal", "producer",
    "professor", "publisher", "rector", "researcher", "resident", "scientist", "singer", "striker", "student", "teacher",
    "vicar", "warden", "winner", "writer",
}
"""Nouns in apposition to which a capitalised phrase is a person's name ("its clerk, Ana Ruiz,")."""

NOUNS_OF_HONORIFIC: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "rev": ("vicar", "pastor", "priest", "minister"), "rev.": ("vicar", "pastor", "priest", "minister"),
    "reverend": ("vicar", "pastor", "priest", "minister"), "father": ("priest",), "prof": ("professor",), "prof.": ("professor",),
    "rabbi": ("rabbi",), "imam": ("imam",), "sen.": ("senator",), "gov.": ("governor",), "gen.": ("general",),
    "rep.": ("representative", "congressman", "congresswoman"), "sgt.": ("sergeant",), "sgt": ("sergeant",),
})
"""Titles and honorifics -> nouns that then refer to who bears them."""

NOUNS_OF_OFFICE: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "president": ("leader",), "prime minister": ("leader",), "premier": ("leader",), "chancellor": ("leader",),
    "pope": ("pontiff",), "senator": ("lawmaker",), "sen.": ("lawmaker",), "congressman": ("lawmaker",),
    "congresswoman": ("lawmaker",), "representative": ("lawmaker",), "rep.": ("lawmaker",), "ceo": ("executive",),
    "executive": ("ceo",),
})
"""Last word of an office, or "prime minister" -> nouns that then refer to who holds it, beside the word itself."""
