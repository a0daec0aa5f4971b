"""English words that say when: numbers, units, months, weekdays, seasons and feast days. Compiled by hand for this project."""

import types
from collections.abc import Mapping

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)
SHORT_MONTHS = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS: Mapping[str, int] = types.MappingProxyType({"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12})
"""Season -> month in which it begins, by the meteorological calendar of the northern hemisphere."""

_SMALL_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS: Mapping[str, int] = types.MappingProxyType({
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
})
NUMBERS: Mapping[str, int] = types.MappingProxyType(
    {word: number for number, word in enumerate(_SMALL_NUMBERS)} | _TENS
    | {f"{ten}-{_SMALL_NUMBERS[one]}": number + one for ten, number in _TENS.items() for one in range(1, 10)}
    | {"a": 1, "an": 1})
"""Number words up to ninety-nine, and the article, which counts one ("a year ago")."""

_SMALL_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)
ORDINALS: Mapping[str, int] = types.MappingProxyType(
    {word: number for number, word in enumerate(_SMALL_ORDINALS, 1)}
    | {f"twenty-{_SMALL_ORDINALS[one - 1]}": 20 + one for one in range(1, 10)} | {"thirtieth": 30, "thirty-first": 31})

DECADES: Mapping[str, int] = types.MappingProxyType({
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
})

FIXED_FEASTS: Mapping[str, tuple[int, int]] = types.MappingProxyType({
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26),
    "new year's day": (1, 1), "new year's eve": (12, 31), "halloween": (10, 31), "valentine's day": (2, 14),
    "st. patrick's day": (3, 17), "st patrick's day": (3, 17), "bastille day": (7, 14), "fourth of july": (7, 4),
    "juneteenth": (6, 19), "armistice day": (11, 11),
})
"""Feast day -> month and day on which it falls every year."""

EASTER_FEASTS: Mapping[str, int] = types.MappingProxyType({
    "ash wednesday": -46, "palm sunday": -7, "maundy thursday": -3, "good friday": -2, "easter sunday": 0, "easter": 0,
    "easter monday": 1, "ascension day": 39, "whit monday": 50,
})
"""Feast day -> days after Easter Sunday of the western churches."""

WEEKDAY_FEASTS: Mapping[str, tuple[int, int, int]] = types.MappingProxyType({
    "martin luther king day": (1, 0, 3), "labor day": (9, 0, 1), "thanksgiving day": (11, 3, 4), "thanksgiving": (11, 3, 4),
})
"""Feast day of the United States -> month, weekday (Monday is 0), and which of these in the month."""

NAMED_WEEKDAYS = frozenset({"black", "bloody", "cyber", "super", "giving", "holy", "fat", "shrove", "whit"})
"""Words that make a weekday the name of one certain day or of a kind of day ("Black Monday")."""

COUNTED_THINGS = frozenset({
    "flight", "route", "room", "page", "no", "no.", "number", "highway", "section", "article", "unit", "model", "channel",
    "bus", "train", "suite", "act", "resolution", "bill", "case", "line", "class", "type", "level", "levels", "rule", "#",
})
"""Words before a number of four digits that make it a number rather than a year."""

MEASURES = frozenset({
    "km", "m", "mi", "miles", "metres", "meters", "feet", "ft", "kg", "mw", "kw", "hours", "hrs", "utc", "gmt", "est", "edt",
    "percent", "per", "points", "times", "million", "billion", "bc", "bce", "mph", "cc", "hz", "mhz", "dollars", "pounds",
    "euros",
})
"""Words after a number of four digits that make it a number rather than a year."""

YEARLY_THINGS = frozenset({
    "level", "price", "figure", "election", "result", "sale", "earning", "rate", "game", "olympic", "final", "championship",
    "primary", "census", "riot", "protest", "negotiation", "talk", "attack", "terms", "revenue", "profit", "emission", "award",
    "midterm", "bombing", "playoff", "season",
})
"""Plural nouns that a year without an article may stand before ("2019 levels"); before others it is an amount ("1950 people")."""

QUARTERLY_THINGS = (
    "profit", "earning", "revenue", "sales", "loss", "result", "growth", "income", "econom", "gdp", "gross domestic",
    "dividend", "share", "budget", "fiscal", "output", "shipment", "deliver", "forecast", "guidance", "analyst", "invest",
    "percent", "per cent", "%", "$", "€", "£", "billion", "million", "mortgage", "inflation", "unemployment", "export",
    "import", "demand", "production",
)
"""Beginnings of words in whose sentences a quarter is one of the year and not of a game."""

PLANNED_EVENTS = frozenset({
    "rally", "meeting", "summit", "vote", "strike", "protest", "election", "conference", "ceremony", "launch", "debate",
    "hearing", "talk", "march", "visit", "trip", "match", "game", "concert", "release", "briefing", "session", "funeral",
    "inauguration",
})
"""Events that are announced ahead: in "announced a rally on Saturday" the day may be that of either."""
