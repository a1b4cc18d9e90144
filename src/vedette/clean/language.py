"""The language a text is in, found offline."""

import re
import unicodedata
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_LETTERS = 20  # fewer say too little
_CHARS = 500  # enough: 2,000 give the same languages for 21,578 news stories, and take longer

# languages with a daily press; the model's others (Nigerian Pidgin, Latin, Breton, ...) take
# 3 % of English headlines and are not what a news text is in
_NEWS = frozenset(
    """
    af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu ha he hi hr hu hy id is it
    ja ka kk km kn ko ku ky lo lt lv mk ml mn mr ms mt my ne nl no pa pl ps pt ro ru rw si sk sl so sq
    sr sv sw ta te tg th tk tr uk ur uz vi yo zh
    """.split()  # noqa: SIM905 - words read best as words
)
# of 2,000 English headlines the model alone takes 22 for another language; English is at least a
# fifth as likely as the winner in all but 3 of them, and in 1 of 30 foreign headlines written
# without their accents. So plain ASCII is English unless another language is this much likelier.
_ENGLISH = 5.0
_CONFIDENCE = 0.25  # most wrong winners for English headlines were below it, no right one of 36 others

# scripts of one language: what they are tells more than any model
_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
)
_KANA_SHARE = 0.1  # Japanese never does without kana, Chinese has none
_CYRILLIC = re.compile("[\u0400-\u04ff]")
# letters that only one of the two languages has; other Cyrillic is left to the model
_UKRAINIAN, _RUSSIAN = re.compile("[їєґЇЄҐ]"), re.compile("[ыэъёЫЭЪЁ]")


def detect(text: str) -> str:
    """Return the ISO 639-1 code of the text's language, 'und' if it can't be told.

    >>> detect("Troops were seen near the border on Monday, officials said.")
    'en'
    """
    text = text[:_CHARS]
    plain = text.isascii()
    # Indic vowel signs are marks, not letters
    letters = sum(char.isalpha() or (not plain and unicodedata.category(char)[0] == "M") for char in text)
    if not letters:
        return "und"
    for language, script in () if plain else _SCRIPTS:
        if len(script.findall(text)) > letters * (_KANA_SHARE if language == "ja" else 0.5):
            return language
    if letters < _LETTERS:
        return _of_little(text)
    best, chance = _model().classify(text)
    if best == "en" or (plain and _english(text, chance)):
        return "en"
    return str(best) if chance >= _CONFIDENCE else "und"


def _of_little(text: str) -> str:
    if _CYRILLIC.search(text):
        ukrainian, russian = _UKRAINIAN.search(text), _RUSSIAN.search(text)
        return "uk" if ukrainian and not russian else "ru" if russian and not ukrainian else "und"
    if not text.isascii() or " " not in text.strip():
        return "und"
    return "en" if _english(text, _model().classify(text)[1]) else "und"


def _english(text: str, best: float) -> bool:
    return bool(dict(_model().rank(text))["en"] * _ENGLISH >= best)


@cache
def _model() -> LanguageIdentifier:
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(_NEWS)
    return model
