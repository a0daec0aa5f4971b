"""The language of an article: what is detected in its text, weighed against what its record or page declares."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ANALYSED_LANGUAGE = "en"
"""The one language whose articles are analysed."""

MIN_WORDS_TO_CONTRADICT = 25
"""Words of story from which on detection may overrule a declaration: names and numbers alone look like any language."""

MIN_PROBABILITY_TO_CONTRADICT = 0.95
"""Certainty from which on it does. A site's template declares the language of the site, not of the article."""

MIN_PROBABILITY = 0.5
"""Certainty from which on a detected language is stated where none is declared."""

# Detection reads the opening first; the longer sample only where that leaves a doubt. Bytes cost time.
_SAMPLES_CHARACTERS = (600, 4_000)
_CLEAR_PROBABILITY = 0.999

# Words that hold English sentences together; few of them are words of another language with a daily press ("of" and "had" are
# Dutch, "by" is Czech), and none of its commonest. Every sixth word of English news is one of them, so that most openings need
# no model, which takes longer than all the rest of reading a text.
_ENGLISH_WORDS = frozenset({
    "the", "and", "of", "that", "with", "said", "from", "which", "would", "their", "have", "has", "had", "were", "this", "they",
    "his", "been", "who", "will", "she", "after", "about", "it's", "it’s", "but", "by",
})
_MIN_ENGLISH_SHARE = 0.12
_MIN_ENGLISH_WORDS = 8
_MIN_DIFFERENT_ENGLISH_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# The languages with a daily press, of the 140 that the model knows: among fewer, near relatives and dialects (Scots, creoles,
# regional languages of a nation whose press writes the national one) do not take the probability from the language meant.
_LANGUAGES = frozenset({
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es",
    "et", "eu", "fa", "fi", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "is",
    "it", "ja", "ka", "kk", "km", "kn", "ko", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms",
    "mt", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "si", "sk", "sl", "so", "sq",
    "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "zh", "zu",
})
# Codes for what the model does not tell apart, or that are written alike: one declared is not contradicted by the other.
_SAME = (
    frozenset({"no", "nb", "nn"}), frozenset({"sr", "hr", "bs", "sh", "cnr"}), frozenset({"id", "ms"}),
    frozenset({"zh", "yue", "wuu"}), frozenset({"fa", "prs"}), frozenset({"tl", "fil"}), frozenset({"he", "iw"}),
    frozenset({"en", "sco"}),
)


_ALIKE: Mapping[str, frozenset[str]] = MappingProxyType({code: alike for alike in _SAME for code in alike})


def settle_language(text: str, *, declared: str | None, word_count: int) -> str | None:
    """Language of an article.

    Args:
        text: Its story, headline included.
        declared: Code that the record or page declares.
        word_count: Words in `text`.

    Returns:
        The declared code, unless a text of some length is surely in another language; without one, the ISO 639 code that is
        detected. None when nothing is declared and the text leaves a doubt.
    """
    detected, probability = detect_language(text)
    if declared is None:
        return detected if probability >= MIN_PROBABILITY else None
    is_sure = word_count >= MIN_WORDS_TO_CONTRADICT and probability >= MIN_PROBABILITY_TO_CONTRADICT
    return detected if is_sure and not _is_same(declared, detected) else declared


def detect_language(text: str) -> tuple[str, float]:
    """The likeliest ISO 639 code for a text, and the probability of it and what is written alike, among the languages that have
    a daily press."""
    if _is_plainly_english(text[:_SAMPLES_CHARACTERS[0]]):
        return ANALYSED_LANGUAGE, 1.0
    detected, probability = "", 0.0
    for length in _SAMPLES_CHARACTERS:
        ranked = _identifier().rank(text[:length])
        detected = ranked[0][0]
        alike = _ALIKE.get(detected, frozenset({detected}))
        probability = sum(float(share) for code, share in ranked if code in alike)
        if probability >= _CLEAR_PROBABILITY or len(text) <= length:
            break
    return detected, probability


def is_analysed(language: str | None) -> bool:
    """Whether articles of a language are analysed; those whose language nothing tells are, as English is what is asked for."""
    return language is None or _is_same(language, ANALYSED_LANGUAGE)


def _is_same(declared: str, other: str) -> bool:
    primary = declared.partition("-")[0]
    return primary == other or other in _ALIKE.get(primary, ())


def _is_plainly_english(sample: str) -> bool:
    """Whether so many words of a sample are English ones that no other language comes into question."""
    words = _WORD.findall(sample.casefold())
    english = [word for word in words if word in _ENGLISH_WORDS]
    return (
        len(english) >= max(_MIN_ENGLISH_WORDS, _MIN_ENGLISH_SHARE * len(words))
        and len(set(english)) >= _MIN_DIFFERENT_ENGLISH_WORDS
    )


@cache
def _identifier() -> LanguageIdentifier:
    """The model that py3langid brings along, read once in each process."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return identifier
