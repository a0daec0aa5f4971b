"""Which entities of different articles are one: a function of the set of articles alone, whatever order or batches they came in.

Each article names its entities by keys of its own (`transforms.extraction.identities`). Here keys are brought together, where
articles show that they mean one thing:

* people of one name, unless their articles place them in different fields ("sport", "office") and share no company;
* fuller and shorter forms of a full name ("Jane Smith", "Jane A. Smith") whose articles share company;
* organisations and the short forms or acronyms that some article introduces for them, when for no other one;
* a surname alone, or with initials, and the one full name in whose company it is.

*Company* is who else an article names: organisations and full names of people, those left out that many articles name.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from schemas.vocabulary import EntityType
from transforms.extraction.entities import FIELD_SEPARATOR, canonical_name, entity_key, is_weak_name
from transforms.extraction.rows import ArticleEntity

MIN_SHARED_COMPANY = 2
"""Others whom two articles both name when they speak of one person by names that could be two's."""

TELLING_ARTICLES = 10
TELLING_SHARE = 0.01
"""Company that up to so many articles, or this share of all, name says something; what more of them name does not."""

CLEAR_RATIO = 3
"""How many times the company of any other bearer of a surname its article must share with the one who is meant."""

_FAR_DATE = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntity:
    """An entity as the articles that name it tell it.

    Args:
        entity_id: Its key, which no other article changes.
        name: A name for it, which only matters for one that has no name in any article.
        distinguished_by: What, beside the name, the key is made of.
        geonames_id: Place that it is.
        is_named: False for a source that its article leaves unnamed; it stays apart from everything in other articles.
    """

    entity_id: str
    entity_type: EntityType
    name: str
    distinguished_by: str | None = None
    geonames_id: int | None = None
    is_named: bool = True

    @classmethod
    def of(cls, entity: ArticleEntity) -> "KnownEntity":
        """The entity as one article knows it."""
        return cls(entity_id=entity.entity_id, entity_type=entity.entity_type, name=entity.canonical_name,
                   distinguished_by=entity.distinguished_by, geonames_id=entity.geonames_id, is_named=entity.is_named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One entity in one article.

    Args:
        forms: Its names there, in order; empty when it has none.
    """

    article_id: str
    entity_id: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What the entities of all articles are.

    Args:
        entity_of: (article, entity as it tells it) -> entity.
        merged_into: Entity that stands for itself no more -> the one it turned out to be.
        names: Entity -> fullest usual name, of those that stand for themselves and those that do not.
    """

    entity_of: Mapping[tuple[str, str], str]
    merged_into: Mapping[str, str]
    names: Mapping[str, str]


def resolve(
    occurrences: Iterable[Occurrence], *, known: Mapping[str, KnownEntity], published: Mapping[str, date | None],
    standing: Collection[str] = (),
) -> Resolution:
    """Bring the entities of all articles together.

    Args:
        occurrences: Every entity of every article.
        known: Every entity by key.
        published: Article -> publication date.
        standing: Entities that stood for themselves before this run: of those that are one, such a one keeps its id.
    """
    registry = _Registry(sorted(occurrences, key=lambda one: (one.article_id, one.entity_id)), known)
    registry.unite_persons()
    registry.unite_organisations()
    target = registry.placed()
    return registry.settled(target, published=published, standing=frozenset(standing))


class _Registry:
    """The occurrences of a dataset, indexed; groups of keys that are one grow in it."""

    def __init__(self, occurrences: Sequence[Occurrence], known: Mapping[str, KnownEntity]) -> None:
        self.occurrences = occurrences
        self.known = known
        self.parent: dict[str, str] = {}
        self.articles: dict[str, list[str]] = defaultdict(list)
        self.names: dict[str, Counter[str]] = defaultdict(Counter)
        self.forms: dict[str, set[str]] = defaultdict(set)
        for one in occurrences:
            self.articles[one.entity_id].append(one.article_id)
            if one.forms:
                kind = known[one.entity_id].entity_type
                self.names[one.entity_id][canonical_name(kind, one.forms)] += 1
                self.forms[one.entity_id].update(one.forms)
        self.keys = {entity_id: entity_key(known[entity_id].entity_type, _most_common(names))
                     for entity_id, names in self.names.items()}
        self.weak = {entity_id for entity_id, names in self.names.items()
                     if known[entity_id].entity_type == "person" and is_weak_name(_most_common(names))
                     and known[entity_id].distinguished_by in self.articles[entity_id]}
        self.company = self._companies()

    def _companies(self) -> dict[str, frozenset[str]]:
        """Article -> the telling ones among those it names, by type and name, so that nothing depends on what was merged."""
        named: dict[str, set[str]] = defaultdict(set)
        for one in self.occurrences:
            kind = self.known[one.entity_id].entity_type
            if one.forms and kind in {"person", "organisation"} and one.entity_id not in self.weak:
                named[one.article_id].add(f"{kind} {self.keys[one.entity_id]}")
        spread = Counter(other for others in named.values() for other in others)
        limit = max(TELLING_ARTICLES, TELLING_SHARE * len(named))
        return {article_id: frozenset(other for other in others if spread[other] <= limit)
                for article_id, others in named.items()}

    def company_of(self, entity_ids: Iterable[str]) -> frozenset[str]:
        """Everybody in whose company some entities are, they themselves left out."""
        ids = tuple(entity_ids)
        own = {f"{self.known[entity_id].entity_type} {self.keys[entity_id]}" for entity_id in ids if entity_id in self.keys}
        return frozenset(
            other for entity_id in ids for article_id in self.articles[entity_id]
            for other in self.company.get(article_id, ())) - own

    def root(self, entity_id: str) -> str:
        """Which stands for the group of an entity while groups grow."""
        while (above := self.parent.get(entity_id, entity_id)) != entity_id:
            entity_id = above
        return entity_id

    def unite(self, one: str, other: str) -> None:
        """Make two entities one."""
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self.parent[high] = low

    # ------------------------------------------------------------------------------------------------------- persons

    def unite_persons(self) -> None:
        """Unite people of one full name whom nothing keeps apart, then forms of a full name that share company."""
        by_ends: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entity_id in sorted(self.keys):
            if self.known[entity_id].entity_type == "person" and entity_id not in self.weak:
                words = self.keys[entity_id].split()
                by_ends[words[0], words[-1]].append(entity_id)
        for bearers in by_ends.values():
            company = {entity_id: self.company_of([entity_id]) for entity_id in bearers} if len(bearers) > 1 else {}
            for one, other in _pairs(bearers):
                is_one_name = self.keys[one] == self.keys[other]
                shared = len(company[one] & company[other])
                fields = _fields(self.known[one]), _fields(self.known[other])
                if (is_one_name and _bridges(*fields)) or (
                        shared >= MIN_SHARED_COMPANY and (is_one_name or _middle_names_agree(self.keys[one], self.keys[other]))):
                    self.unite(one, other)
        for same in _grouped(sorted(entity_id for group in by_ends.values() for entity_id in group), self.keys).values():
            plain = [entity_id for entity_id in same if self.known[entity_id].distinguished_by is None]
            placed = {self.root(entity_id) for entity_id in same if self.known[entity_id].distinguished_by is not None}
            if len(placed) == 1 and plain:
                self.unite(plain[0], placed.pop())

    # -------------------------------------------------------------------------------------------------- organisations

    def unite_organisations(self) -> None:
        """Unite an organisation with the short forms that some article uses for it, where none uses them for another."""
        stated: dict[str, set[str]] = defaultdict(set)
        holder = {self.keys[entity_id]: entity_id for entity_id in sorted(self.keys)
                  if self.known[entity_id].entity_type == "organisation"}
        for key, entity_id in holder.items():
            for form in self.forms[entity_id]:
                short = entity_key("organisation", form)
                if short != key and short in holder:
                    stated[short].add(entity_id)
        for short, entity_ids in sorted(stated.items()):
            if len(entity_ids) == 1:
                self.unite(holder[short], min(entity_ids))

    # ------------------------------------------------------------------------------------------------ names that are weak

    def placed(self) -> dict[tuple[str, str], str]:
        """Group of each occurrence: that of its key; for a full name borne by several and for a surname alone the one in whose
        company the article is, if that is clear."""
        groups: dict[str, list[str]] = defaultdict(list)
        for entity_id in self.articles:
            groups[self.root(entity_id)].append(entity_id)
        company = _Lazy(lambda root: self.company_of(groups[root]))
        by_surname: dict[str, set[str]] = defaultdict(set)
        by_name: dict[str, set[str]] = defaultdict(set)
        for entity_id, key in self.keys.items():
            if self.known[entity_id].entity_type == "person" and entity_id not in self.weak:
                by_surname[key.split()[-1]].add(self.root(entity_id))
                if self.known[entity_id].distinguished_by is not None:
                    by_name[key].add(self.root(entity_id))
        target = {(one.article_id, one.entity_id): self.root(one.entity_id) for one in self.occurrences}
        for one in self.occurrences:
            key = self.keys.get(one.entity_id, "")
            own = self.root(one.entity_id)
            is_plain = self.known[one.entity_id].distinguished_by is None
            if self.known[one.entity_id].entity_type == "person" and is_plain and len(by_name.get(key, set()) - {own}) > 1:
                meant = self._in_company(one, sorted(by_name[key] - {own}), company)
                target[one.article_id, one.entity_id] = meant or own
        bearing = set(target.values())
        left: dict[str, list[str]] = defaultdict(list)
        for one in self.occurrences:
            if one.entity_id not in self.weak:
                continue
            key = self.keys[one.entity_id]
            bearers = sorted(root for root in by_surname.get(key.split()[-1], set()) & bearing if self._may_be(key, groups[root]))
            meant = self._in_company(one, bearers, company)
            if meant is not None:
                target[one.article_id, one.entity_id] = meant
            else:
                left[key].append(one.entity_id)
        for same in left.values():
            self._unite_weak(same)
        return {place: self.root(root) for place, root in target.items()}

    def _may_be(self, weak: str, group: Iterable[str]) -> bool:
        """Whether 'j smith' or 'smith' may be called by one of the names of a group."""
        initials = weak.split()[:-1]
        given = {word for entity_id in group if entity_id in self.keys for word in self.keys[entity_id].split()[:-1]}
        return all(any(word.startswith(initial) for word in given) for initial in initials)

    def _in_company(self, one: Occurrence, bearers: Sequence[str], company: "_Lazy") -> str | None:
        here = self.company.get(one.article_id, frozenset[str]())
        shared = sorted(((len(here & company[root]), root) for root in bearers), reverse=True)
        if not shared or shared[0][0] < MIN_SHARED_COMPANY:
            return None
        return shared[0][1] if len(shared) == 1 or shared[0][0] >= CLEAR_RATIO * shared[1][0] else None

    def _unite_weak(self, same: Sequence[str]) -> None:
        """Unite surnames alone that no full name goes with, in articles that share company."""
        holders: dict[tuple[str, str], str] = {}
        for entity_id in sorted(same):
            for pair in _pairs(sorted(self.company_of([entity_id]))):
                self.unite(holders.setdefault(pair, entity_id), entity_id)

    # ------------------------------------------------------------------------------------------------------------ outcome

    def settled(
        self, target: Mapping[tuple[str, str], str], *, published: Mapping[str, date | None], standing: frozenset[str],
    ) -> Resolution:
        """Give each group the id of one of its members, and a name."""
        members: dict[str, set[str]] = defaultdict(set)
        places: dict[str, Counter[str]] = defaultdict(Counter)
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.occurrences:
            root = target[one.article_id, one.entity_id]
            places[one.entity_id][root] += 1
            if root == self.root(one.entity_id):
                members[root].add(one.entity_id)
            if one.forms:
                votes[root][canonical_name(self.known[one.entity_id].entity_type, one.forms)] += 1
        first = {entity_id: min((published[article_id] or _FAR_DATE, article_id) for article_id in self.articles[entity_id])
                 for entity_id in places}
        chosen = {root: min(own, key=lambda entity_id: (
            entity_id in self.weak, entity_id not in standing, first[entity_id], entity_id)) for root, own in members.items()}
        merged_into: dict[str, str] = {}
        names: dict[str, str] = {}
        for entity_id, own in places.items():
            holder = chosen[min(own, key=lambda root: (root != self.root(entity_id), -own[root], root))]
            if holder != entity_id:
                merged_into[entity_id] = holder
            kind = self.known[entity_id].entity_type
            ballot = votes[self.root(entity_id)] if holder == entity_id else self.names.get(entity_id, Counter())
            names[entity_id] = usual_name(kind, ballot) or self.known[entity_id].name
        return Resolution(
            entity_of={place: chosen[root] for place, root in target.items()}, merged_into=merged_into, names=names)


class _Lazy(dict[str, frozenset[str]]):
    """Company by group, told when first asked for."""

    def __init__(self, tell: Callable[[str], frozenset[str]]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, root: str) -> frozenset[str]:
        self[root] = found = self._tell(root)
        return found


USUAL_SHARE = 0.5
"""How often, against the commonest form of a name, a fuller one must occur to be usual."""


def usual_name(entity_type: EntityType, votes: Mapping[str, int]) -> str | None:
    """The fullest usual form of a name.

    Args:
        votes: Form -> articles that use it as their fullest.

    Returns:
        The form of most words among those that are not rare; of equals the commonest, then the first in the alphabet. None
        without forms.
    """
    if not votes:
        return None
    whole = {form: count for form, count in votes.items() if entity_type != "person" or not is_weak_name(form)} or votes
    limit = USUAL_SHARE * max(whole.values())
    return min((form for form, count in whole.items() if count >= limit),
               key=lambda form: (form.isupper() and len(form.split()) > 1, -len(form.split()), -whole[form], form))


def _most_common(names: Mapping[str, int]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _fields(entity: KnownEntity) -> frozenset[str]:
    return frozenset((entity.distinguished_by or "").split(FIELD_SEPARATOR)) - {""}


def _bridges(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two articles place people of one name in a field that both have."""
    return bool(one & other)


def _middle_names_agree(one: str, other: str) -> bool:
    """Whether two full names with the same first and last word could be one person's: middle names missing, or initials."""
    short, long = sorted((one.split()[1:-1], other.split()[1:-1]), key=len)
    return all(any(word[0] == full[0] and (word == full or 1 in (len(word), len(full))) for full in long) for word in short)


def _pairs(items: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for at, one in enumerate(items) for other in items[at + 1:])


def _grouped(entity_ids: Iterable[str], keys: Mapping[str, str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for entity_id in entity_ids:
        groups[keys[entity_id]].append(entity_id)
    return groups
