"""What a page states about itself: JSON-LD first, then Open Graph and meta tags, then marked elements."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from schemas.articles import DateSource, TitleSource
from transforms.reading.authors import AuthorKind, authors_in
from transforms.reading.dates import StatedDate, is_timestamp, read_date, read_timestamp
from transforms.reading.markup import short_text_of, text_of
from transforms.reading.normalisation import fold, normalise_line

# schema.org Article and the subtypes that news sites use.
_ARTICLE_TYPES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "BlogPosting", "LiveBlogPosting", "ScholarlyArticle",
    "MedicalScholarlyArticle", "TechArticle", "Report",
})
# Properties that hold other articles, never this one.
_OTHER_ARTICLES = frozenset(
    {"itemListElement", "isPartOf", "hasPart", "liveBlogUpdate", "relatedLink", "citation", "isBasedOn", "mentions", "comment",
     "about"}
)
_MAX_JSON_LD_DEPTH = 12
_MAX_JSON_LD_NODES = 5_000

_PUBLISHED_META = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "parsely-pub-date",
    "sailthru.date", "datepublished", "date.published", "publish-date", "publish_date", "published-date",
    "publication_date", "pubdate", "article.published", "published_at", "dc.date.issued", "dcterms.created", "dc.date",
    "dcterms.issued", "citation_publication_date", "citation_date", "date", "article_date_original",
    "originalpublicationdate", "cxenseparse:recs:publishtime", "rnews:datepublished", "bt:pubdate", "article.created",
    "created", "ptime", "release_date",
)
_MODIFIED_META = (
    "article:modified_time", "article:modified", "og:updated_time", "article:updated_time", "datemodified", "last-modified",
    "dcterms.modified", "dc.date.modified", "article.updated", "cxenseparse:modified",
)
_AUTHOR_META = (
    "author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article:author",
    "article:author_name", "citation_author", "cxenseparse:author", "article.author", "authors", "og:article:author",
    "rnews:author",
)
_SECTION_META = (
    "article:section", "parsely-section", "section", "og:section", "cxenseparse:recs:category", "article.section",
)
_SITE_META = ("og:site_name", "application-name", "publisher", "dc.publisher", "cre")
_DESCRIPTION_META = ("og:description", "description", "twitter:description", "dc.description")
_LANGUAGE_NAMES: Mapping[str, str] = MappingProxyType({
    "english": "en", "spanish": "es", "french": "fr", "german": "de", "portuguese": "pt", "italian": "it", "arabic": "ar",
    "russian": "ru", "chinese": "zh", "japanese": "ja", "hindi": "hi", "dutch": "nl", "turkish": "tr",
})
_LANGUAGE_CODE = re.compile(r"(?P<language>[A-Za-z]{2,3})(?P<rest>(?:[-_][A-Za-z0-9]{2,8})*)")
_COMMENT_OR_CDATA = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*$", re.DOTALL)
_MARKUP = re.compile(r"<[^<>]{1,200}>")
# The last part only: "Booking early - and often - Harbour Post".
_TITLE_TAIL = re.compile(r"\s+(?:[|–—\-·•:»]|::)\s+(?P<tail>(?:(?!\s(?:-|::?)\s)[^|–—·•»]){2,60})$")
_SLOGAN = re.compile(r"\s+[|–—·•:»-]\s+|:\s+|,\s+")
_ADDRESS = re.compile(r"https?://[\w.-]+(?:[/?#]|$)", re.IGNORECASE)
# What a site's name has in one place and not in another ("The Harbour Post", "HarbourPost.com").
_INDIFFERENT = re.compile(r"^the(?=.)|(?<=.)(?:com|news|couk|online)$")
_MAX_TAILS = 3
_TITLE_MARK = re.compile(r"title|headline", re.IGNORECASE)
_MAX_TITLE_CHARACTERS = 400
_MAX_HEADINGS = 100
# Share of the words of the shorter of two titles that they must have in common to be variants of one headline.
_MIN_SHARED_WORDS = 0.5
_MIN_VARIANT_WORDS = 3
_MAX_TIME_ELEMENTS = 40
_MAX_AFTER_HEADING = 80
_HEADING_BLOCK_LEVELS = 4
_MAX_DATE_CHARACTERS = 140
_DATE_MARK = re.compile(r"\b(?:\w+[-_])?(?:date|dateline|timestamp|pubdate|published)\b")
_PUBLISHED_MARK = re.compile(r"datepublished|\b(?:entry-date|published|publish-?(?:ed)?-?date|pub-?date)\b")
_ASIDE_MARK = re.compile(r"\b(?:related|recommend\w*|comments?|sidebar|teaser|trending|more-stories)\b")

_Node = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What a page states about the article on it. An empty tuple or None is nothing stated.

    `heading` is the element that shows the headline, as far as can be told from the page's statements.
    """

    titles: tuple[tuple[TitleSource, str], ...]
    heading: HtmlElement | None
    descriptions: tuple[str, ...]
    canonical_urls: tuple[str, ...]
    author_names: tuple[str, ...]
    author_kinds: tuple[AuthorKind | None, ...]
    published: tuple[tuple[DateSource, StatedDate], ...]
    modified: tuple[StatedDate, ...]
    site_name: str | None
    section: str | None
    language: str | None
    article_body: str | None = None
    """The story as JSON-LD holds it: a witness of which paragraphs belong to it, its own breaks are lost too often."""


