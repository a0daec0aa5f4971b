"""Where an article names things: spans of the entity recogniser, cleaned, put to the vote and found again.

The small recogniser sees each sentence alone, so it takes one name for a person here and a place there, and misses it
elsewhere. An article as a whole knows better: a name has one label in it, and once known is known everywhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from transforms.extraction.entities import COMPANY_WORDS
from transforms.layout import BLOCK_SEPARATOR
from transforms.lexicons.names_given import GIVEN_NAMES
from transforms.lexicons.names_known import COUNTRY_NAMES, NOT_NAMES, ORGANISATION_NAMES, STATE_NAMES
from transforms.lexicons.nouns_organisation import ORGANISATION_NOUNS
from transforms.lexicons.titles_person import OFFICES, PERSON_NOUNS, RANKS, SURE_TITLES, TITLE_WORDS
from transforms.lexicons.verbs_speech import SPEECH_VERBS

NAME_LABELS = frozenset({
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW", "LANGUAGE",
})
"""OntoNotes labels that name something; the others are numbers, amounts and times."""

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})

OPENERS = frozenset({"the", "a", "an"})
NAMES_WITH_ARTICLE = frozenset({("The", "Hague")})
"""Names of which the article is a part; from all others it is left out."""

EDGE_MARKS = frozenset("\"'“”‘’«»()[]{}—–-,;:.!?/|*•…") | {"--", "''", "``", "...", "'s", "’s"}
BREAKS = frozenset({"—", "–", "--", ";", ":", "|", "•", "(", ")", "[", "]", "“", "”", '"'})
"""Marks across which no name runs."""

GENERATIONS = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
INNER_WORDS = frozenset({
    "of", "the", "and", "for", "de", "da", "do", "dos", "du", "del", "della", "di", "la", "le", "van", "von", "der",
    "den", "bin", "al",
    "el", "on", "in", "to", "at", "&",
})
"""Lower-case words that may stand inside a name."""

ORGANISATION_ENDS = frozenset({
    "inc", "inc.", "corp", "corp.", "corporation", "co.", "company", "ltd", "ltd.", "llc", "plc", "group",
    "holdings", "university",
    "college", "school", "institute", "party", "ministry", "council", "association", "bank", "department",
    "committee", "agency",
    "club", "court", "police", "times", "post", "union", "federation", "foundation", "commission", "parliament",
    "senate", "congress",
    "assembly", "navy", "army", "church", "society", "organization", "organisation", "airlines", "airways",
    "motors", "bureau",
    "office", "board", "team", "league", "authority", "news", "magazine", "service", "services", "industries",
    "center", "centre",
})
PLACE_ENDS = frozenset({
    "river", "street", "avenue", "road", "airport", "island", "islands", "province", "county", "sea", "ocean",
    "lake", "mountains",
    "bay", "beach", "park", "bridge", "valley", "stadium", "square", "strait", "gulf", "peninsula", "hall", "tower",
    "towers", "city",
})
"""Last words that tell a body or a place from a person."""

MAX_HALF_NAME = 5
"""Letters of the second half of a hyphenated given name in lower case ("Jae-in", "Seung-hyun")."""

TITLES_IN_NAMES = frozenset({"president", "premier", "ambassador", "senator", "minister", "chancellor"})
"""Titles that also open names of things: "Premier League", "President Hotel"."""

LOCATIVES = frozenset({"in", "at", "near", "across", "outside", "toward", "towards", "into"})

PERSON_PATTERN_VOTE = 2.0
"""Votes for a person cast by a title, an age in apposition or a known given name before a surname."""
END_WORD_VOTE = 3.0
HEADLINE_VOTE = 0.25
"""Vote of a label found in a block written in capitals or title case, where the recogniser is unreliable."""
MIN_LABELLED_SHARE = 1 / 3
"""Of the capitalised occurrences of a single word, the share that the recogniser must have labelled to label the rest."""
SENTENCE_ENDS = frozenset({".", "!", "?", "”", '"', ":"})
TITLE_CASE_SHARE = 0.7
TITLE_CASE_MIN_WORDS = 4
MAX_PERSON_TOKENS = 3
"""Tokens of a name that is read off a title or a given name, without help of the recogniser."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """One occurrence of a name: tokens `first` up to, but without, `end`, and an OntoNotes label."""

    first: int
    end: int
    label: str

    def key(self, doc: Doc) -> Key:
        """The words of the name; occurrences with the same words are the same name."""
        return tuple(doc[i].text for i in range(self.first, self.end))


def find_names(doc: Doc) -> tuple[NameSpan, ...]:
    """Find the names in an article.

    Args:
        doc: Parsed article with `ents`, tags and sentence boundaries.

    Returns:
        0..n spans in order, none overlapping, none with a title, leading article, possessive or line break in it.
        One name (the same words) has one label throughout.
    """
    unreliable = _unreliable_tokens(doc)
    candidates = [span for entity in doc.ents if entity.label_ in NAME_LABELS
                  for span in _cleaned(doc, NameSpan(first=entity.start, end=entity.end, label=entity.label_))]
    candidates = _without_overlaps(doc, [*candidates, *_person_patterns(doc, candidates)], frozenset())
    if any(not unreliable[span.first] for span in candidates):
        supported = {span.key(doc) for span in candidates if not unreliable[span.first]}
        candidates = [
            span for span in candidates
            if not unreliable[span.first] or span.key(doc) in supported or _known_label(span.key(doc))
            or (span.label == "PERSON" and surname_key(span.key(doc)) in supported)
        ]
    labels = _labels_by_vote(doc, candidates, unreliable)
    candidates = [replace(span, label=labels[span.key(doc)]) for span in candidates if span.key(doc) in labels]
    candidates = list(_cut_at_known_names(doc, candidates, labels))
    found_again = list(_find_again(doc, labels, candidates))
    return tuple(_without_overlaps(doc, [*candidates, *found_again], frozenset(labels)))


def surname_key(key: Key) -> Key:
    """The part of a person's name that stands for it alone: the last word, generation (Jr., III) left out.

    A hyphenated last word is one word; where its second half is in lower case, as in "Moon Jae-in", it is a given name
    and the first word is the surname.
    """
    words = [word for word in key if word.casefold() not in GENERATIONS and word != ","]
    if len(words) >= 3 and words[-2] == "-":
        return tuple(words[-3:]) if words[-1][0].isupper() else (words[0],)
    return (words[-1],) if words else key


# ---------------------------------------------------------------------------------------------- cleaning one span

def _cleaned(doc: Doc, span: NameSpan) -> Iterator[NameSpan]:
    """The names that a span of the recogniser really holds: split where no name runs on, edges trimmed."""
    first = span.first
    for i in range(span.first, span.end + 1):
        if i == span.end or _breaks(doc[i], span.label):
            if first < i:
                yield from _parts_around_titles(doc, NameSpan(first=first, end=i, label=span.label))
            first = i + 1


def _breaks(token: Token, label: str) -> bool:
    if token.text in BREAKS or (token.is_space and "\n" in token.text):
        return True
    if token.text in ("'s", "’s") and label in ("PERSON", "GPE", "NORP"):
        return True                             # "Hank Moreau's Delta Fund" is two names
    if label == "PERSON":
        return token.lower_ in ("and", "&", "/") or (token.text == "," and token.i + 1 < len(token.doc)
                                                     and token.nbor().lower_ not in GENERATIONS)
    return label in ("NORP", "GPE") and token.text == ","


def _parts_around_titles(doc: Doc, span: NameSpan) -> Iterator[NameSpan]:
    """Part "Japanese P.M. Kishida" into "Japanese" and "Kishida"; the latter is a person."""
    rank = _rank_end(doc, span)
    if rank > span.first:
        rest = _trimmed(doc, NameSpan(first=rank, end=span.end, label="PERSON"))
        if rest:
            yield rest
        return
    for i in range(span.first, span.end - 1):
        if doc[i].lower_ in SURE_TITLES and doc[i].is_title and _is_capitalised(doc[i + 1]):
            if i > span.first:
                before = _trimmed(doc, replace(span, end=i))
                if before and before.label != "PERSON":
                    yield before
            if span.label != "PERSON" and i == span.first and doc[i].lower_ in TITLES_IN_NAMES:
                break
            rest = _trimmed(doc, NameSpan(first=i + 1, end=span.end, label="PERSON"))
            if rest:
                yield rest
            return
    whole = _trimmed(doc, span)
    if whole:
        yield whole


def _rank_end(doc: Doc, span: NameSpan) -> int:
    """One past a rank of two words with a hyphen that opens a span ("Major-Gen", "Lt.-Col."); its first token without one."""
    after = span.first + 3
    is_rank = after < span.end and doc[span.first + 1].text == "-" and doc[span.first].lower_ in RANKS \
        and doc[span.first + 2].lower_ in RANKS and _is_capitalised(doc[after])
    return after if is_rank else span.first


def _trimmed(doc: Doc, span: NameSpan) -> NameSpan | None:
    """The span without marks, articles, titles and lower-case words at its edges; None when no name is left."""
    first, end = span.first, span.end
    while first < end and (doc[first].text in EDGE_MARKS or doc[first].is_space or _is_opener(doc, first, end)):
        first += 1
    if span.label == "PERSON":
        while first < end and (doc[first].lower_ in TITLE_WORDS or not _is_capitalised(doc[first])) and \
                doc[first].lower_ not in INNER_WORDS:
            first += 1
    while first < end and not _ends_in_compound(doc, first, end) and _is_idle_end(doc, end, span.label):
        end -= 1
    if span.label == "PERSON" and end - first > 1 and end + 1 < len(doc) and _joins_given_name(doc, end):
        end += 2                                # "Moon Jae-in": the recogniser stops at the hyphen
    if end - first > 1 and doc[end - 1].is_digit and _known_label(tuple(doc[i].text for i in range(first, end - 1))):
        end -= 1                                # "Sweden 1": a score
    trimmed = NameSpan(first=first, end=end, label=span.label)
    return trimmed if first < end and not _names_nothing(doc, trimmed) else None


def _is_idle_end(doc: Doc, end: int, label: str) -> bool:
    """Whether the last token before `end` is no part of a name: a mark, a lower-case word, or the label of a picture."""
    last = doc[end - 1]
    if last.text in EDGE_MARKS or last.is_space or last.lower_ in INNER_WORDS:
        return True
    if last.is_lower:
        return label in ("PERSON", "GPE", "LOC", "ORG")
    return last.lower_ in NOT_NAMES and end < len(doc) and doc[end].text == ":"


def _ends_in_compound(doc: Doc, first: int, end: int) -> bool:
    """Whether the last word is joined to the one before by a hyphen, as in "Kim Jong-un"."""
    return end - first > 2 and _joins_given_name(doc, end - 2)


def _joins_given_name(doc: Doc, hyphen: int) -> bool:
    """Whether a hyphen joins two halves of a name, and not a name to a verb or noun ("Bush-led", "Obama-era")."""
    after = doc[hyphen + 1]
    if doc[hyphen].text != "-" or doc[hyphen - 1].whitespace_ or doc[hyphen].whitespace_ or not after.is_alpha:
        return False
    return after.is_title or (len(after) <= MAX_HALF_NAME and after.pos_ not in ("VERB", "ADJ", "AUX") and after.lower_ != "era")


def _is_opener(doc: Doc, first: int, end: int) -> bool:
    return doc[first].lower_ in OPENERS and tuple(doc[i].text for i in range(first, end)) not in NAMES_WITH_ARTICLE


def _names_nothing(doc: Doc, span: NameSpan) -> bool:
    text = doc[span.first:span.end].text
    words = [token.lower_ for token in doc[span.first:span.end]]
    return (
        not any(character.isupper() for character in text)
        or text[0] in "#@"
        or any(word in NOT_NAMES for word in (text.casefold(), words[0] if span.label == "PERSON" else ""))
        or text.casefold().startswith(("covid", "http", "www."))
        or words[-1].endswith(("phobia", "ism", "isation"))
        or (span.label in ("PERSON", "NORP", "GPE") and any(character.isdigit() for character in text))
        or all(word in OFFICES or word in INNER_WORDS or word in GENERATIONS for word in words)
        or ("-" in words and all(word in RANKS or word == "-" for word in words))
    )


def _is_capitalised(token: Token) -> bool:
    return token.text[:1].isupper()


# ---------------------------------------------------------------------------------- persons that the recogniser missed

def _person_patterns(doc: Doc, candidates: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """Persons told by a title before the name, by an age after it, or by a given name before a capitalised word."""
    taken = {i: span for span in candidates for i in range(span.first, span.end)}
    for token in doc:
        if token.i + 1 >= len(doc):
            return
        following = doc[token.i + 1]
        if token.lower_ in SURE_TITLES and _is_capitalised(token) and token.i not in taken:
            end = _run_end(doc, following.i)
            if end > following.i and following.i not in taken:
                yield NameSpan(first=following.i, end=end, label="PERSON")
        elif token.i not in taken and _is_introduced(doc, token.i, _run_end(doc, token.i)):
            yield NameSpan(first=token.i, end=_run_end(doc, token.i), label="PERSON")
        elif token.lower_ in GIVEN_NAMES and _is_name_word(token) and _is_name_word(following):
            # The recogniser saw no name, or only the end of one ("Emmanuel" of "Rahm Emmanuel").
            partial = taken.get(following.i)
            starts_name = token.i not in taken and (token.i == 0 or not _is_name_word(doc[token.i - 1]))
            end = _run_end(doc, token.i)
            if starts_name and end - token.i > 1 and (partial is None or partial.label == "PERSON") and \
                    doc[end - 1].lower_ not in ORGANISATION_ENDS | PLACE_ENDS:
                yield NameSpan(first=token.i, end=end, label="PERSON")


def _is_introduced(doc: Doc, first: int, end: int) -> bool:
    """Whether two or three capitalised words are told to be a person: 'Its director, Ana Ruiz,', 'Ana Ruiz, who ...'."""
    if not 1 < end - first <= MAX_PERSON_TOKENS or end + 1 >= len(doc) \
            or not all(_is_name_word(doc[i]) for i in range(first, end)) \
            or doc[end - 1].lower_ in ORGANISATION_ENDS | PLACE_ENDS or (first > 0 and _is_name_word(doc[first - 1])):
        return False
    if doc[end].text != ",":
        return False
    if doc[end + 1].lower_ == "who":
        return True
    if first < 2 or doc[first - 1].text != ",":
        return False
    noun = doc[first - 2]
    return noun.lower_ in PERSON_NOUNS or (doc[end + 1].lemma_.lower() in SPEECH_VERBS and noun.lower_ not in ORGANISATION_NOUNS)


def _run_end(doc: Doc, first: int) -> int:
    """One past the last of up to three capitalised words from `first` on."""
    end = first
    while end < len(doc) and end - first < MAX_PERSON_TOKENS and _is_name_word(doc[end]) and \
            not (end > first and doc[end].is_sent_start):
        end += 1
    return end


def _is_name_word(token: Token) -> bool:
    return (token.pos_ == "PROPN" and _is_capitalised(token) and token.text[-1].isalpha() and token.lower_ not in TITLE_WORDS
            and token.lower_ not in NOT_NAMES)


# ------------------------------------------------------------------------------------------------ one label per name

def _labels_by_vote(doc: Doc, candidates: Sequence[NameSpan], unreliable: Sequence[bool]) -> dict[Key, str]:
    """One label for each name, by majority of what was seen and what its words and neighbours say."""
    votes: dict[Key, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    located: Counter[Key] = Counter()
    speaking: Counter[Key] = Counter()
    for span in candidates:
        key = span.key(doc)
        votes[key][span.label] += HEADLINE_VOTE if unreliable[span.first] else 1.0
        if _looks_like_person(doc, span):
            votes[key]["PERSON"] += PERSON_PATTERN_VOTE
        if span.first > 0 and doc[span.first - 1].lower_ in LOCATIVES:
            located[key] += 1
        if _is_speaking(doc, span):
            speaking[key] += 1
        if span.first > 1 and doc[span.first - 1].text == "," and doc[span.first - 2].lower_ in ORGANISATION_NOUNS:
            votes[key]["ORG"] += END_WORD_VOTE          # "the port operator, Serena Terminals,"
    for key, counts in votes.items():
        last = key[-1].casefold()
        if len(key) > 1 and (last in ORGANISATION_ENDS or (key[0].casefold() in ORGANISATION_ENDS and key[1] in ("of", "for"))):
            counts["ORG"] += END_WORD_VOTE
        elif len(key) > 1 and last in PLACE_ENDS and not PLACE_LABELS & set(counts):
            counts["LOC"] += END_WORD_VOTE
    # Of equal counts the label seen first wins: `max` and `dict` keep the order of appearance.
    labels = {key: _known_label(key) or max(counts, key=lambda label: counts[label]) for key, counts in votes.items()}
    _align_parts_of_persons(labels, votes, located, speaking)
    _align_initials(doc, labels, candidates)
    _align_short_names(labels)
    return _common_words_dropped(doc, labels, candidates)


def _looks_like_person(doc: Doc, span: NameSpan) -> bool:
    before = doc[span.first - 1] if span.first else None
    if before is not None and before.lower_ in SURE_TITLES and _is_capitalised(before) and span.label != "NORP":
        return True
    length = span.end - span.first
    if span.label in PLACE_LABELS and length == 1:
        return False
    if _is_introduced(doc, span.first, span.end):
        return True
    if span.end + 2 < len(doc) and doc[span.end].text == "," and doc[span.end + 1].text.isdigit() and \
            len(doc[span.end + 1].text) == 2 and doc[span.end + 2].text == ",":
        return True
    return (1 < length <= MAX_PERSON_TOKENS and span.label in ("ORG", "GPE", "PERSON") and doc[span.first].lower_ in GIVEN_NAMES
            and doc[span.end - 1].lower_ not in ORGANISATION_ENDS | PLACE_ENDS and doc[span.end - 1].is_title)


def _is_speaking(doc: Doc, span: NameSpan) -> bool:
    root = doc[span.first:span.end].root
    return root.dep_ == "nsubj" and root.head.lemma_.lower() in SPEECH_VERBS


def _align_short_names(labels: dict[Key, str]) -> None:
    """The first word of a firm's name is the firm, not a people or a work: "Sundline" of "Sundline Ferries"."""
    for key in [key for key, label in labels.items() if len(key) > 1 and label == "ORG"]:
        is_firm = all(word.casefold() in COMPANY_WORDS for word in key[1:])
        if is_firm and labels.get(key[:1]) in ("NORP", "PRODUCT", "WORK_OF_ART"):
            labels[key[:1]] = "ORG"


