"""Time expressions and their days: certain or null."""

from datetime import date

import pytest
from spacy.language import Language

from schemas import TimeExpression
from transforms.extraction.times import find_time_expressions
from transforms.layout import Block, hide_unanalysed, lay_out

ANCHOR = date(2022, 1, 21)
"""A Friday."""

ARTICLE = "a_0000000000000001"
Expected = tuple[str, str | None, str | None, str | None, bool]


def times_of(nlp: Language, text: str, *, anchor: date | None = ANCHOR) -> tuple[TimeExpression, ...]:
    return times_in(nlp, *lay_out([("body", paragraph) for paragraph in text.split("\n")]), anchor=anchor)


def times_in(nlp: Language, text: str, blocks: tuple[Block, ...], *, anchor: date | None = ANCHOR) -> tuple[TimeExpression, ...]:
    found = find_time_expressions(nlp(hide_unanalysed(text, blocks)), article_id=ARTICLE, blocks=blocks, anchor_date=anchor)
    assert all(text[item.char_start:item.char_end] == item.text for item in found)
    assert all(item.value_start <= item.value_end for item in found if item.value_start and item.value_end)
    return found


def as_tuple(item: TimeExpression) -> Expected:
    start, end = (day.isoformat() if day else None for day in (item.value_start, item.value_end))
    return item.text, start, end, item.precision, bool(item.is_relative)


