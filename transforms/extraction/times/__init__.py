"""Dates and time expressions of one article, with the days they mean where that is certain.

What counts as an expression and what it means follows TimeML's TIMEX3 of type DATE (Pustejovsky et al. 2003; ISO 24617-1).
A vague part of a unit ("early March", "late 2019", "later this year") has the days of the whole unit, as its TIMEX3 value has;
an exact one ("the second half of 2019") its own. Durations ("three years"), ages, clock times and what recurs ("every Friday")
are left out unless they locate something in time ("three years ago").

`grammar` finds the strings and reads what each says by itself (`meanings`); `context` asks the words around it; `resolution`
works out the days (`calendar_days`); `expressions` puts these together.
"""

from transforms.extraction.times.expressions import EXTRACTOR, find_time_expressions

__all__ = ["EXTRACTOR", "find_time_expressions"]