def _align_initials(doc: Doc, labels: dict[Key, str], candidates: Sequence[NameSpan]) -> None:
    """Initials in brackets after a name are another name of the same thing: "Cod and Herring Board (CHB)"."""
    for span in candidates:
        opening = span.end
        if opening + 2 >= len(doc) or doc[opening].text != "(" or doc[opening + 2].text != ")":
            continue
        full, initials = span.key(doc), doc[opening + 1].text
        if full in labels and initials.isupper() and len(initials) > 1 and _is_spelt_out(initials, full) \
                and _known_label((initials,)) is None:
            labels[initials,] = labels[full]


def _is_spelt_out(initials: str, name: Key) -> bool:
    """Whether the letters are first letters of the words of a name, in order; it may have more words than they."""
    words = iter(word[0].upper() for word in name)
    return len(name) > 1 and all(letter in words for letter in initials)


def _align_parts_of_persons(
    labels: dict[Key, str], votes: Mapping[Key, Mapping[str, float]], located: Mapping[Key, int], speaking: Mapping[Key, int],
) -> None:
    """A single word that ends or opens the full name of a person names that person, unless the article places it."""
    for key in [key for key, label in labels.items() if len(key) > 1 and label in ("ORG", "GPE")]:
        last = surname_key(key)
        # "Lena Okafor" was taken for a body once, but Okafor for a person throughout.
        if len(key) <= MAX_PERSON_TOKENS and key[-1].casefold() not in ORGANISATION_ENDS | PLACE_ENDS and \
                labels.get(last) == "PERSON" and votes[last].get("PERSON", 0) >= PERSON_PATTERN_VOTE and \
                votes[key].get(labels[key], 0) <= 1:
            labels[key] = "PERSON"
    parts: set[Key] = set()
    for key in [key for key, label in labels.items() if len(key) > 1 and label == "PERSON"]:
        parts.add(surname_key(key))
        given = (key[0],)
        if key[0].casefold() in GIVEN_NAMES or (speaking.get(given) and not PLACE_LABELS & set(votes[given])):
            parts.add(given)
    for part in parts:
        if _known_label(part) is None and part in labels and 2 * located.get(part, 0) <= sum(votes[part].values()):
            labels[part] = "PERSON"