CASES = [
    # Stated dates
    pytest.param("The bridge opened on July 21, 2017.", [
        ("July 21, 2017", "2017-07-21", "2017-07-21", "day", False),
    ], id="american-date"),
    pytest.param("The bridge opened on Friday, 21 July 2017.", [
        ("Friday, 21 July 2017", "2017-07-21", "2017-07-21", "day", False),
    ], id="british-date-with-weekday"),
    pytest.param("The log is dated 2017-07-21.", [("2017-07-21", "2017-07-21", "2017-07-21", "day", False)], id="iso-date"),
    pytest.param("The log is dated 2017-07-21T10:00:00Z.", [
        ("2017-07-21T10:00:00Z", "2017-07-21", "2017-07-21", "day", False),
    ], id="iso-time"),
    pytest.param("The memo of 9-May-2006 was lost.", [
        ("9-May-2006", "2006-05-09", "2006-05-09", "day", False),
    ], id="dashed-date"),
    pytest.param("It was signed on the fifth of January 2020.", [
        ("the fifth of January 2020", "2020-01-05", "2020-01-05", "day", False),
    ], id="day-in-words"),
    pytest.param("It happened on February 30, 2016.", [("2016", "2016-01-01", "2016-12-31", "year", False)], id="no-such-day"),
    pytest.param("It was signed in February 2016.", [
        ("February 2016", "2016-02-01", "2016-02-29", "month", False),
    ], id="month-of-a-leap-year"),
    pytest.param("It was signed in late Feb. 2016.", [
        ("late Feb. 2016", "2016-02-01", "2016-02-29", "month", False),
    ], id="vague-month-is-the-month"),
    pytest.param("The shop closed on 17/8/2007.", [
        ("17/8/2007", "2007-08-17", "2007-08-17", "day", False),
    ], id="numeric-date-in-one-way"),
    pytest.param("The shop closed on 7/8/2007.", [("7/8/2007", None, None, None, False)], id="numeric-date-in-two-ways"),
    pytest.param("The shop opened on July 21, 2005 and closed on 7/8/2007.", [
        ("July 21, 2005", "2005-07-21", "2005-07-21", "day", False),
        ("7/8/2007", "2007-07-08", "2007-07-08", "day", False),
    ], id="numeric-date-read-as-the-article-writes"),
    pytest.param("The shop opened on 21/7/2005 and closed on 7/8/2007.", [
        ("21/7/2005", "2005-07-21", "2005-07-21", "day", False),
        ("7/8/2007", "2007-08-07", "2007-08-07", "day", False),
    ], id="numeric-date-read-as-its-like"),
    pytest.param("The law was passed after the 9/11 attacks.", [
        ("9/11", "2001-09-11", "2001-09-11", "day", False),
    ], id="name-of-attacks"),
    # Years, decades, centuries
    pytest.param("She moved there in 1994.", [("1994", "1994-01-01", "1994-12-31", "year", False)], id="year"),
    pytest.param("The monk died on 30 September 420, in AD 420.", [
        ("30 September 420", "0420-09-30", "0420-09-30", "day", False),
        ("AD 420", "0420-01-01", "0420-12-31", "year", False),
    ], id="year-of-three-digits"),
    pytest.param("The temple fell in 85 BC.", [("85 BC", None, None, None, False)], id="year-before-christ"),
    pytest.param("Her novel Low Tide (1962) sold well.", [
        ("1962", "1962-01-01", "1962-12-31", "year", False),
    ], id="year-in-brackets"),
    pytest.param("A 2011 study found 2019 levels.", [
        ("2011", "2011-01-01", "2011-12-31", "year", False),
        ("2019", "2019-01-01", "2019-12-31", "year", False),
    ], id="year-before-a-noun"),
    pytest.param("The class of ’82 met again.", [("’82", "1982-01-01", "1982-12-31", "year", False)], id="clipped-year"),
    pytest.param("The dam must be built by the end of 2024.", [
        ("the end of 2024", "2024-12-31", "2024-12-31", "day", False),
    ], id="end-of-a-year-as-deadline"),
    pytest.param("The dam was built at the end of 2014.", [
        ("the end of 2014", "2014-01-01", "2014-12-31", "year", False),
    ], id="end-of-a-year-as-time"),
    pytest.param("The town grew in the 1990s.", [("1990s", "1990-01-01", "1999-12-31", "decade", False)], id="decade"),
    pytest.param("The town grew in the mid-1990s.", [
        ("mid-1990s", "1990-01-01", "1999-12-31", "decade", False),
    ], id="vague-decade"),
    pytest.param("The town grew in the early ’80s.", [
        ("early ’80s", "1980-01-01", "1989-12-31", "decade", False),
    ], id="short-decade"),
    pytest.param("The town grew in the nineties.", [
        ("nineties", "1990-01-01", "1999-12-31", "decade", False),
    ], id="decade-in-words"),
    pytest.param("The mill dates from the 19th century.", [
        ("19th century", "1800-01-01", "1899-12-31", "century", False),
    ], id="century"),
    pytest.param("Exports fell in the second half of 2019.", [
        ("second half of 2019", "2019-07-01", "2019-12-31", "half", False),
    ], id="half-of-a-year"),
    pytest.param("The fund sent 1950 people home and paid $2000 to each.", [], id="amounts-are-no-years"),
    pytest.param("Flight 1549 left after a talk in room 2010.", [], id="flights-and-rooms-are-no-years"),
    pytest.param("The index closed at 1984, above the Russell 2000.", [], id="index-level-is-no-year"),
    pytest.param("The ship left at 1800 UTC.", [], id="time-of-day-is-no-year"),
    # Ranges
    pytest.param("He led the club in 2010-12.", [
        ("2010-12", "2010-01-01", "2012-12-31", "year", False),
        ("2010", "2010-01-01", "2010-12-31", "year", False),
        ("12", "2012-01-01", "2012-12-31", "year", False),
    ], id="range-of-years"),
    pytest.param("He led the club from 2010 to 2015.", [
        ("2010 to 2015", "2010-01-01", "2015-12-31", "year", False),
        ("2010", "2010-01-01", "2010-12-31", "year", False),
        ("2015", "2015-01-01", "2015-12-31", "year", False),
    ], id="range-of-full-years"),
    pytest.param("The school stood empty between 2016 and 2018.", [
        ("2016 and 2018", "2016-01-01", "2018-12-31", "year", False),
        ("2016", "2016-01-01", "2016-12-31", "year", False),
        ("2018", "2018-01-01", "2018-12-31", "year", False),
    ], id="range-between"),
    pytest.param("The club won in 2010 and 2015.", [
        ("2010", "2010-01-01", "2010-12-31", "year", False),
        ("2015", "2015-01-01", "2015-12-31", "year", False),
    ], id="two-years-are-no-range"),
    pytest.param("Rain fell from April to June 2009.", [
        ("April to June 2009", "2009-04-01", "2009-06-30", "month", False),
        ("April", "2009-04-01", "2009-04-30", "month", False),
        ("June 2009", "2009-06-01", "2009-06-30", "month", False),
    ], id="range-of-months-shares-the-year"),
    pytest.param("Sales fell in July and August 2010.", [
        ("July", "2010-07-01", "2010-07-31", "month", False),
        ("August 2010", "2010-08-01", "2010-08-31", "month", False),
    ], id="list-of-months-shares-the-year"),
    pytest.param("The talks ran from 3 to 5 May 2010.", [
        ("3 to 5 May 2010", "2010-05-03", "2010-05-05", "day", False),
    ], id="range-of-days"),
    pytest.param("The talks ran May 3–5, 2010.", [
        ("May 3–5, 2010", "2010-05-03", "2010-05-05", "day", False),
    ], id="range-of-days-american"),
    # Quarters, seasons, fiscal periods
    pytest.param("Sales fell in the third quarter of 2019.", [
        ("third quarter of 2019", "2019-07-01", "2019-09-30", "quarter", False),
    ], id="quarter"),
    pytest.param("Sales fell in Q3 2019.", [("Q3 2019", "2019-07-01", "2019-09-30", "quarter", False)], id="quarter-in-short"),
    pytest.param("Sales fell in the third quarter of last year.", [
        ("third quarter of last year", "2021-07-01", "2021-09-30", "quarter", True),
    ], id="quarter-of-last-year"),
    pytest.param("Profit fell 3% in the fourth quarter.", [
        ("the fourth quarter", "2021-10-01", "2021-12-31", "quarter", True),
    ], id="last-quarter-to-have-begun"),
    pytest.param("The home team scored twice in the fourth quarter.", [], id="quarter-of-a-game"),
    pytest.param("Revenue rose 4% in the fiscal third quarter.", [
        ("fiscal third quarter", None, None, None, True),
    ], id="fiscal-quarter-is-not-known"),
    pytest.param("Revenue rose 4% in fiscal 2019.", [("fiscal 2019", None, None, None, False)], id="fiscal-year-is-not-known"),
    pytest.param("Revenue rose 4% in the quarter ended June 30, 2021.", [
        ("quarter ended June 30, 2021", "2021-04-01", "2021-06-30", "quarter", False),
        ("June 30, 2021", "2021-06-30", "2021-06-30", "day", False),
    ], id="fiscal-quarter-stated-by-its-end"),
    pytest.param("Revenue rose 4% in the three months to June 27, 2021.", [
        ("three months to June 27, 2021", "2021-03-28", "2021-06-27", "quarter", False),
        ("June 27, 2021", "2021-06-27", "2021-06-27", "day", False),
    ], id="fiscal-quarter-that-ends-within-a-month"),
    pytest.param("The dam cracked in the summer of 2012.", [
        ("summer of 2012", "2012-06-01", "2012-08-31", "season", False),
    ], id="season-of-a-year"),
    pytest.param("The dam cracked in the spring.", [
        ("spring", "2021-03-01", "2021-05-31", "season", True),
    ], id="season-in-the-past"),
    pytest.param("The dam will be repaired in the spring.", [
        ("spring", "2022-03-01", "2022-05-31", "season", True),
    ], id="season-to-come"),
    pytest.param("The dam cracked last summer.", [("last summer", "2021-06-01", "2021-08-31", "season", True)], id="last-season"),
    pytest.param("In winter the road is icy, and summer camps stay shut.", [], id="seasons-in-general"),
    pytest.param("The fall of the government surprised nobody.", [], id="fall-of-something"),
    # Days near the article's date
    pytest.param("They met yesterday.", [("yesterday", "2022-01-20", "2022-01-20", "day", True)], id="yesterday"),
    pytest.param("They met late last night and again this morning.", [
        ("late last night", "2022-01-20", "2022-01-20", "day", True),
        ("this morning", "2022-01-21", "2022-01-21", "day", True),
    ], id="parts-of-today"),
    pytest.param("The method is still used today.", [], id="today-of-nowadays"),
    pytest.param("The envoy told Russia Today so.", [], id="name-that-ends-in-today"),
    pytest.param("The leaders met on Thursday.", [
        ("Thursday", "2022-01-20", "2022-01-20", "day", True),
    ], id="weekday-in-the-past"),
    pytest.param("The leaders met on Friday.", [
        ("Friday", "2022-01-21", "2022-01-21", "day", True),
    ], id="weekday-of-publication-is-that-day"),
    pytest.param("The leaders will meet on Thursday.", [
        ("Thursday", "2022-01-27", "2022-01-27", "day", True),
    ], id="weekday-to-come"),
    pytest.param("The leaders are to meet on Monday.", [
        ("Monday", "2022-01-24", "2022-01-24", "day", True),
    ], id="weekday-of-a-plan"),
    pytest.param("The council is meeting on Tuesday.", [
        ("Tuesday", "2022-01-25", "2022-01-25", "day", True),
    ], id="weekday-of-a-progressive"),
    pytest.param("The trial starts on Monday.", [
        ("Monday", "2022-01-24", "2022-01-24", "day", True),
    ], id="weekday-of-a-timetable"),
    pytest.param("The plane is due to land on Sunday.", [("Sunday", "2022-01-23", "2022-01-23", "day", True)], id="weekday-due"),
    pytest.param("The vote, scheduled for Tuesday, was put off.", [
        ("Tuesday", "2022-01-25", "2022-01-25", "day", True),
    ], id="weekday-scheduled"),
    pytest.param("Figures released Thursday show a fall.", [
        ("Thursday", "2022-01-20", "2022-01-20", "day", True),
    ], id="weekday-of-a-participle"),
    pytest.param("They have been on strike since Monday.", [
        ("Monday", "2022-01-17", "2022-01-17", "day", True),
    ], id="weekday-since"),
    pytest.param("Schools remain closed until Monday.", [
        ("Monday", "2022-01-24", "2022-01-24", "day", True),
    ], id="weekday-until"),
    pytest.param("Schools were closed until Wednesday.", [
        ("Wednesday", "2022-01-19", "2022-01-19", "day", True),
    ], id="weekday-until-in-the-past"),
    pytest.param("He was arrested on Tuesday and will appear in court on Monday.", [
        ("Tuesday", "2022-01-18", "2022-01-18", "day", True),
        ("Monday", "2022-01-24", "2022-01-24", "day", True),
    ], id="weekdays-that-look-both-ways"),
    pytest.param("The party announced a rally on Saturday.", [
        ("Saturday", None, None, None, True),
    ], id="weekday-of-announcing-or-event"),
    pytest.param("They had to leave on Sunday.", [
        ("Sunday", "2022-01-16", "2022-01-16", "day", True),
    ], id="weekday-after-had-to"),
    pytest.param("He resigned in the wake of Tuesday's vote.", [
        ("Tuesday", "2022-01-18", "2022-01-18", "day", True),
    ], id="weekday-in-the-wake-of"),
    pytest.param("The shop closed last Friday.", [("last Friday", "2022-01-14", "2022-01-14", "day", True)], id="last-weekday"),
    pytest.param("The shop will open next Friday.", [
        ("next Friday", "2022-01-28", "2022-01-28", "day", True),
    ], id="next-weekday-after-this-week"),
    pytest.param("The shop will open next Sunday.", [
        ("next Sunday", None, None, None, True),
    ], id="next-weekday-of-this-or-next-week"),
    pytest.param("They meet every Friday, and on Sunday nights.", [], id="recurring-weekday"),
    pytest.param("Shops did well on Black Friday.", [], id="named-weekday"),
    pytest.param("She wrote for the Saturday Evening Post.", [], id="newspaper"),
    pytest.param("The mill burned down on Tues., Jan. 18.", [
        ("Tues., Jan. 18", "2022-01-18", "2022-01-18", "day", True),
    ], id="abbreviated-weekday"),
    pytest.param("The fair took place this weekend.", [
        ("this weekend", "2022-01-15", "2022-01-16", "weekend", True),
    ], id="past-weekend"),
    pytest.param("The fair will take place this weekend.", [
        ("this weekend", "2022-01-22", "2022-01-23", "weekend", True),
    ], id="coming-weekend"),
    # Units around the article's date
    pytest.param("He spoke earlier this week.", [
        ("earlier this week", "2022-01-17", "2022-01-23", "week", True),
    ], id="this-week"),
    pytest.param("Prices rose last week.", [("last week", "2022-01-10", "2022-01-16", "week", True)], id="last-week"),
    pytest.param("Exports fell last year.", [("last year", "2021-01-01", "2021-12-31", "year", True)], id="last-year"),
    pytest.param("Exports fell last month.", [
        ("last month", "2021-12-01", "2021-12-31", "month", True),
    ], id="last-month-over-the-turn-of-the-year"),
    pytest.param("Exports may fall next quarter.", [
        ("next quarter", "2022-04-01", "2022-06-30", "quarter", True),
    ], id="next-quarter"),
    pytest.param("Exports will double this decade.", [
        ("this decade", "2020-01-01", "2029-12-31", "decade", True),
    ], id="this-decade"),
    pytest.param("Sales doubled over the past three years.", [
        ("the past three years", "2019-01-22", "2022-01-21", "year", True),
    ], id="window-of-years"),
    pytest.param("Sales doubled over the past few years.", [("the past few years", None, None, None, True)], id="vague-window"),
    pytest.param("She was ill for the last five months of her life.", [], id="window-of-a-life"),
    pytest.param("We need it by the end of the year.", [
        ("the end of the year", "2022-12-31", "2022-12-31", "day", True),
    ], id="end-of-this-year-as-deadline"),
    pytest.param("Prices have risen since the start of this month.", [
        ("the start of this month", "2022-01-01", "2022-01-01", "day", True),
    ], id="start-of-this-month"),
    pytest.param("Her last year at school was hard.", [], id="owned-year"),
    pytest.param("She left three weeks ago.", [("three weeks ago", "2021-12-31", "2021-12-31", "day", True)], id="weeks-ago"),
    pytest.param("She left ten months ago.", [("ten months ago", "2021-03-01", "2021-03-31", "month", True)], id="months-ago"),
    pytest.param("She left two years ago.", [("two years ago", "2020-01-01", "2020-12-31", "year", True)], id="years-ago"),
    pytest.param("She left a year and a half ago.", [
        ("a year and a half ago", "2020-07-01", "2020-07-31", "month", True),
    ], id="halves-ago"),
    pytest.param("She left more than two years ago.", [("two years ago", None, None, None, True)], id="about-so-long-ago"),
    pytest.param("She left a few years ago.", [("a few years ago", None, None, None, True)], id="vague-time-ago"),
    pytest.param("She returns ten days from now.", [
        ("ten days from now", "2022-01-31", "2022-01-31", "day", True),
    ], id="distance-ahead"),
    pytest.param("She worked there for three years.", [], id="duration"),
    pytest.param("The 80-year-old man walked home.", [], id="age"),
    pytest.param("She walks daily and pays twice a year.", [], id="set"),
    # Yearly days and months
    pytest.param("The envoy left on Dec. 30.", [
        ("Dec. 30", "2021-12-30", "2021-12-30", "day", True),
    ], id="day-without-year-in-the-past"),
    pytest.param("The revolt began on July 14.", [
        ("July 14", "2021-07-14", "2021-07-14", "day", True),
    ], id="day-without-year-half-a-year-back"),
    pytest.param("The envoy will return on February 5.", [
        ("February 5", "2022-02-05", "2022-02-05", "day", True),
    ], id="day-without-year-ahead"),
    pytest.param("He announced a summit for February 5.", [
        ("February 5", "2022-02-05", "2022-02-05", "day", True),
    ], id="day-without-year-announced"),
    pytest.param("They married on May 5 last year.", [
        ("May 5", "2021-05-05", "2021-05-05", "day", True),
        ("last year", "2021-01-01", "2021-12-31", "year", True),
    ], id="day-last-year"),
    pytest.param("She resigned in December.", [("December", "2021-12-01", "2021-12-31", "month", True)], id="month-in-the-past"),
    pytest.param("She will return in March.", [("March", "2022-03-01", "2022-03-31", "month", True)], id="month-to-come"),
    pytest.param("The march began in March.", [
        ("March", "2021-03-01", "2021-03-31", "month", True),
    ], id="same-month-in-the-past"),
    pytest.param("The bridge should be ready by March.", [
        ("March", "2022-03-01", "2022-03-31", "month", True),
    ], id="month-as-deadline"),
    pytest.param("She resigned last September.", [
        ("last September", "2021-09-01", "2021-09-30", "month", True),
    ], id="last-month-by-name"),
    pytest.param("You may go, and you can march.", [], id="may-and-march-are-words"),
    pytest.param("Theresa May resigned.", [], id="may-is-a-person"),
    pytest.param("She will return for Christmas.", [("Christmas", "2022-12-25", "2022-12-25", "day", True)], id="feast"),
    pytest.param("He was born on Christmas Day 1950.", [
        ("Christmas Day 1950", "1950-12-25", "1950-12-25", "day", False),
    ], id="feast-with-year"),
    pytest.param("The shop was closed on Easter Monday 2021.", [
        ("Easter Monday 2021", "2021-04-05", "2021-04-05", "day", False),
    ], id="movable-feast"),
    pytest.param("The Christmas tree was lit.", [], id="what-is-named-after-a-feast"),
    # Within the story
    pytest.param("The strike began on 4 March 2021. Two days later it ended.", [
        ("4 March 2021", "2021-03-04", "2021-03-04", "day", False),
        ("Two days later", "2021-03-06", "2021-03-06", "day", False),
    ], id="days-later"),
    pytest.param("The strike began on 4 March 2021 and ended the next day.", [
        ("4 March 2021", "2021-03-04", "2021-03-04", "day", False),
        ("the next day", "2021-03-05", "2021-03-05", "day", False),
    ], id="next-day"),
    pytest.param("The strike began on 4 March 2021. The same day, he resigned.", [
        ("4 March 2021", "2021-03-04", "2021-03-04", "day", False),
        ("The same day", "2021-03-04", "2021-03-04", "day", False),
    ], id="same-day"),
    pytest.param("The mill opened in 1974. Three years later, it closed.", [
        ("1974", "1974-01-01", "1974-12-31", "year", False),
        ("Three years later", "1977-01-01", "1977-12-31", "year", False),
    ], id="years-later"),
    pytest.param("The mill opened in 1974. The following year it burned down.", [
        ("1974", "1974-01-01", "1974-12-31", "year", False),
        ("The following year", "1975-01-01", "1975-12-31", "year", False),
    ], id="following-year"),
    pytest.param("The mill opened in May 1974. That month it burned down.", [
        ("May 1974", "1974-05-01", "1974-05-31", "month", False),
        ("That month", "1974-05-01", "1974-05-31", "month", False),
    ], id="that-month"),
    pytest.param("The strike began on 4 March 2021 and ended the following Tuesday.", [
        ("4 March 2021", "2021-03-04", "2021-03-04", "day", False),
        ("the following Tuesday", "2021-03-09", "2021-03-09", "day", False),
    ], id="following-weekday"),
    pytest.param("Profit fell 3% in the third quarter from a year earlier.", [
        ("the third quarter", "2021-07-01", "2021-09-30", "quarter", True),
        ("a year earlier", "2020-07-01", "2020-09-30", "quarter", True),
    ], id="year-earlier-than-a-quarter"),
    pytest.param("Two years later it closed.", [("Two years later", None, None, None, True)], id="years-later-than-nothing"),
    pytest.param("He resigned two weeks before the vote.", [
        ("two weeks before", None, None, None, True),
    ], id="distance-from-what-follows"),
    pytest.param("The index fell on Thursday to end the day at 7,114.", [
        ("Thursday", "2022-01-20", "2022-01-20", "day", True),
        ("day", "2022-01-20", "2022-01-20", "day", True),
    ], id="end-of-the-day"),
    pytest.param("At the end of the day, nobody cares.", [], id="end-of-the-day-is-a-saying"),
    # Quotations
    pytest.param("“We met yesterday and nobody knew,” Ana Ruiz said.", [
        ("yesterday", None, None, None, True),
    ], id="yesterday-in-a-quotation"),
    pytest.param("“We met yesterday,” Ana Ruiz said on Wednesday.", [
        ("yesterday", "2022-01-18", "2022-01-18", "day", True),
        ("Wednesday", "2022-01-19", "2022-01-19", "day", True),
    ], id="yesterday-in-a-quotation-of-a-stated-day"),
    pytest.param("“We will meet on Monday,” Ana Ruiz said.", [
        ("Monday", "2022-01-24", "2022-01-24", "day", True),
    ], id="weekday-in-a-quotation"),
    pytest.param("“This year was hard,” Ana Ruiz said.", [
        ("This year", "2022-01-01", "2022-12-31", "year", True),
    ], id="year-in-a-quotation"),
    pytest.param("The talks were held on May 3 and 5, 2010.", [
        ("May 3", "2010-05-03", "2010-05-03", "day", False),
        ("2010", "2010-01-01", "2010-12-31", "year", False),
    ], id="list-of-days-is-no-range"),
    pytest.param("The talks were held between 3 and 5 May 2010.", [
        ("3 and 5 May 2010", "2010-05-03", "2010-05-05", "day", False),
    ], id="range-of-days-between"),
    pytest.param("She will study the speech in July.", [("July", "2022-07-01", "2022-07-31", "month", True)], id="unclear-month"),
    pytest.param("Sales fell in 2019's third quarter and the 2018 fourth quarter.", [
        ("2019's third quarter", "2019-07-01", "2019-09-30", "quarter", False),
        ("2018 fourth quarter", "2018-10-01", "2018-12-31", "quarter", False),
    ], id="quarter-after-its-year"),
    pytest.param("The strike began on 4 March 2021, two days before Easter.", [
        ("4 March 2021", "2021-03-04", "2021-03-04", "day", False),
        ("two days before", None, None, None, True),
        ("Easter", "2021-04-04", "2021-04-04", "day", True),
    ], id="distance-from-a-feast"),
    pytest.param("The strike began on 4 March 2021. It was planned two days before.", [
        ("4 March 2021", "2021-03-04", "2021-03-04", "day", False),
        ("two days before", "2021-03-02", "2021-03-02", "day", False),
    ], id="distance-before"),
    pytest.param("The log is dated 2017/07/21.", [("2017/07/21", "2017-07-21", "2017-07-21", "day", False)],
                 id="iso-date-with-slashes"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_find_time_expressions(nlp: Language, text: str, expected: list[Expected]) -> None:
    assert [as_tuple(item) for item in times_of(nlp, text)] == expected


def test_without_publication_date_relative_values_are_null(nlp: Language) -> None:
    found = times_of(
        nlp, "They met yesterday, on Thursday, this weekend, on May 3 and last year, two weeks ago, and first on July 21, 2017.",
        anchor=None)
    assert [as_tuple(item) for item in found] == [
        ("yesterday", None, None, None, True), ("Thursday", None, None, None, True), ("this weekend", None, None, None, True),
        ("May 3", None, None, None, True), ("last year", None, None, None, True), ("two weeks ago", None, None, None, True),
        ("July 21, 2017", "2017-07-21", "2017-07-21", "day", False)]
    assert {item.anchor_date for item in found} == {None}


def test_anchor_stands_with_relative_expressions_only(nlp: Language) -> None:
    found = times_of(nlp, "They met yesterday and on July 21, 2017.")
    assert [(item.text, item.anchor_date) for item in found] == [("yesterday", ANCHOR), ("July 21, 2017", None)]


def test_distance_from_a_relative_day_depends_on_the_article(nlp: Language) -> None:
    found = times_of(nlp, "The strike began on Monday. Two days later it ended.")
    assert [as_tuple(item) for item in found] == [
        ("Monday", "2022-01-17", "2022-01-17", "day", True), ("Two days later", "2022-01-19", "2022-01-19", "day", True)]
    assert {item.anchor_date for item in found} == {ANCHOR}


def test_history_dates_itself(nlp: Language) -> None:
    """In the life of somebody long dead, a day without a year is one of the year told of, not of the article's."""
    found = times_of(nlp, "Ruiz was born on 3 March 1811 and came to Lyon in 1828.\n"
                          "In 1829 he joined the guard, and in 1831 he was arrested. The duel took place on 30 May. "
                          "He died on 2 June.\n"
                          "His house is known today as the Ruiz Museum.")
    assert [as_tuple(item)[:2] for item in found] == [
        ("3 March 1811", "1811-03-03"), ("1828", "1828-01-01"), ("1829", "1829-01-01"), ("1831", "1831-01-01"),
        ("30 May", "1831-05-30"), ("2 June", "1831-06-02")]
    assert {item.is_relative for item in found} == {False}


def test_news_that_tells_of_the_past_keeps_its_own_date(nlp: Language) -> None:
    found = times_of(nlp, "The mill, built in 1828 and closed in 1901, 1950 and 1960, burned down on Monday. "
                          "It will open again on 2 June.")
    assert [as_tuple(item)[:2] for item in found][-2:] == [("Monday", "2022-01-17"), ("2 June", "2022-06-02")]


def test_present_tense_of_a_headline_tells_what_has_happened(nlp: Language) -> None:
    text, blocks = lay_out([("headline", "Markets close higher on Wednesday"), ("body", "Nobody knew why.")])
    assert [as_tuple(item)[1] for item in times_in(nlp, text, blocks)] == ["2022-01-19"]


def test_hidden_blocks_yield_whole_dates_only(nlp: Language) -> None:
    """Date lines and captions are read without the language model; boilerplate is not read at all."""
    text, blocks = lay_out([
        ("timestamp", "Jan. 21, 2022"), ("caption", "Ana Ruiz in May 2014, last year and 1994."), ("body", "It rained in 1995."),
        ("boilerplate", "Updated Jan. 22, 2022."), ("promo", "See also: 3 May 2001")])
    assert [as_tuple(item) for item in times_in(nlp, text, blocks)] == [
        ("Jan. 21, 2022", "2022-01-21", "2022-01-21", "day", False), ("May 2014", "2014-05-01", "2014-05-31", "month", False),
        ("1995", "1995-01-01", "1995-12-31", "year", False)]


def test_paragraphs_do_not_join_into_ranges(nlp: Language) -> None:
    assert [item.text for item in times_of(nlp, "She came in 1994\nto 1996 she returned.")] == ["1994", "1996"]


@pytest.mark.parametrize("anchor", [
    pytest.param(date(2024, 2, 29), id="leap-day"),
    pytest.param(date(2023, 1, 1), id="first-of-january"),
    pytest.param(date(2023, 12, 31), id="end-of-december"),
    pytest.param(date.min, id="first-day-of-the-calendar"),
    pytest.param(date.max, id="last-day-of-the-calendar"),
    pytest.param(None, id="undated"),
])
def test_every_value_is_a_stretch_of_days_whatever_the_anchor(nlp: Language, anchor: date | None) -> None:
    text = "\n".join(str(case.values[0]) for case in CASES)
    found = times_of(nlp, text, anchor=anchor)
    assert len(found) > len(CASES) // 2
    assert [item.char_start for item in found] == sorted(item.char_start for item in found)
    assert len({(item.char_start, item.char_end) for item in found}) == len(found)
    assert all((item.value_start is None) == (item.value_end is None) == (item.precision is None) for item in found)