def read_metadata(tree: HtmlElement) -> PageMetadata:
    """Everything a page states about its article, each kind of statement in order of trust."""
    nodes = _json_ld_nodes(tree)
    # Bare references share the @id of the node they point to; only nodes with a name answer for it.
    by_id = {identifier: node for node in nodes if "name" in node and isinstance(identifier := node.get("@id"), str)}
    meta = _meta_tags(tree)
    first_headings = [(heading, text) for heading in islice(tree.iter("h1"), _MAX_HEADINGS) if (text := text_of(heading))]
    article = _choose_article(nodes, [text for _, text in first_headings], meta)
    site_name = _site_name(article, meta, by_id)
    section = next(iter([*_texts(article.get("articleSection")), *_first_of(meta, _SECTION_META)]), None)
    names, kinds = _authors(article, meta, tree, by_id)
    canonical_urls = _canonical_urls(tree, article, meta)
    tails = _tails(site_name, section, canonical_urls)
    titles = _stated_titles(article, meta, tree, tails=tails)
    headings = _headings(tree, first_headings, [text for _, text in titles], tails=tails)
    heading = headings[0][0] if headings else None
    return PageMetadata(
        titles=_in_order_of_trust(titles, [text for _, text in headings], site_name=site_name),
        heading=heading,
        descriptions=_distinct([
            *_texts(article.get("description")), *_texts(article.get("alternativeHeadline")),
            *_first_of(meta, _DESCRIPTION_META, every=True),
        ]),
        canonical_urls=canonical_urls,
        author_names=tuple(names),
        author_kinds=tuple(kinds),
        published=_published(article, meta, tree, heading=heading),
        modified=_modified(article, meta),
        site_name=site_name,
        section=section,
        language=_page_language(article, meta, tree),
        article_body=next(iter(_texts(article.get("articleBody"))), None),
    )


def read_language(stated: str | None) -> str | None:
    """An ISO 639 code with its subtags ("en-US") from what a record or page declares. None when it is none."""
    if stated is None:
        return None
    line = normalise_line(stated)
    named = _LANGUAGE_NAMES.get(line.casefold())
    if named is not None:
        return named
    found = _LANGUAGE_CODE.fullmatch(line)
    if found is None:
        return None
    subtags = [tag for tag in re.split(r"[-_]", found["rest"]) if tag]
    # An encoding or a long word after the code ("en_US.UTF-8") never matches; four letters are a script, two a region.
    shaped = [tag.upper() if len(tag) == 2 else tag.title() if len(tag) == 4 else tag for tag in subtags]
    return "-".join([found["language"].lower(), *shaped])


