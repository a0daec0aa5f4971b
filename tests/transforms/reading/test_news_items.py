"""ninjs and NewsML-G2: what agencies send, with their word on whether it may be published."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.transforms.reading.opened_records import LIMITS, fields_of, opened, shown
from transforms.reading.articles import read_article
from transforms.reading.records import RawRecord, ReadArticle, ReadingLimits, Refusal

BODY = "<p>“The pumps held,” Ana Ruiz said.</p><p>Ferries sail again on Friday.</p>"
NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)

NINJS_1: dict[str, object] = {
    "uri": "urn:agency:1",
    "type": "text",
    "version": "2",
    "firstcreated": "2026-01-05T09:00:00Z",
    "versioncreated": "2026-01-05T10:00:00Z",
    "pubstatus": "usable",
    "language": "en",
    "byline": "By Ana Ruiz",
    "headline": "Pumps hold",
    "located": "Port Alder",
    "copyrightholder": "Harbour Wire",
    "body_text": "Plain.",
    "body_html": BODY,
}
NINJS_2: dict[str, object] = {
    "uri": "urn:agency:1",
    "firstcreated": "2026-01-05T09:00:00Z",
    "versioncreated": "2026-01-05T10:00:00Z",
    "language": "en",
    "by": "By Ana Ruiz",
    "located": "Port Alder",
    "infosources": [{"name": "Harbour Wire"}],
    "headlines": [{"role": "short", "value": "Pumps"}, {"role": "main", "value": "Pumps hold"}],
    "bodies": [{"contenttype": "text/plain", "value": "Plain."}, {"role": "main", "contenttype": "text/html", "value": BODY}],
}
NINJS_3: dict[str, object] = {
    "standard": {"name": "ninjs", "version": "3.0"},
    "uri": "urn:agency:1",
    "firstCreated": "2026-01-05T09:00:00Z",
    "versionCreated": "2026-01-05T10:00:00Z",
    "pubStatus": "usable",
    "language": "en",
    "by": "By Ana Ruiz",
    "located": "Port Alder",
    "copyrightHolder": "Harbour Wire",
    "headlines": [{"role": "main", "value": "Pumps hold"}],
    "bodies": [{"role": "main", "contentType": "application/xhtml+xml", "value": BODY}],
}


def newsml(*, item_meta: str = "", content: str = "", content_meta: str = "") -> str:
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"
    guid="urn:agency:1" version="2" standard="NewsML-G2" xml:lang="en">
    <itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:HW"><name>Harbour Wire</name></provider>
    <versionCreated>2026-01-05T10:00:00Z</versionCreated><firstCreated>2026-01-05T09:00:00Z</firstCreated>{item_meta}</itemMeta>
    <contentMeta>{
        content_meta
        or '''<located><name>Port Alder</name></located><by>By Ana Ruiz</by><headline>Pumps
    hold</headline><headline role="hldrole:sub">A calm night</headline><language tag="en"/>'''
    }</contentMeta>
    <contentSet>{
        content
        or f'''<inlineData contenttype="text/plain">Plain.</inlineData>
    <inlineXML contenttype="application/xhtml+xml">
    <html xmlns="http://www.w3.org/1999/xhtml"><head><title>No part of it</title></head><body>{BODY}</body></html>
    </inlineXML>'''
    }</contentSet></newsItem>"""


def message(*items: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/>'
        f"<itemSet>{''.join(items)}</itemSet></newsMessage>"
    ).encode()


def read(content: bytes) -> ReadArticle:
    [record] = opened(content)
    assert isinstance(record, RawRecord), record
    found = read_article(record, run_id="n_0123456789abcdef", limits=ReadingLimits())
    assert isinstance(found, ReadArticle), found
    return found


