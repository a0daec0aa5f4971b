"""Nouns that say what somebody is or does. Compiled by hand from the usage of English-language news."""

_OFFICE_ROLES_WORDS = """
administrator adviser advisor alderman ambassador archbishop archdeacon attorney bishop cardinal chair chairman
chairperson chairwoman chancellor chief cleric clerk commander commandant commissioner comptroller congressman
congresswoman congressperson consul coordinator coroner councillor councilman councilor councilwoman counsel counselor
counsellor dean delegate deputy diplomat director elector emir envoy governor gov. headmaster headmistress head judge
jurist justice king lawmaker leader legislator magistrate manager mayor minister monarch mp nominee officer official
ombudsman organiser organizer overseer parliamentarian premier president president-elect prince princess principal
prosecutor provost queen rector regent registrar rep. representative ringleader secretary sen. senator sergeant sheriff
solicitor speaker spokesman spokesperson spokeswoman strategist superintendent supervisor taoiseach treasurer trustee
undersecretary vice-president vicar warden whip general gen. colonel col. captain capt. lieutenant lt. sgt. major maj.
commodore cmdr. admiral adm. corporal cpl. brigadier marshal constable detective inspector trooper ceo cfo coo cto
executive founder co-founder cofounder co-chair co-chairman co-author cio chairperson-elect operative aide staffer
surrogate pollster candidate challenger incumbent frontrunner hopeful
"""
OFFICE_ROLES = frozenset(_OFFICE_ROLES_WORDS.split())
"""Offices, ranks and posts."""

_TRADE_ROLES_WORDS = """
academic accountant activist actor actress actuary advocate agent analyst anchor anthropologist apprentice archaeologist
architect artist assistant astronaut astronomer astrophysicist athlete author auditor baker banker barber barrister
bartender biochemist biographer biologist blogger boatman bookkeeper bookseller botanist boxer brewer broadcaster broker
bricklayer builder businessman businessperson businesswoman butcher campaigner captain caretaker carpenter cartoonist
cashier chaplain chef chemist choreographer climatologist climber clinician coach colleague collector columnist comedian
commentator composer conductor conservationist consultant contractor cook correspondent courier critic criminologist
curator cyclist dancer dealer demographer dentist designer developer dissident doctor dramatist driver ecologist
economist editor editor-in-chief educator electrician engineer entrepreneur environmentalist epidemiologist essayist
ethicist expert farmer fellow filmmaker financier firefighter fisherman forecaster forester gardener geneticist
geographer geologist geophysicist grocer guard guide guitarist gynaecologist hacker hairdresser harbour-master
harbourmaster historian host hotelier housekeeper humorist hunter hydrologist illustrator immunologist industrialist
innkeeper inspector instructor interpreter investigator investor janitor jeweller jockey journalist juror keeper
labourer laborer landlord landlady lawyer lecturer lexicographer librarian linguist lobbyist locksmith logger machinist
magician marketer mason master mathematician mechanic mediator medic merchant meteorologist microbiologist midwife miner
missionary moderator musician naturalist negotiator neighbor neighbour neurologist neuroscientist newscaster novelist
nurse nutritionist observer oceanographer oncologist operator orthopedist owner paediatrician painter paramedic partner
passenger pastor pathologist patrolman pediatrician performer pharmacist philanthropist philosopher photographer
physician physicist physiologist physiotherapist pianist pilot planner player playwright plumber poet policeman
policewoman porter postman practitioner preacher presenter priest producer professor programmer promoter proprietor
psychiatrist psychologist publicist publisher rabbi rancher ranger realtor receptionist recruiter referee reporter
researcher restaurateur retailer retiree reviewer rigger roofer sailor salesman salesperson saleswoman scholar scientist
screenwriter sculptor seismologist server shepherd shopkeeper shopper singer skipper sociologist soldier songwriter
sportscaster statistician steward stockbroker student stylist surfer surgeon surveyor swimmer tailor teacher technician
technologist tenant therapist theologian toxicologist trader trainer translator trucker tutor umpire upholsterer
urologist vet veteran veterinarian videographer vintner violinist virologist volunteer waiter waitress weatherman welder
whistleblower worker writer youtuber zoologist member resident republican democrat socialist libertarian
"""
TRADE_ROLES = frozenset(_TRADE_ROLES_WORDS.split())
"""Trades, professions and other parts that somebody has in a story."""

_KIN_ROLES_WORDS = """
wife husband mother father son daughter sister brother aunt uncle niece nephew cousin grandmother grandfather grandson
granddaughter widow widower girlfriend boyfriend fiancé fiancée friend roommate classmate mom dad stepfather stepmother
"""
KIN_ROLES = frozenset(_KIN_ROLES_WORDS.split())
"""What somebody is to somebody else."""

OUTSIDE_ROLES = KIN_ROLES | {
    "critic", "challenger", "dissident", "neighbor", "neighbour", "resident", "observer", "tenant", "biographer", "opponent",
    "rival", "whistleblower", "customer", "victim", "widow",
}
"""Roles in which nobody acts for the one named with them: 'critics of Acme', 'Ruiz's brother'."""

ROLES = OFFICE_ROLES | TRADE_ROLES | KIN_ROLES

DEPARTMENT_ROLES = frozenset({"secretary", "undersecretary", "minister", "director", "attorney", "chief", "head"})
"""Those whose title may end in the name of their field: 'Secretary of Defense', 'chief of staff'."""

SPEAKING_ROLES = frozenset({
    "spokesman", "spokeswoman", "spokesperson", "lawyer", "attorney", "counsel", "adviser", "advisor", "aide", "lobbyist",
})
"""Those who speak or act for whatever follows 'for', be it named or not."""

ACTING_GROUPS = frozenset({
    "official", "campaign", "team", "administration", "government", "camp", "staff", "leadership", "delegation", "army", "police",
    "military", "authorities",
})
"""Unnamed speakers who act for the name before them, beside those with a role."""

CHAMBERS = frozenset({"senate", "house", "congress", "congressional", "parliament", "commons", "assembly", "state", "cabinet"})
"""Bodies whose name is part of the title: 'Senate Majority Leader', 'House Speaker'."""

GROUP_NOUNS = frozenset({
    "police", "people", "campaign", "committee", "team", "group", "crowd", "panel", "board", "council", "jury", "union",
    "public", "majority", "minority", "staff", "press", "media", "audience", "family", "couple", "party", "camp",
    "administration", "government", "opposition", "leadership", "delegation", "coalition", "community", "company", "firm",
    "agency", "bank", "fund", "department", "ministry", "court", "office", "university", "hospital", "school", "organization",
    "organisation", "newspaper", "network", "embassy", "authority", "commission", "bureau", "army", "military", "navy", "club",
    "association", "federation", "charity", "museum", "church", "half", "third", "percent",
})
"""Singular nouns that stand for several people."""