def strip_site_name(title: str, site_name: str | None) -> str:
    """A title without " | Site" at its end; only a tail that is the site's name goes."""
    return _without_tails(title, _tails(site_name, None, ()))


def are_variants(first: str, second: str) -> bool:
    """Whether two titles share so many words that they are variants of one headline."""
    ours, theirs = set(fold(first).split()), set(fold(second).split())
    if not ours or not theirs:
        return False
    # One or two words ("World News") stand in titles by chance.
    if min(len(ours), len(theirs)) < _MIN_VARIANT_WORDS:
        return ours == theirs
    return len(ours & theirs) >= _MIN_SHARED_WORDS * min(len(ours), len(theirs))


def _tails(site_name: str | None, section: str | None, urls: Sequence[str]) -> frozenset[str]:
    """What may stand behind the headline in a title, folded and without spaces: names of the site and of its section."""
    names = [site_name, section]
    if site_name is not None:
        # "Harbour Post - News from the coast": the name, then a slogan.
        names.append(_SLOGAN.split(site_name, maxsplit=1)[0])
    for url in urls[:1]:
        parts = urlsplit(url) if _ADDRESS.match(url) else None
        if parts is not None:
            names.extend([max((parts.netloc or "").split("."), key=len), *(unquote(step) for step in parts.path.split("/"))])
    compact = {fold(name).replace(" ", "") for name in names if name}
    return frozenset(tail for name in compact for tail in (name, _INDIFFERENT.sub("", name)) if len(tail) > 1)


def _without_tails(title: str, tails: frozenset[str]) -> str:
    for _ in range(_MAX_TAILS):
        found = _TITLE_TAIL.search(title)
        if found is None:
            return title
        tail = fold(found["tail"]).replace(" ", "")
        if tail not in tails and (_INDIFFERENT.sub("", tail) or tail) not in tails:
            return title
        title = title[:found.start()].strip()
    return title


def _json_ld_nodes(tree: HtmlElement) -> list[_Node]:
    nodes: list[_Node] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").casefold():
            continue
        written = _COMMENT_OR_CDATA.sub("", script.text or "").strip().rstrip(";")
        if not written:
            continue
        try:
            parsed: object = json.loads(written, strict=False)
        except (ValueError, RecursionError):
            continue
        _collect(parsed, nodes, 0)
    return nodes


def _collect(value: object, nodes: list[_Node], depth: int) -> None:
    if depth > _MAX_JSON_LD_DEPTH or len(nodes) > _MAX_JSON_LD_NODES:
        return
    if isinstance(value, list):
        for item in cast("list[object]", value):
            _collect(item, nodes, depth + 1)
    elif isinstance(value, Mapping):
        node = cast("_Node", value)
        nodes.append(node)
        for name, inner in node.items():
            if name not in _OTHER_ARTICLES and isinstance(inner, list | Mapping):
                _collect(inner, nodes, depth + 1)


def _choose_article(nodes: Sequence[_Node], headings: Sequence[str], meta: Mapping[str, list[str]]) -> _Node:
    """The node that describes the article of this page: the one whose headline the page shows, else the first that dates it."""
    articles = [node for node in nodes if _ARTICLE_TYPES.intersection(_types(node))]
    shown = {fold(title) for title in [*headings, *meta.get("og:title", [])]}
    candidates = [
        *(node for node in articles if any(fold(title) in shown for title in _texts(node.get("headline")))),
        *(node for node in articles if "datePublished" in node or "author" in node),
        *(node for node in articles if _texts(node.get("headline"))),
        *(node for node in nodes if "WebPage" in _types(node) and "datePublished" in node),
    ]
    return candidates[0] if candidates else {}


