"""Names known beforehand: countries with their other names, states, and organisations that are often named by initials.

Country names and alternative forms follow ISO 3166-1 short names and common English usage; states are those of the United
States. Organisations are a hand-made list of bodies that the small recogniser often misses or takes for something else.
"""

from collections.abc import Mapping
from types import MappingProxyType

_COUNTRY_LINES = """
Afghanistan
Albania
Algeria
Angola
Argentina
Armenia
Australia
Austria
Azerbaijan
Bahrain
Bangladesh
Belarus
Belgium
Belize
Benin
Bhutan
Bolivia
Bosnia and Herzegovina|Bosnia
Botswana
Brazil
Bulgaria
Burkina Faso
Burundi
Cambodia
Cameroon
Canada
Chile
China|People's Republic of China|PRC
Colombia
Costa Rica
Croatia
Cuba
Cyprus
Czech Republic|Czechia
Democratic Republic of the Congo|Democratic Republic of Congo|DR Congo|DRC
Denmark
Djibouti
Dominican Republic
Ecuador
Egypt
El Salvador
Eritrea
Estonia
Ethiopia
Fiji
Finland
France
Gabon
Gambia
Germany
Ghana
Greece
Guatemala
Guinea
Guyana
Haiti
Honduras
Hungary
Iceland
India
Indonesia
Iran|Islamic Republic of Iran
Iraq
Ireland|Republic of Ireland
Israel
Italy
Ivory Coast|Côte d'Ivoire
Jamaica
Japan
Kazakhstan
Kenya
Kosovo
Kuwait
Kyrgyzstan
Laos
Latvia
Lebanon
Lesotho
Liberia
Libya
Liechtenstein
Lithuania
Luxembourg
Madagascar
Malawi
Malaysia
Maldives
Mali
Malta
Mauritania
Mauritius
Mexico
Moldova
Monaco
Mongolia
Montenegro
Morocco
Mozambique
Myanmar|Burma
Namibia
Nepal
Netherlands
New Zealand
Nicaragua
Niger
Nigeria
North Korea|DPRK|N. Korea
North Macedonia
Norway
Oman
Pakistan
Panama
Papua New Guinea
Paraguay
Peru
Philippines
Poland
Portugal
Qatar
Romania
Russia|Russian Federation
Rwanda
Saudi Arabia
Senegal
Serbia
Sierra Leone
Singapore
Slovakia
Slovenia
Somalia
South Africa
South Korea|Republic of Korea|S. Korea
South Sudan
Spain
Sri Lanka
Sudan
Suriname
Sweden
Switzerland
Syria
Taiwan
Tajikistan
Tanzania
Thailand
Togo
Trinidad and Tobago
Tunisia
Turkey|Türkiye
Turkmenistan
Uganda
Ukraine
United Arab Emirates|UAE|U.A.E.
United Kingdom|UK|U.K.|Britain|Great Britain
United States|United States of America|US|U.S.|USA|U.S.A.|America
Uruguay
Uzbekistan
Venezuela
Vietnam
Yemen
Zambia
Zimbabwe
"""

_STATES = """
Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa
Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada
Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Wisconsin Wyoming
"""

_ORGANISATION_LINES = """
African Union|AU
Al Jazeera
Al-Qaeda|al-Qaeda|al Qaeda|Al Qaeda|al-Qaida
Associated Press|AP
Agence France-Presse|AFP
British Broadcasting Corporation|BBC
Cable News Network|CNN
Centers for Disease Control and Prevention|CDC
Central Intelligence Agency|CIA
European Central Bank|ECB
European Union|EU|E.U.
European Commission
Facebook
Federal Aviation Administration|FAA
Federal Bureau of Investigation|FBI|F.B.I.
Federal Reserve System|Federal Reserve|Federal Reserve Board|Fed
Food and Drug Administration|FDA
Google
Hamas
Hezbollah
International Atomic Energy Agency|IAEA
International Monetary Fund|IMF
Islamic State|ISIS|ISIL
Kremlin
Microsoft
NASA|National Aeronautics and Space Administration
NATO|North Atlantic Treaty Organization|Nato
National Institutes of Health|NIH
National Oceanic and Atmospheric Administration|NOAA
National Park Service
National Science Foundation
National Security Agency|NSA
National Transportation Safety Board|NTSB
National Weather Service
Organization of the Petroleum Exporting Countries|OPEC
Pentagon
Republican Party|GOP|G.O.P.
Reuters
Securities and Exchange Commission|SEC
Taliban
Twitter
UNESCO
UNICEF
United Nations|UN|U.N.
United States Air Force|USAF
United States Army Corps of Engineers|Army Corps of Engineers
United States Department of Agriculture|USDA
United States Department of Commerce
United States Department of Defense|Defense Department
United States Department of Education
United States Department of Energy
United States Department of Health and Human Services|Department of Health and Human Services|HHS
United States Department of Homeland Security|Department of Homeland Security|Homeland Security|DHS
United States Department of Justice|Justice Department
United States Department of Labor|Labor Department
United States Department of State|State Department
United States Department of Transportation
United States Department of Veterans Affairs|Department of Veterans Affairs
United States Department of the Interior|Interior Department
United States Department of the Treasury|Treasury Department
United States Environmental Protection Agency|Environmental Protection Agency|EPA
United States Geological Survey|USGS
United States Postal Service|USPS
White House
World Bank
World Health Organization|WHO|W.H.O.
World Trade Organization|WTO
YouTube
"""