@pytest.mark.parametrize(
    ("content", "dek"),
    [
        pytest.param(json.dumps(NINJS_1).encode(), None, id="ninjs-1"),
        pytest.param(json.dumps(NINJS_2, indent=1).encode(), None, id="ninjs-2"),
        pytest.param(json.dumps([NINJS_3]).encode(), None, id="ninjs-3"),
        pytest.param(json.dumps({"_items": [], "items": [NINJS_3]}).encode(), None, id="ninjs-from-an-api"),
        pytest.param(newsml().encode(), "A calm night", id="newsml"),
        pytest.param(message(newsml()), "A calm night", id="newsml-in-a-message"),
    ],
)
def test_one_story_in_every_form(content: bytes, dek: str | None) -> None:
    found = read(content)
    row = found.article
    story = "“The pumps held,” Ana Ruiz said.\n\nFerries sail again on Friday."
    assert row.text == "\n\n".join(part for part in ("Pumps hold", dek, story) if part)
    assert (row.external_id, row.title, row.dek, row.language) == ("urn:agency:1", "Pumps hold", dek, "en")
    assert (row.published_at, row.modified_at) == (datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 5, 10, tzinfo=UTC))
    assert (row.dateline_place, row.url) == ("Port Alder", None)
    assert [(author.name, author.kind) for author in found.authors] == [("Ana Ruiz", "person")]
    assert found.source is not None
    assert found.source.name == "Harbour Wire"


def test_a_story_in_nitf() -> None:
    nitf = """<inlineXML contenttype="application/nitf+xml"><nitf
    xmlns="http://iptc.org/std/NITF/2006-10-18/"><head><title>x</title></head>
    <body><body.head><hedline><hl1>Pumps hold</hl1></hedline><byline>By Ana Ruiz</byline>
    <dateline><location>PORT ALDER</location></dateline></body.head>
    <body.content><p>“The pumps held,” she said.</p><hl2>What comes next</hl2>
    <media media-type="image"><media-reference source="a.jpg"/>
    <media-caption>Pumps at night</media-caption></media><p>Ferries sail on <em>Friday</em>.</p></body.content>
    <body.end><tagline>Copyright</tagline></body.end></body></nitf></inlineXML>"""
    found = read(newsml(content=nitf, content_meta="<language tag='en'/>").encode())
    assert [(block.kind, block.text) for block in found.blocks] == [
        ("headline", "Pumps hold"),
        ("body", "“The pumps held,” she said."),
        ("subhead", "What comes next"),
        ("caption", "Pumps at night"),
        ("body", "Ferries sail on Friday."),
    ]
    assert (found.article.dateline_place, [author.name for author in found.authors]) == ("PORT ALDER", ["Ana Ruiz"])


def test_a_story_in_plain_words() -> None:
    found = read(newsml(content='<inlineData contenttype="text/plain">The pumps held.\n\nFerries sail.</inlineData>').encode())
    assert [block.text for block in found.blocks if block.kind == "body"] == ["The pumps held.", "Ferries sail."]


def test_items_without_words_are_refused_when_read() -> None:
    picture = newsml(content='<remoteContent href="a.jpg" contenttype="image/jpeg"/>')
    [record] = opened(picture.encode())
    assert isinstance(record, RawRecord)
    found = read_article(record, run_id="n_0123456789abcdef", limits=LIMITS)
    assert isinstance(found, Refusal)
    assert found.rule == "read.empty_text"


def test_a_message_with_other_items() -> None:
    found = opened(message(newsml(), "<packageItem guid='p'/>", newsml(item_meta='<pubStatus qcode="stat:canceled"/>'), newsml()))
    assert shown(found) == [
        ("f#item=1", "fields"),
        ("f#item=2", "read.bad_record"),
        ("f#item=3", "read.canceled"),
        ("f#item=4", "fields"),
    ]


def in_ninjs(status: str | None, embargoed: str | None) -> bytes:
    return json.dumps({**NINJS_1, "pubstatus": status or "usable", "embargoed": embargoed}).encode()


def in_ninjs_3(status: str | None, embargoed: str | None) -> bytes:
    return json.dumps({**NINJS_3, "pubStatus": status or "usable", "embargoed": embargoed}).encode()


def in_newsml(status: str | None, embargoed: str | None) -> bytes:
    meta = f'<pubStatus qcode="stat:{status}"/>' if status else ""
    return newsml(item_meta=meta + (f"<embargoed>{embargoed}</embargoed>" if embargoed is not None else "")).encode()