def _types(node: _Node) -> list[str]:
    stated = node.get("@type")
    values = cast("list[object]", stated) if isinstance(stated, list) else [stated]
    return [value.rsplit("/", 1)[-1] for value in values if isinstance(value, str)]


def _texts(value: object) -> list[str]:
    """Strings in a value of JSON-LD, one or many, as text: entities resolved, markup gone."""
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    found: list[str] = []
    for item in values:
        if isinstance(item, Mapping):
            node = cast("_Node", item)
            found.extend(_texts(node.get("name") or node.get("@value")))
        elif isinstance(item, str):
            text = normalise_line(_MARKUP.sub(" ", _unescape(item)))
            if text:
                found.append(text)
    return found


def _unescape(text: str) -> str:
    """Entities resolved; twice, since generators escape what is escaped already."""
    return html.unescape(html.unescape(text)) if "&" in text else text


def _meta_tags(tree: HtmlElement) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = normalise_line(_unescape(element.get("content") or ""))
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().casefold()
            if name and content:
                found.setdefault(name, []).append(content)
    return found


def _first_of(meta: Mapping[str, list[str]], names: Sequence[str], *, every: bool = False) -> list[str]:
    found = [value for name in names for value in meta.get(name, [])]
    return found if every else found[:1]


def _stated_titles(
    article: _Node, meta: Mapping[str, list[str]], tree: HtmlElement, *, tails: frozenset[str],
) -> list[tuple[TitleSource, str]]:
    """Titles of JSON-LD, Open Graph and other tags, without what stands behind the headline."""
    document = [text for text in (text_of(element) for element in tree.iter("title")) if text][:1]
    stated: list[tuple[TitleSource, str]] = [
        *(("json_ld", text) for text in _texts(article.get("headline"))[:1]),
        *(("open_graph", text) for text in meta.get("og:title", [])[:1]),
        *(("meta", text) for text in [*meta.get("twitter:title", []), *meta.get("title", []), *document]),
    ]
    return [(source, _without_tails(text, tails)) for source, text in stated]


def _headings(
    tree: HtmlElement, first_headings: Sequence[tuple[HtmlElement, str]], titles: Sequence[str], *, tails: frozenset[str],
) -> list[tuple[HtmlElement, str]]:
    """Elements that may show the headline, likeliest first.

    First-level headings that a stated title repeats or varies. Pages that have none show their headline in a lower heading or
    in an element of that name; only one that repeats a title is believed.
    """
    found = [(element, _without_tails(text, tails)) for element, text in first_headings]
    wanted = {fold(title) for title in titles if len(fold(title).split()) >= _MIN_VARIANT_WORDS}
    repeats = [pair for pair in found if fold(pair[1]) in wanted]
    variants = [pair for pair in found if pair not in repeats and any(are_variants(pair[1], title) for title in titles)]
    if not repeats and not variants and wanted:
        repeats = list(islice(_lower_headings(tree, wanted, tails), 1))
    return [*repeats, *variants, *(pair for pair in found if pair not in repeats and pair not in variants)]


def _lower_headings(tree: HtmlElement, wanted: set[str], tails: frozenset[str]) -> Iterator[tuple[HtmlElement, str]]:
    marked = (element for element in tree.iter("div", "p", "span", "strong") if _TITLE_MARK.search(element.get("class") or ""))
    for element in chain(tree.iter("h2", "h3", "h4"), marked):
        text = short_text_of(element, limit=_MAX_TITLE_CHARACTERS)
        if text and fold(_without_tails(text, tails)) in wanted:
            yield element, _without_tails(text, tails)


def _in_order_of_trust(
    titles: Sequence[tuple[TitleSource, str]], headings: Sequence[str], *, site_name: str | None,
) -> tuple[tuple[TitleSource, str], ...]:
    shown: list[tuple[TitleSource, str]] = [("heading", text) for text in headings]
    machine_read = [pair for pair in titles if pair[0] != "meta"]
    stated = [*machine_read, *shown, *(pair for pair in titles if pair[0] == "meta")]
    return tuple(pair for pair in stated if fold(pair[1]) and (site_name is None or fold(pair[1]) != fold(site_name)))