def _aliases(lines: str) -> Mapping[str, str]:
    """Every form -> the first form of its line."""
    forms: dict[str, str] = {}
    for line in lines.strip().splitlines():
        usual, *others = line.split("|")
        for form in (usual, *others):
            forms[form] = usual
    return MappingProxyType(forms)


COUNTRY_NAMES: Mapping[str, str] = _aliases(_COUNTRY_LINES)
"""Every form of the name of a country -> its usual English name.

Names that are often a person's (Chad, Jordan, Georgia) are left out."""

ORGANISATION_NAMES: Mapping[str, str] = _aliases(_ORGANISATION_LINES)
"""Every form of the name of a well-known body -> its usual name."""

UNITED_STATES_FORMS = ("U.S.", "US", "U.S", "United States")
"""Forms of the name of the country that open the names of its bodies: "U.S. Senate"."""

_STATE_ABBREVIATIONS = """
Ala. Alabama|Ariz. Arizona|Ark. Arkansas|Calif. California|Colo. Colorado|Conn. Connecticut|Del. Delaware
Fla. Florida|Ill. Illinois|Ind. Indiana|Kan. Kansas|Ky. Kentucky|La. Louisiana|Md. Maryland|Mass. Massachusetts
Mich. Michigan|Minn. Minnesota|Miss. Mississippi|Mo. Missouri|Mont. Montana|Neb. Nebraska|Nev. Nevada
N.H. New Hampshire|N.J. New Jersey|N.M. New Mexico|N.Y. New York|N.C. North Carolina|N.D. North Dakota
Okla. Oklahoma|Ore. Oregon|Pa. Pennsylvania|R.I. Rhode Island|S.C. South Carolina|S.D. South Dakota
Tenn. Tennessee|Tex. Texas|Vt. Vermont|Va. Virginia|Wash. Washington|W.Va. West Virginia|Wis. Wisconsin
Wyo. Wyoming
"""

STATE_ABBREVIATIONS: Mapping[str, str] = MappingProxyType({
    short: name for line in _STATE_ABBREVIATIONS.strip().splitlines() for entry in line.split("|")
    for short, _, name in (entry.partition(" "),)
})
"""Traditional abbreviation of a state of the United States (Associated Press style) -> its name."""

_CAPITAL_NAMES = _aliases("Washington, D.C.|Washington D.C.|Washington DC|Washington, DC|D.C.")

PLACE_NAMES: Mapping[str, str] = MappingProxyType({**STATE_ABBREVIATIONS, **_CAPITAL_NAMES, **COUNTRY_NAMES})
"""Every form of the name of a country, state or capital that has several -> its usual name."""

STATE_NAMES: frozenset[str] = frozenset({*_STATES.split(), "New Hampshire", "New Jersey", "New Mexico", "North Carolina",
                                         "North Dakota", "Rhode Island", "South Carolina", "South Dakota", "West Virginia"})
"""States of the United States whose name is not also a common given name, city or office."""

_NOT_NAMES = """
covid covid-19 coronavirus sars-cov-2 omicron ebola zika sars mers hiv aids hiv/aids influenza flu malaria mpox monkeypox
dengue cholera measles polio tuberculosis h1n1 h5n1 alzheimer alzheimer's parkinson parkinson's
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december spring summer autumn fall winter christmas easter
internet web online god mr mrs ms dr sir madam mom dad gmt utc est edt pst bst cest a.m. p.m. am pm
image photo photos file video picture photograph copyright http https www
chapter section table figure page brexit obamacare medicare medicaid
ai a.i. api app apps ceo cfo coo cto cpu dna faq gdp gpu gps html pdf rna seo url usb vat vpn wi-fi
"""

NOT_NAMES: frozenset[str] = frozenset(_NOT_NAMES.split())
"""Words that the recogniser takes for persons, places or bodies and that name none, in lower case:
diseases, calendar words, labels and abbreviations of common nouns."""