@pytest.mark.parametrize("form", [in_ninjs, in_ninjs_3, in_newsml])
@pytest.mark.parametrize(
    ("status", "embargoed", "now", "expected"),
    [
        pytest.param("usable", None, None, "fields", id="usable"),
        pytest.param(None, None, None, "fields", id="nothing-said"),
        pytest.param("withheld", None, NOW, "read.withheld", id="withheld"),
        pytest.param("canceled", None, NOW, "read.canceled", id="canceled"),
        pytest.param("usable", "2026-01-05T12:00:01Z", NOW, "read.embargoed", id="embargo-ahead"),
        pytest.param("usable", "2026-01-05T12:00:00+00:00", NOW, "fields", id="embargo-over"),
        pytest.param("usable", "2026-01-05T12:30:00+01:00", NOW, "fields", id="embargo-over-in-its-time-zone"),
        pytest.param("usable", "2026-01-05T11:30:00", NOW, "read.embargoed", id="embargo-without-time-zone"),
        pytest.param("usable", "soon", NOW, "read.embargoed", id="embargo-unreadable"),
        pytest.param("usable", "2020-01-01T00:00:00Z", None, "read.embargoed", id="no-clock-keeps-every-embargo"),
    ],
)
def test_whether_it_may_be_published(
    form: Callable[[str | None, str | None], bytes],
    status: str | None,
    embargoed: str | None,
    now: datetime | None,
    expected: str,
) -> None:
    [found] = opened(form(status, embargoed), limits=ReadingLimits(now=now))
    assert shown([found])[0][1] == expected
    assert not isinstance(found, Refusal) or found.payload is None, "what must not be published must not lie in the rejects"


@pytest.mark.parametrize("form", [in_ninjs, in_ninjs_3, in_newsml])
def test_a_cancellation_names_the_article_that_its_item_was(form: Callable[[str | None, str | None], bytes]) -> None:
    article = read(form("usable", None)).article
    [refusal] = opened(form("canceled", None))
    assert isinstance(refusal, Refusal) and refusal.withdrawal is not None
    assert refusal.withdrawal.external_id == article.external_id
    assert refusal.withdrawal.source_id == article.source_id
    assert refusal.withdrawal.at == article.modified_at


def test_an_embargo_until_further_notice() -> None:
    [found] = opened(newsml(item_meta="<embargoed/>").encode(), limits=ReadingLimits(now=NOW))
    assert isinstance(found, Refusal)
    assert found.reason == (
        "f: expected an item that may be published, found one under embargo until further notice; it is read by a later run"
    )


def test_an_ordinary_record_with_a_uri_is_no_ninjs() -> None:
    [found] = opened(b'{"uri": "https://a.example/1", "headline": "A", "text": "One."}')
    assert fields_of(found) == {"uri": "https://a.example/1", "headline": "A", "text": "One."}


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"<?xml version='1.0'?><!DOCTYPE newsItem [{BOMB}]><newsItem><a>&a8;</a></newsItem>", id="entity-bomb"),
        pytest.param(
            f"<!DOCTYPE rss [{BOMB}]><rss><channel><item><title>&a8;</title></item></channel></rss>", id="bomb-in-a-feed"
        ),
        pytest.param(f"<?xml version='1.0'?><!DOCTYPE lolz [{BOMB}]><lolz>&a8;</lolz>", id="bomb-in-something-else"),
        pytest.param(
            '<!DOCTYPE newsItem [<!ENTITY x SYSTEM "file:///etc/passwd">]><newsItem><a>&x;</a></newsItem>', id="external-entity"
        ),
        pytest.param('<!DOCTYPE urlset SYSTEM "http://127.0.0.1/x.dtd"><urlset/>', id="external-document-type"),
        pytest.param(f"<!-- x -->\n<?pi?><!DOCTYPE feed [<!-- {'x' * 20_000} -->]><feed/>", id="after-comments"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(content: str, encoding: str) -> None:
    [found] = opened(content.encode(encoding))
    assert isinstance(found, Refusal)
    assert found.rule == "read.unsafe_document"
    assert found.reason.startswith("f: expected XML without entities of its own, found a document type declaration (DTD)")


def test_deep_nesting_is_refused() -> None:
    assert shown(opened(b"<newsItem>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</newsItem>")) == [("f", "read.damaged_file")]