def _site_name(article: _Node, meta: Mapping[str, list[str]], by_id: Mapping[str, _Node]) -> str | None:
    publisher = article.get("publisher")
    stated = _first_of(meta, _SITE_META[:1])
    for item in cast("list[object]", publisher) if isinstance(publisher, list) else [publisher]:
        stated.extend(_texts(_resolved(item, by_id)))
    stated.extend(_first_of(meta, _SITE_META[1:]))
    # A publisher tag often holds the address of a page on a social network.
    return next((name for name in stated if not name.startswith(("http:", "https:")) and fold(name)), None)


def _resolved(item: object, by_id: Mapping[str, _Node]) -> object:
    """The node that a bare reference (`{"@id": ...}`) points to; anything else as it is."""
    if isinstance(item, Mapping):
        node = cast("_Node", item)
        identifier = node.get("@id")
        if "name" not in node and isinstance(identifier, str) and identifier in by_id:
            return by_id[identifier]
    return cast("object", item)


def _authors(
    article: _Node, meta: Mapping[str, list[str]], tree: HtmlElement, by_id: Mapping[str, _Node],
) -> tuple[list[str], list[AuthorKind | None]]:
    stated = article.get("author") or article.get("creator")
    items = cast("list[object]", stated) if isinstance(stated, list) else [stated]
    names, kinds = authors_in([_resolved(item, by_id) for item in items])
    cleaned = [next(iter(_texts(name)), "") for name in names]
    if any(cleaned):
        return cleaned, kinds
    # Meta tags hold profile addresses as often as names.
    tags = [value for value in _first_of(meta, _AUTHOR_META, every=True) if not value.startswith(("http:", "https:", "/"))]
    if tags:
        first_name = next(name for name in _AUTHOR_META if any(value in tags for value in meta.get(name, [])))
        chosen = [value for value in meta[first_name] if value in tags]
        return chosen, [None] * len(chosen)
    marked = [text for text in (text_of(element) for element in _marked_authors(tree)) if text]
    return marked[:5], [None] * len(marked[:5])


