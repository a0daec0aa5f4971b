"""Captions of pictures, credits of pictures, and the sign-off that credits the people behind a story."""

import re

# A credit names a photographer and one or two agencies. Bounds the search at the end of a line, too.
MAX_CREDIT_CHARACTERS = 160
MAX_CAPTION_CHARACTERS = 700

_PHOTO_HOUSES = (
    r"(?:Getty(?:\sImages)?(?:\s(?:North America|Europe|AsiaPac))?|AP(?:\sPhotos?|\sImages)?|AFP|Reuters|REUTERS|EPA(?:-EFE)?"
    r"|Shutterstock(?:\.com)?|Alamy(?:\sStock Photo|\sLive News)?|Bloomberg|ZUMA(?:\s(?:Press|Wire))?|Sipa(?:\sUSA)?|NurPhoto"
    r"|Anadolu(?:\sAgency)?|Xinhua|USA TODAY(?:\s(?:NETWORK|Sports))?|Redux|Unsplash|Flickr|iStock(?:photo)?|Magnum(?:\sPhotos)?"
    r"|Tribune News Service|TNS|PA(?:\s(?:Wire|Media|Images|Archive))?|WireImage|FilmMagic|Rex(?:\sFeatures)?"
    r"|Imago(?:\sImages)?|dpa"
    r"|Kyodo(?:\sNews)?|Yonhap|Pexels|Pixabay|Adobe Stock|Wikimedia(?:\sCommons)?|The Canadian Press|The New York Times"
    r"|The Washington Post|Supplied|Handout|SWNS|Backgrid|Splash(?:\sNews)?|Invision)"
)
_NAME = (
    r"[A-ZÀ-ÖØ-Þ][\w'’.\-]*(?:\s(?:(?:de|da|del|van|von|der|den|bin|al|el|la|le|of|the)\s)?[A-ZÀ-ÖØ-Þ][\w'’.\-]*){0,4}"
)
_CREDIT = (
    rf"(?:{_NAME}\s?(?:/|\||,|\bvia\b|\bfor\b|\s-\s)\s?){{0,4}}{_PHOTO_HOUSES}"
    rf"(?:\s?(?:/|\||,|via)\s?(?:{_PHOTO_HOUSES}|{_NAME})){{0,3}}"
)
_PICTURE = r"(?:Photo(?:graph)?s?|Image|Picture|Illustration|IMAGE|PHOTO|PICTURE)"
_BRACKETED = (
    rf"[(\[](?:{_PICTURE}\s?(?:by|:|courtesy of|credit:?)\s[^()\[\]]{{2,100}}|Credit:\s[^()\[\]]{{2,100}}"
    # A bracketed agency alone credits the news, not a picture: "[Reuters]".
    rf"|AP Photo[^()\[\]]{{0,80}}|{_NAME}\s?(?:/|via)\s?{_CREDIT}|(?:AFP via )?Getty Images|Shutterstock|Alamy Stock Photo)[)\]]"
)
_WHOLE_CREDIT = re.compile(
    rf"(?:{_BRACKETED}|{_NAME}\s?/\s?{_CREDIT}|(?:{_PICTURE}\s?:\s)(?:{_CREDIT}|{_NAME}\s?/\s?{_NAME})|REUTERS/{_NAME}"
    rf"|AP Photo/{_NAME}"
    rf"|(?:Getty(?:\sImages)?|Shutterstock|Alamy(?:\sStock Photo)?|iStock(?:photo)?|AFP via Getty Images)"
    rf"|(?i:image|photo(?:graph(?:er|y|s)?)?|picture|illustration|graphic|video|caption)s?\s?(?i:credits?|source"
    rf"|courtesy(?:\sof)?|copyright|by)[:,]?"
    r"\s(?=[A-Z@©])[^.!?]{2,100}|Credits?:\s[^.!?]{2,100}|\(?Courtesy\s(?:of\s)?(?=[A-Z])[^.!?]{2,80}|Screen\s?(?:grab"
    r"|shot)\b[^.!?]{0,80})\.?"
)
# "... on Jan. 20, 2022.Ana Ruiz / Getty Images": the end of a sentence, then a credit and nothing else.
_TRAILING_CREDIT = re.compile(
    rf"(?:[.!?][\"”’')]?|\d{{4}})\s?(?P<credit>{_BRACKETED}|REUTERS/{_NAME}|AP Photo/{_NAME}|{_NAME}\s?(?:/|\||via)\s?{_CREDIT}"
    rf"|(?:Getty Images|AFP via Getty Images|Shutterstock|Alamy Stock Photo)|{_PICTURE}(?:\sby"
    rf"|:)\s{_NAME}(?:\s?/\s?{_NAME})?)\.?$"
)
_GLUED_CREDIT = re.compile(rf"[.!?][\"”’')]?(?P<credit>{_NAME}\s?[/|]\s?{_NAME}(?:\s(?:file|via\s{_NAME}))?)\.?$")
# In this case only: the same words in lower case open sentences, "MAYOR, ..." opens a turn in a transcript.
_CAPTION = re.compile(
    r"(?:Image|Photo|Picture|Pictured|Caption|Photo caption|Image caption|Video caption|File photo|FILE PHOTO|File picture"
    r"|Illustration|Graphic|IMAGE|PHOTO)(?:\s?:\s?|,\s(?=[A-Z])|\s[-–—]\s)\S.*|FILE\s?[-–—]\s?\S.*"
    r"|Pictured\s(?:(?:above|below|here|left|right)\b|.{0,40}\bfrom\s(?:left|right)\b).*"
    r"|\((?:L-R|L to R|From left|from left|Left to right)\b.*"
)
_CREDITED = (
    rf"{_NAME}(?:(?:,|;|\sand|\sin|\sby|\sfor|\s&)\s(?:and\s)?"
    rf"(?:(?i:additional reporting|reporting|editing|writing|graphics) by\s)?{_NAME}){{0,12}}"
)
_SIGN_OFF = re.compile(
    rf"(?:[–—-]\s?)?[\[(]?(?i:(?:additional |further )?reporting|edited|editing|writing|compiled|translated"
    rf"|with (?:additional )?reporting)\s(?:by|from)\s{_CREDITED}[.)\]]*"
    r"|[A-Z].{2,200}\bcontributed (?:to this (?:report|story|article)|reporting)\b.{0,60}"
    r"|\(?(?i:with|this (?:story|report) includes) (?:inputs?|material|information|files) from\b.{0,160}"
)
_MAX_SIGN_OFF_CHARACTERS = 300


def is_caption(line: str) -> bool:
    """Whether a line names itself a picture caption ("Image: ...", "FILE PHOTO: ...")."""
    return len(line) <= MAX_CAPTION_CHARACTERS and _CAPTION.fullmatch(line) is not None


def is_credit(line: str) -> bool:
    """Whether a whole line credits a picture ("Ana Ruiz / Getty Images") or signs the story off ("Editing by ...")."""
    if len(line) <= MAX_CREDIT_CHARACTERS and _WHOLE_CREDIT.fullmatch(line):
        return True
    return len(line) <= _MAX_SIGN_OFF_CHARACTERS and _SIGN_OFF.fullmatch(line) is not None


def part_trailing_credit(line: str) -> tuple[str, str] | None:
    """A picture description and the photo credit stuck to its end, as (description, credit). None without such a credit."""
    tail = line[-MAX_CREDIT_CHARACTERS:]
    found = _TRAILING_CREDIT.search(tail) or _GLUED_CREDIT.search(tail)
    if found is None:
        return None
    cut = len(line) - len(tail) + found.start("credit")
    return line[:cut].rstrip(), line[cut:]
