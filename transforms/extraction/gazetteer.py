"""Countries, states and cities with their GeoNames items, and which of them a name in an article means."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

USUAL_BEARER_RATIO = 10
"""How many times the people of any other city of its name the one that is meant by the bare name must have."""

USUAL_BEARER_POPULATION = 100_000
"""Fewest people of a city that the bare name means."""

PlaceKind = Literal["country", "state", "city"]


class GazetteerError(ValueError):
    """A line of a table of places does not say what it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One country, state or city.

    Args:
        geonames_id: Its GeoNames item.
        names: The usual name, then others.
        country_code: ISO 3166-1 alpha-2.
        region: State or part of the country in which a city lies; empty where that is not told.
        latitude: WGS 84, as `longitude`; None for states.
        population: Of a city; 0 for others.
    """

    geonames_id: int
    kind: PlaceKind
    names: tuple[str, ...]
    country_code: str
    region: str
    latitude: float | None
    longitude: float | None
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Places by folded name, by item, and the countries of demonyms ("Japanese" -> JP)."""

    named: Mapping[str, tuple[Place, ...]]
    by_id: Mapping[int, Place]
    country_of_demonym: Mapping[str, str]


def parse_gazetteer(*, countries: str, states: str, cities: str) -> Gazetteer:
    """Read the three tables of places, each with comments under #, a line of column names and tab-separated fields.

    Raises:
        GazetteerError: A line has too many or too few fields.
    """
    places: list[Place] = []
    demonyms: dict[str, set[str]] = {}
    for code, item, names, latitude, longitude, _, own in _fields(countries, count=7):
        has_point = bool(latitude and longitude)
        places.append(Place(
            geonames_id=int(item), kind="country", names=tuple(names.split("|")), country_code=code, region="",
            latitude=float(latitude) if has_point else None, longitude=float(longitude) if has_point else None, population=0))
        for demonym in filter(None, own.split("|")):
            demonyms.setdefault(fold_place(demonym), set()).add(code)
    for item, name, code in _fields(states, count=3):
        places.append(Place(geonames_id=int(item), kind="state", names=(name,), country_code=code, region=name,
                            latitude=None, longitude=None, population=0))
    for item, names, code, region, latitude, longitude, population in _fields(cities, count=7):
        places.append(Place(
            geonames_id=int(item), kind="city", names=tuple(names.split("|")), country_code=code, region=region,
            latitude=float(latitude), longitude=float(longitude), population=int(population)))
    named: dict[str, list[Place]] = {}
    for place in places:
        for folded in {fold_place(name) for name in place.names}:
            named.setdefault(folded, []).append(place)
    return Gazetteer(
        named={name: tuple(own) for name, own in named.items()}, by_id={place.geonames_id: place for place in places},
        country_of_demonym={name: min(codes) for name, codes in demonyms.items() if len(codes) == 1})


def fold_place(name: str) -> str:
    """A name without case, accents, full stops and leading article."""
    letters = unicodedata.normalize("NFKD", name)
    folded = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    words = folded.replace(".", "").replace("’", "'").replace("saint ", "st ").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def usual_bearer(name: str, *, gazetteer: Gazetteer) -> Place | None:
    """The place that is meant by a bare name: a country, else a state that no big city shares its name with, else a city far
    bigger than any other of that name. None when it could be several."""
    found = gazetteer.named.get(fold_place(name), ())
    countries = [place for place in found if place.kind == "country"]
    states = [place for place in found if place.kind == "state"]
    cities = sorted((place for place in found if place.kind == "city"), key=lambda place: (-place.population, place.geonames_id))
    if countries:
        return None if states or len(countries) > 1 else countries[0]
    if not cities:
        return states[0] if states else None
    is_far_bigger = len(cities) == 1 or cities[0].population >= USUAL_BEARER_RATIO * cities[1].population
    if not is_far_bigger or cities[0].population < USUAL_BEARER_POPULATION:
        return states[0] if states and cities[0].population < USUAL_BEARER_POPULATION else None
    return cities[0]


def place_meant(name: str, *, beside: Sequence[str], around: Set[str], gazetteer: Gazetteer) -> Place | None:
    """The place that a name means in its article.

    Args:
        name: The name.
        beside: What the article states right after it as the region or country in which it lies ("Paris, Texas").
        around: Country codes and names of states that the article names.

    Returns:
        The one place of that name in what stands beside it; else the usual bearer; else the only one that lies in a country or
        state the article names. None when that does not tell.
    """
    found = gazetteer.named.get(fold_place(name), ())
    within = {key for region in beside for key in regions_of(region, gazetteer=gazetteer)}
    if within:
        stated = [place for place in found if place.kind == "city" and ({place.country_code, place.region} & within)]
        if stated:
            return max(stated, key=lambda place: (place.population, -place.geonames_id))
        return None
    usual = usual_bearer(name, gazetteer=gazetteer)
    if usual is not None:
        return usual
    for keys in ({place.region for place in found if place.region} & around, around):
        near = [place for place in found if {place.country_code, place.region} & keys]
        if len(near) == 1:
            return near[0]
    return None


def regions_of(name: str, *, gazetteer: Gazetteer) -> frozenset[str]:
    """What a name of a country or region stands for in `place_meant`: a country code, or the name of the region."""
    found = gazetteer.named.get(fold_place(name), ())
    regions = frozenset(place.region if place.kind == "state" else place.country_code for place in found if place.kind != "city")
    return regions or (frozenset({name}) if name in _REGIONS_ELSEWHERE else frozenset())


_REGIONS_ELSEWHERE = frozenset({
    "England", "Scotland", "Wales", "Northern Ireland", "Ontario", "Quebec", "Alberta", "British Columbia", "Manitoba",
    "Nova Scotia", "New Brunswick", "Saskatchewan", "Queensland", "New South Wales", "Victoria", "Tasmania",
})
"""Regions that the table of cities names outside the United States."""


def _fields(table: str, *, count: int) -> Iterator[list[str]]:
    lines = [(number, line) for number, line in enumerate(table.splitlines(), start=1) if line and not line.startswith("#")]
    for number, line in lines[1:]:
        fields = line.split("\t")
        if len(fields) != count:
            raise GazetteerError(f"places, line {number}: expected {count} tab-separated fields, got {len(fields)}")
        yield fields