def _common_words_dropped(doc: Doc, labels: dict[Key, str], candidates: Sequence[NameSpan]) -> dict[Key, str]:
    """Leave out single words that the article writes in lower case too: they opened a sentence or a headline."""
    lower = Counter(token.text for token in doc if token.is_lower)
    labelled = Counter(span.key(doc) for span in candidates)
    surnames = {surname_key(key) for key, label in labels.items() if label == "PERSON" and len(key) > 1}
    return {key: label for key, label in labels.items()
            if len(key) > 1 or "".join(key).isupper() or key in surnames or label == "NORP"
            or labelled[key] > lower["".join(key).casefold()]}


def _known_label(key: Key) -> str | None:
    """Label of a name known beforehand; None for all others."""
    text = " ".join(key)
    if text in COUNTRY_NAMES or text in STATE_NAMES:
        return "GPE"
    return "ORG" if text in ORGANISATION_NAMES else None


def _cut_at_known_names(doc: Doc, spans: Iterable[NameSpan], labels: Mapping[Key, str]) -> Iterator[NameSpan]:
    """Part names that the recogniser ran together: "Foundation for Relief Alma Reyes", "Reyes the Foundation"."""
    persons = {key for key, label in labels.items() if label == "PERSON" and len(key) > 1}
    for span in spans:
        key = span.key(doc)
        inner = key.index("the") if "the" in key else 0
        if inner and key[:inner] in labels and labels[key[:inner]] == "PERSON" and span.label != "PERSON":
            yield NameSpan(first=span.first, end=span.first + inner, label="PERSON")
            continue
        sizes = range(2, len(key) - 1) if span.label != "PERSON" else ()
        tail = next((size for size in sizes if key[-size:] in persons), None)
        if tail is None:
            yield span
            continue
        yield NameSpan(first=span.end - tail, end=span.end, label="PERSON")
        rest = _trimmed(doc, replace(span, end=span.end - tail))
        if rest:
            yield rest