def _marked_authors(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("a", "span", "div", "p", "address"):
        if "author" in (element.get("rel") or "").split() or "author" in (element.get("itemprop") or "").split():
            yield element


def _published(
    article: _Node, meta: Mapping[str, list[str]], tree: HtmlElement, *, heading: HtmlElement | None,
) -> tuple[tuple[DateSource, StatedDate], ...]:
    stated: list[tuple[DateSource, object]] = [("json_ld", value) for value in _texts(article.get("datePublished"))]
    stated.extend(("meta", value) for name in _PUBLISHED_META for value in meta.get(name, []))
    stated.extend(_time_elements(tree, heading))
    found: list[tuple[DateSource, StatedDate]] = []
    for source, value in stated:
        date = read_date(value)
        if date is not None:
            found.append((source, date))
    if not found and (beside := read_date(_date_beside_heading(heading))) is not None:
        found.append(("date_line", beside))
    return tuple(found)


def _modified(article: _Node, meta: Mapping[str, list[str]]) -> tuple[StatedDate, ...]:
    stated = [*_texts(article.get("dateModified")), *_first_of(meta, _MODIFIED_META, every=True)]
    return tuple(found for found in map(read_date, stated) if found is not None)


def _time_elements(tree: HtmlElement, heading: HtmlElement | None) -> Iterator[tuple[DateSource, str]]:
    """Dates of elements that say they hold the publication date, then of the first `time` after the headline, else of the first
    line there that is nothing but a date."""
    dated = tree.iter("time", "abbr", "span", "meta", "p", "div")
    times = [element for element in dated if element.get("datetime") or element.tag == "time"]
    for element in times[:_MAX_TIME_ELEMENTS]:
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".casefold()
        if element.get("pubdate") is not None or _PUBLISHED_MARK.search(marks):
            yield "time_element", element.get("datetime") or text_of(element)
    alone: list[str] = []
    for element in after_heading(tree, heading):
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".casefold()
        if "modified" in marks or "updated" in marks or is_aside(element, heading):
            continue
        if element.tag == "time":
            yield "time_element", element.get("datetime") or text_of(element)
            return
        # A date above the headline may be today's; one under it that stands alone is the article's, a marked one most surely.
        text = short_text_of(element, limit=_MAX_DATE_CHARACTERS)
        if not text or not is_timestamp(text):
            continue
        if _DATE_MARK.search(marks):
            yield "time_element", text
            return
        read = read_timestamp(text)
        if read is not None and read.day is not None:
            alone.append(read.day.isoformat() if read.at is None else read.at.isoformat())
    for value in alone[:1]:
        yield "date_line", value


def _date_beside_heading(heading: HtmlElement | None) -> str | None:
    """The date that stands alone in the block around the headline, if it is the only one there."""
    around = list(heading.iterancestors()) if heading is not None else []
    levels = next((level for level, each in enumerate(around) if each.tag in ("body", "html", "main")), len(around))
    if not levels:
        return None
    found: set[str] = set()
    for element in around[min(levels, _HEADING_BLOCK_LEVELS) - 1].iter("div", "span", "p", "li", "time"):
        text = short_text_of(element, limit=_MAX_DATE_CHARACTERS)
        read = read_timestamp(text) if text and not is_aside(element, heading) else None
        if read is not None and read.day is not None:
            found.add(read.day.isoformat() if read.at is None else read.at.isoformat())
    return found.pop() if len(found) == 1 else None


def after_heading(tree: HtmlElement, heading: HtmlElement | None) -> list[HtmlElement]:
    """The first elements inside and after the headline, in document order; after the first `h1` where it is not known."""
    found: list[HtmlElement] = []
    has_begun = False
    for element in tree.iter("h1", "h2", "h3", "h4", "time", "span", "div", "p", "li", "a", "address", "strong"):
        has_begun = has_begun or (element is heading if heading is not None else element.tag == "h1")
        if has_begun:
            found.append(element)
        if len(found) >= _MAX_AFTER_HEADING:
            break
    return found


def is_aside(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether an element stands in a list of other stories, in the comments or otherwise apart from the story.

    What holds the headline as well is no aside, whatever it is called: sites put such words into the classes of the whole page.
    """
    around = set(heading.iterancestors()) if heading is not None else set()
    return any(
        ancestor not in around
        and (ancestor.tag in ("aside", "footer", "nav", "li") or _ASIDE_MARK.search((ancestor.get("class") or "").casefold()))
        for ancestor in element.iterancestors()
    )


def _canonical_urls(tree: HtmlElement, article: _Node, meta: Mapping[str, list[str]]) -> tuple[str, ...]:
    canonical = (element for element in tree.iter("link") if "canonical" in (element.get("rel") or "").casefold().split())
    links = [element.get("href") or "" for element in canonical]
    entity = article.get("mainEntityOfPage")
    entity_id = cast("_Node", entity).get("@id") if isinstance(entity, Mapping) else entity
    stated = [value for value in (article.get("url"), entity_id) if isinstance(value, str)]
    return _distinct([*links, *meta.get("og:url", []), *stated])


def _page_language(article: _Node, meta: Mapping[str, list[str]], tree: HtmlElement) -> str | None:
    attributes = (tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
    stated = [*(value or "" for value in attributes), *_texts(article.get("inLanguage")),
              *meta.get("og:locale", []), *meta.get("language", []), *meta.get("content-language", [])]
    return next((language for language in map(read_language, stated) if language is not None), None)


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
