"""The language of an article, detected and declared."""

import pytest

from transforms.reading.articles import read_article
from transforms.reading.language import is_analysed, settle_language
from transforms.reading.normalisation import words
from transforms.reading.records import RawRecord, ReadArticle, ReadingLimits

ENGLISH = (
    "The mayor said on Friday that the harbour wall would be mended before the winter. She had asked the county for money twice, "
    "and nobody had answered her letters, she told the people who had come to the quay.")
SPANISH = (
    "El alcalde anunció el viernes que el muro del puerto será reparado antes del invierno. “No vamos a esperar más”, dijo ante "
    "los vecinos que se reunieron en la plaza para pedir explicaciones sobre las grietas.")
DUTCH = (
    "De burgemeester had vrijdag of zaterdag willen spreken, maar niemand had haar gezegd of de muur van de haven voor de winter "
    "hersteld zou worden. Ze had de provincie om geld gevraagd, of om hulp, en had twee brieven gestuurd.")
CROATIAN = (
    "Gradonačelnik je u petak rekao da će lučki zid biti popravljen prije zime. Dva puta je tražio novac od županije, ali mu "
    "nitko nije odgovorio na pisma, kazao je ljudima koji su došli na pristanište.")


@pytest.mark.parametrize(("text", "declared", "expected"), [
    pytest.param(ENGLISH, None, "en", id="detected"),
    pytest.param(ENGLISH, "en-GB", "en-GB", id="declared-and-right"),
    pytest.param(SPANISH, None, "es", id="another-detected"),
    pytest.param(SPANISH, "en", "es", id="declaration-of-the-template-loses"),
    pytest.param(ENGLISH, "es", "en", id="english-under-another-declaration"),
    pytest.param(CROATIAN, "sr", "sr", id="near-relatives-do-not-contradict"),
    pytest.param(DUTCH, None, "nl", id="words-that-are-english-too"),
    pytest.param(f"“We will mend the wall,” said the mayor. {SPANISH}", None, "es", id="opens-with-an-english-quotation"),
    pytest.param(ENGLISH.upper(), None, "en", id="capitals"),
    pytest.param("Sin cambios en Puerto Calmo", "en", "en", id="short-text-trusts-its-declaration"),
    pytest.param("Smith 3-1 Jones; Lee 2-0 Park; Adeyemi 1-1 Novak", None, None, id="names-and-numbers-tell-nothing"),
    pytest.param("", None, None, id="nothing"),
    pytest.param("", "pt-BR", "pt-BR", id="nothing-but-a-declaration"),
])
def test_settle_language(text: str, declared: str | None, expected: str | None) -> None:
    assert settle_language(text, declared=declared, word_count=len(words(text))) == expected


@pytest.mark.parametrize(("language", "expected"), [
    pytest.param("en", True, id="english"), pytest.param("en-US", True, id="variety"), pytest.param(None, True, id="unknown"),
    pytest.param("es", False, id="spanish"), pytest.param("zh-Hant", False, id="chinese"),
])
def test_what_is_analysed(language: str | None, expected: bool) -> None:
    assert is_analysed(language) is expected


@pytest.mark.parametrize(("text", "declared", "expected"), [
    pytest.param(SPANISH, "en", ("es", "unsupported_language"), id="kept-but-not-analysed"),
    pytest.param(ENGLISH, None, ("en", "analysed"), id="analysed"),
])
def test_status_of_an_article(text: str, declared: str | None, expected: tuple[str, str]) -> None:
    fields: dict[str, object] = {"text": text, "title": "Muro" if text is SPANISH else "Wall", "language": declared}
    found = read_article(
        RawRecord(locator="f", content=fields, format="fields"), run_id="n_0123456789abcdef", limits=ReadingLimits())
    assert isinstance(found, ReadArticle)
    assert (found.article.language, found.article.extraction_status) == expected
    assert found.article.text.endswith(text), "nothing of it is lost"