# ------------------------------------------------------------------------------------------------ finding names again

def _find_again(doc: Doc, labels: Mapping[Key, str], candidates: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """Every further occurrence of the names of the article, of the surnames of its persons, and of names known
    beforehand."""
    known = _names_to_look_for(doc, labels, candidates)
    by_first: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(known, key=len, reverse=True):
        by_first[key[0]].append(key)
    labelled_at = {span.first for span in candidates}
    i, count = 0, len(doc)
    while i < count:
        step = 1
        for key in by_first.get(doc[i].text, ()):
            end = i + len(key)
            if end <= count and all(doc[i + k].text == word for k, word in enumerate(key)):
                if i not in labelled_at and _stands_alone(doc, i, end, labelled_at):
                    yield NameSpan(first=i, end=end, label=known[key])
                step = len(key)
                break
        i += step


def _names_to_look_for(doc: Doc, labels: Mapping[Key, str], candidates: Sequence[NameSpan]) -> dict[Key, str]:
    known: dict[Key, str] = {tuple(name.split()): "GPE" for name in COUNTRY_NAMES}
    known |= {(name,): "GPE" for name in STATE_NAMES if " " not in name}
    known |= {tuple(name.split()): "ORG" for name in ORGANISATION_NAMES}
    occurrences = Counter(token.text for token in doc if token.pos_ == "PROPN")
    labelled = Counter(span.key(doc) for span in candidates)
    for key, label in labels.items():
        if len(key) > 1 or labelled[key] >= MIN_LABELLED_SHARE * occurrences[" ".join(key)]:
            known[key] = label
    ambiguous = {key for key, label in labels.items() if label != "PERSON"}
    for key, label in labels.items():
        if label == "PERSON" and len(key) > 1 and surname_key(key) not in ambiguous:
            known.setdefault(surname_key(key), "PERSON")
        if len(key) == 1 and label in PLACE_LABELS and key[0].istitle():
            known.setdefault((key[0].upper(),), label)          # WASHINGTON, in a dateline
    return known


def _stands_alone(doc: Doc, first: int, end: int, labelled_at: set[int]) -> bool:
    """Whether a known name found again is no part of a longer one that the recogniser missed ("Biden Boulevard")."""
    if end - first > 1:
        return True
    token = doc[first]
    if token.pos_ != "PROPN" and not (token.is_title and not token.is_sent_start and not token.is_stop):
        return bool(token.is_sent_start) and token.is_title and not token.is_stop and token.pos_ in ("NOUN", "ADJ", "X")
    after = doc[end] if end < len(doc) else None
    before = doc[first - 1] if first and not token.is_sent_start else None
    return not (
        (after is not None and _is_name_word(after) and after.i not in labelled_at and token.whitespace_ != "")
        or (before is not None and _is_name_word(before) and before.ent_type_ == "" and not before.is_sent_start)
    )


# ------------------------------------------------------------------------------------------------------- whole article

def _unreliable_tokens(doc: Doc) -> list[bool]:
    """For each token, whether its block is written in title case or capitals, where capitals mean nothing."""
    flags: list[bool] = []
    first = 0
    for token in doc:
        if token.i + 1 == len(doc) or (token.is_space and BLOCK_SEPARATOR in token.text):
            flags += [_is_title_cased(doc, first, token.i + 1)] * (token.i + 1 - first)
            first = token.i + 1
    return flags


def _is_title_cased(doc: Doc, first: int, end: int) -> bool:
    words = [token for token in doc[first:end] if token.is_alpha and len(token) > 3]
    last = next((doc[i].text for i in range(end - 1, first - 1, -1) if not doc[i].is_space), "")
    if len(words) < TITLE_CASE_MIN_WORDS or last in SENTENCE_ENDS:
        return False
    return sum(_is_capitalised(word) for word in words) >= TITLE_CASE_SHARE * len(words)


def _without_overlaps(doc: Doc, spans: Iterable[NameSpan], sure: frozenset[Key]) -> list[NameSpan]:
    """Of overlapping spans the longer one, of equally long ones the name that is known; in order of position."""
    taken: set[int] = set()
    kept: list[NameSpan] = []
    for span in sorted(spans, key=lambda s: (s.first - s.end, s.key(doc) not in sure, s.first)):
        if not any(i in taken for i in range(span.first, span.end)):
            taken.update(range(span.first, span.end))
            kept.append(span)
    return sorted(kept, key=lambda s: s.first)
