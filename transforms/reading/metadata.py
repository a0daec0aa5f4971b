"""What a page states about itself: JSON-LD first, then Open Graph and meta tags, then marked elements."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from lxml.html import HtmlElement

from schemas.articles import DateSource, TitleSource
from transforms.reading.authors import AuthorKind, authors_in
from transforms.reading.dates import StatedDate, is_timestamp, read_date
from transforms.reading.markup import text_of
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
_TITLE_TAIL = re.compile(r"\s+(?:[|–—\-·•:»]|::)\s+(?P<tail>[^|–—·•»]{2,60})$")
_MAX_TIME_ELEMENTS = 40
_MAX_AFTER_HEADING = 60
_DATE_MARK = re.compile(r"\b(?:\w+[-_])?(?:date|dateline|timestamp|pubdate|published)\b")
_PUBLISHED_MARK = re.compile(r"datepublished|\b(?:entry-date|published|publish-?(?:ed)?-?date|pub-?date)\b")
_ASIDE_MARK = re.compile(r"\b(?:related|recommend\w*|comments?|sidebar|teaser|trending|more-stories)\b")

_Node = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What a page states about the article on it. An empty tuple or None is nothing stated."""

    titles: tuple[tuple[TitleSource, str], ...]
    descriptions: tuple[str, ...]
    canonical_urls: tuple[str, ...]
    author_names: tuple[str, ...]
    author_kinds: tuple[AuthorKind | None, ...]
    published: tuple[tuple[DateSource, StatedDate], ...]
    modified: tuple[StatedDate, ...]
    site_name: str | None
    section: str | None
    language: str | None


def read_metadata(tree: HtmlElement) -> PageMetadata:
    """Everything a page states about its article, each kind of statement in order of trust."""
    nodes = _json_ld_nodes(tree)
    # Bare references share the @id of the node they point to; only nodes with a name answer for it.
    by_id = {identifier: node for node in nodes if "name" in node and isinstance(identifier := node.get("@id"), str)}
    meta = _meta_tags(tree)
    headings = [text for text in (text_of(heading) for heading in tree.iter("h1")) if text]
    article = _choose_article(nodes, headings, meta)
    site_name = _site_name(article, meta, by_id)
    section = next(iter([*_texts(article.get("articleSection")), *_first_of(meta, _SECTION_META)]), None)
    names, kinds = _authors(article, meta, tree, by_id)
    return PageMetadata(
        titles=_titles(article, meta, headings, tree, site_name=site_name, section=section),
        descriptions=_distinct([
            *_texts(article.get("description")), *_texts(article.get("alternativeHeadline")),
            *_first_of(meta, _DESCRIPTION_META, every=True),
        ]),
        canonical_urls=_canonical_urls(tree, article, meta),
        author_names=tuple(names),
        author_kinds=tuple(kinds),
        published=_published(article, meta, tree),
        modified=_modified(article, meta),
        site_name=site_name,
        section=section,
        language=_page_language(article, meta, tree),
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
    found = _TITLE_TAIL.search(title)
    if found is None or site_name is None:
        return title
    tail, name = fold(found["tail"]).replace(" ", ""), fold(site_name).replace(" ", "")
    bare_tail = re.sub(r"^the|(?:com|news|couk|online)$", "", tail)
    bare_name = re.sub(r"^the|(?:com|news|couk|online)$", "", name)
    return title[:found.start()].strip() if tail == name or (bare_tail and bare_tail == bare_name) else title


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


def _titles(
    article: _Node, meta: Mapping[str, list[str]], headings: Sequence[str], tree: HtmlElement,
    *, site_name: str | None, section: str | None,
) -> tuple[tuple[TitleSource, str], ...]:
    document = [text for text in (text_of(element) for element in tree.iter("title")) if text][:1]
    stated: list[tuple[TitleSource, str]] = [
        *(("json_ld", text) for text in _texts(article.get("headline"))[:1]),
        *(("open_graph", text) for text in meta.get("og:title", [])[:1]),
        *(("heading", text) for text in headings),
        *(("meta", text) for text in [*meta.get("twitter:title", []), *meta.get("title", []), *document]),
    ]
    found: list[tuple[TitleSource, str]] = []
    for source, text in stated:
        title = strip_site_name(strip_site_name(text, site_name), section)
        if fold(title) and (site_name is None or fold(title) != fold(site_name)):
            found.append((source, title))
    return tuple(found)


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
    article: _Node, meta: Mapping[str, list[str]], tree: HtmlElement,
) -> tuple[tuple[DateSource, StatedDate], ...]:
    stated: list[tuple[DateSource, object]] = [("json_ld", value) for value in _texts(article.get("datePublished"))]
    stated.extend(("meta", value) for name in _PUBLISHED_META for value in meta.get(name, []))
    stated.extend(("time_element", value) for value in _time_elements(tree))
    found: list[tuple[DateSource, StatedDate]] = []
    for source, value in stated:
        date = read_date(value)
        if date is not None:
            found.append((source, date))
    return tuple(found)


def _modified(article: _Node, meta: Mapping[str, list[str]]) -> tuple[StatedDate, ...]:
    stated = [*_texts(article.get("dateModified")), *_first_of(meta, _MODIFIED_META, every=True)]
    return tuple(found for found in map(read_date, stated) if found is not None)


def _time_elements(tree: HtmlElement) -> Iterator[str]:
    """Dates of elements that say they hold the publication date, then of the first `time` after the headline."""
    dated = tree.iter("time", "abbr", "span", "meta", "p", "div")
    times = [element for element in dated if element.get("datetime") or element.tag == "time"]
    for element in times[:_MAX_TIME_ELEMENTS]:
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".casefold()
        if element.get("pubdate") is not None or _PUBLISHED_MARK.search(marks):
            yield element.get("datetime") or text_of(element)
    for element in after_heading(tree):
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''}".casefold()
        if "modified" in marks or "updated" in marks or _is_aside(element):
            continue
        if element.tag == "time":
            yield element.get("datetime") or text_of(element)
            return
        # A date above the headline may be today's; one under it, marked as a date and nothing else, is the article's.
        if _DATE_MARK.search(marks) and is_timestamp(text := text_of(element)):
            yield text
            return


def after_heading(tree: HtmlElement) -> list[HtmlElement]:
    """The first elements inside and after the headline, in document order."""
    found: list[HtmlElement] = []
    has_begun = False
    for element in tree.iter("h1", "time", "span", "div", "p", "li"):
        has_begun = has_begun or element.tag == "h1"
        if has_begun:
            found.append(element)
        if len(found) >= _MAX_AFTER_HEADING:
            break
    return found


def _is_aside(element: HtmlElement) -> bool:
    """Whether an element stands in a list of other stories or in the comments."""
    return any(
        ancestor.tag in ("aside", "footer", "nav", "li")
        or _ASIDE_MARK.search((ancestor.get("class") or "").casefold())
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
