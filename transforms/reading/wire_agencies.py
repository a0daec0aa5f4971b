"""News agencies whose copy other outlets print, by the names that datelines, bylines and source columns use."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from transforms.reading.normalisation import fold

# Members of the usual lists of national and international agencies (European Alliance of News Agencies, Organization of
# Asia-Pacific News Agencies) plus the large commercial wires, under the names and short forms that they sign with.
_AGENCIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Associated Press", ("AP", "The Associated Press", "AP News", "The AP", "apnews.com")),
    ("Reuters", ("Thomson Reuters", "Reuters Staff", "Reuters News Agency", "reuters.com")),
    ("Agence France-Presse", ("AFP", "Agence France Presse", "AFP News", "AFP News Agency", "afp.com")),
    ("United Press International", ("UPI", "upi.com")),
    ("PA Media", ("Press Association", "PA News Agency", "PA")),
    ("Bloomberg News", ("Bloomberg", "bloomberg.com")),
    ("Deutsche Presse-Agentur", ("dpa", "dpa International", "dpa.com")),
    ("Xinhua", ("Xinhua News Agency", "xinhuanet.com", "news.cn")),
    ("TASS", ("Itar-Tass", "TASS News Agency", "Russian News Agency TASS", "tass.com")),
    ("RIA Novosti", ("RIA",)),
    ("Interfax", ("Interfax News Agency", "interfax.com")),
    ("Kyodo News", ("Kyodo", "Kyodo News Agency", "english.kyodonews.net")),
    ("Jiji Press", ("Jiji",)),
    ("Yonhap", ("Yonhap News Agency", "Yonhap News", "en.yna.co.kr")),
    ("ANSA", ("ANSA News Agency", "ansa.it")),
    ("EFE", ("Agencia EFE", "EFE News Agency", "efe.com")),
    ("Europa Press", ()),
    ("Lusa", ("Lusa News Agency",)),
    ("Belga", ("Belga News Agency",)),
    ("Austria Press Agency", ("APA",)),
    ("TT News Agency", ("TT Nyhetsbyrån",)),
    ("Australian Associated Press", ("AAP", "aap.com.au")),
    ("The Canadian Press", ("Canadian Press", "CP", "thecanadianpress.com")),
    ("Press Trust of India", ("PTI", "ptinews.com")),
    ("Asian News International", ("ANI", "ANI News", "aninews.in")),
    ("Indo-Asian News Service", ("IANS", "ians.in")),
    ("United News of India", ("UNI",)),
    ("Bernama", ("bernama.com",)),
    ("Antara", ("Antara News",)),
    ("Anadolu Agency", ("Anadolu", "Anadolu Ajansı", "aa.com.tr")),
    ("Ukrinform", ("ukrinform.net",)),
    ("Polish Press Agency", ("PAP",)),
    ("South African Press Association", ("SAPA",)),
    ("News Agency of Nigeria", ("NAN",)),
    ("Ghana News Agency", ("GNA",)),
    ("Philippine News Agency", ("PNA",)),
    ("Tribune News Service", ("TNS",)),
    ("Kaiser Health News", ("KFF Health News",)),
    ("States Newsroom", ()),
)
# Short forms that are also ordinary abbreviations: read as an agency only where an agency is expected (a dateline, a byline).
_AGENCY_BY_NAME: Mapping[str, str] = MappingProxyType({
    fold(alias): name for name, aliases in _AGENCIES for alias in (name, *aliases)
})
# Agencies that are not in the list name themselves: "Osprey News Agency", "Baltic Press Agency".
_AGENCY_SHAPE = re.compile(r"(?:[A-Z][\w'’.&-]*\s){1,4}(?:(?:News|Press|Wire)\s(?:Agency|Service)|Newswire)")
_LEADING_ARTICLE = re.compile(r"^the ")


def wire_agency(name: str) -> str | None:
    """Full name of the agency that a name or short form stands for. None when it is not known and does not say it is one."""
    folded = fold(name)
    known = _AGENCY_BY_NAME.get(folded) or _AGENCY_BY_NAME.get(_LEADING_ARTICLE.sub("", folded))
    return known or (name if _AGENCY_SHAPE.fullmatch(name) else None)
