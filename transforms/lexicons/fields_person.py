"""Fields of public life in which a person is rarely at home twice: they tell namesakes apart. Compiled by hand."""

from collections.abc import Mapping
from types import MappingProxyType

_WORDS = MappingProxyType({
    "arts": "actor actress ballerina cartoonist choreographer comedian composer conductor dancer drummer filmmaker guitarist "
            "illustrator musician novelist painter pianist playwright poet rapper screenwriter sculptor singer songwriter "
            "violinist",
    "office": "ambassador chancellor congressman congresswoman councillor councilman councilwoman deputy governor lawmaker "
              "legislator mayor minister mp parliamentarian premier president president-elect senator taoiseach sen. gov. rep.",
    "religion": "archbishop ayatollah bishop cardinal imam pastor pope priest rabbi reverend rev. vicar",
    "sport": "athlete batsman boxer cricketer cyclist defender fly-half footballer forward fullback goalkeeper golfer gymnast "
             "jockey linebacker midfielder outfielder pitcher quarterback referee shortstop skier sprinter striker swimmer "
             "umpire winger wrestler",
})

FIELD_OF_ROLE: Mapping[str, str] = MappingProxyType({word: field for field, words in _WORDS.items() for word in words.split()})
"""Noun for what somebody is -> the field; roles that are at home in several (chairman, professor) are left out."""

REGNAL_TITLES = frozenset({
    "emir", "emperor", "empress", "king", "pope", "prince", "princess", "queen", "sultan",
})
"""Titles that make a given name alone the name of one person."""
