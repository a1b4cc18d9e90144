"""Bytes become text, text becomes tidy, its language is told, its dates are read."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.clean.language import detect
from vedette.clean.normalise import decode, paragraphs, tidy, unmangled
from vedette.clean.published import Stamp, parse, times
from vedette.errors import ExtractError
from vedette.types import Capture

RUSSIAN = "Жители посёлка видели колонну бронетехники, которая шла к границе."
TYPED = "Ukraine’s envoy – “tired” – said: café, naïve, £5m."


@pytest.mark.parametrize(
    ("payload", "content_type"),
    [
        (RUSSIAN.encode(), ""),
        (RUSSIAN.encode(), "text/html; charset=windows-1251"),
        (RUSSIAN.encode("cp1251"), 'text/html; charset="Windows-1251"'),
        (b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"), ""),
        (b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"), "text/html; charset=utf-8"),
        (b'<meta charset="windows-1251">' + RUSSIAN.encode(), ""),
        ((RUSSIAN * 5).encode("cp1251"), ""),
        (RUSSIAN.encode("utf-8-sig"), ""),
        (RUSSIAN.encode("utf-16"), ""),
        (RUSSIAN.encode("utf-16-le"), "text/plain; charset=utf-16le"),
        (RUSSIAN.encode("koi8-r"), "text/plain; charset=koi8-r"),
        ((RUSSIAN * 5).encode() + b"\xff\xd0", ""),
    ],
)
def test_text_is_decoded_by_what_it_is_and_what_it_says(payload: bytes, content_type: str) -> None:
    assert RUSSIAN in decode(payload, content_type)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ExtractError):
        decode(bytes(range(256)) * 4 + bytes(500))


@given(st.text())
def test_valid_utf8_is_never_anything_else(text: str) -> None:
    if (
        not text.startswith("\ufeff")
        and "\x00" not in text
        and "charset" not in text
        and "encoding" not in text
    ):
        assert decode(text.encode()) == text


def test_mangled_text_is_repaired_only_when_certain() -> None:
    for text in (TYPED, RUSSIAN, "Café", "İstanbul’da görüşme"):
        mangled = "".join(
            chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode("cp1252")
            for b in text.encode()
        )
        assert unmangled(mangled) == text
    for sound in (
        TYPED,
        RUSSIAN,
        "«LIBERTÉ»",
        "VIVE LA LIBERTÉ»",
        "AMANHÃ»",
        "naïve Ã© and ’ mixed",
        "São Paulo",
    ):
        assert unmangled(sound) == sound


@given(st.text())
def test_tidy_text_stays_tidy(text: str) -> None:
    once = tidy(text)
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in once if char != "\n")


def test_tidy_drops_the_invisible_and_keeps_the_quotes() -> None:
    assert (
        tidy("'sol\u00addiers' \u201cgo\u201d\u00a0\u2009now\u200b\r\nto\u202e the\tfront \x07")
        == "'soldiers' “go” now\nto the front"
    )
    assert tidy("می\u200cخواهیم") == "می\u200cخواهیم"


@given(
    st.lists(st.from_regex(r"[A-Z][a-z]{2,8}( [a-z]{2,8}){2,20}\.", fullmatch=True), min_size=1, max_size=6)
)
def test_paragraphs_come_back_as_they_were_parted(parts: list[str]) -> None:
    assert paragraphs("\n\n".join(parts)) == parts
    assert paragraphs("\n".join(parts)) == parts


# --- language -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Soldiers leave Guinea-Bissau palace"),
        ("en", "Syria VP resigns"),
        ("en", "Indonesian ministers visit the tribal region"),
        ("es", "Rusia concentra tropas en la frontera con Ucrania, según imágenes de satélite"),
        ("fr", "La Russie masse des troupes près de la frontière"),
        ("de", "Russland zieht Truppen an der Grenze zusammen"),
        ("it", "Il governo chiude lo spazio aereo"),
        ("pl", "Rosja gromadzi wojska przy granicy z Ukrainą"),
        ("tr", "Rusya sınıra asker yığıyor"),
        ("sv", "Ryssland samlar trupper vid gränsen"),
        ("hu", "Oroszország csapatokat von össze a határon"),
        ("ru", "Россия стягивает войска к границе Украины"),
        ("uk", "Росія стягує війська до кордону України"),
        ("uk", "Київ її чекає"),
        ("be", "Расія сцягвае войскі да мяжы з Украінай"),
        ("ar", "تحشد القوات على الحدود منذ يوم الاثنين"),
        ("fa", "روسیه نیروهای خود را در مرز اوکراین مستقر کرد"),
        ("he", "כוחות בגבול"),
        ("zh", "军队在边境集结"),
        ("ja", "国境に部隊が集結している"),
        ("ko", "국경에 집결하고 있다"),
        ("el", "Στρατεύματα στα σύνορα"),
        ("hi", "रूस ने यूक्रेन की सीमा पर सैनिक जमा किए"),
        ("ka", "ჯარები საზღვართან"),
        ("und", "Xanadu"),
        ("und", "12:30 - 14:00 +++"),
        ("und", ""),
    ],
)
def test_the_language_is_told(language: str, text: str) -> None:
    assert detect(text) == language


# --- dates --------------------------------------------------------------------------------

FETCHED = datetime(2021, 12, 1, 12, tzinfo=UTC)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("2021-11-10T14:00:00Z", at(2021, 11, 10, 14)),
        ("2021-11-10T14:00:00+02:00", at(2021, 11, 10, 12)),
        ("2021-11-10T14:00:00.123456-0500", at(2021, 11, 10, 19, 0, 0, 123456)),
        ("2021-11-10 14:00", at(2021, 11, 10, 14)),
        ("2021-11-10 14:00:05 UTC", at(2021, 11, 10, 14, 0, 5)),
        ("20211110T140000Z", at(2021, 11, 10, 14)),
        ("Wed, 10 Nov 2021 14:00:00 GMT", at(2021, 11, 10, 14)),
        ("Wed, 10 Nov 2021 14:00:00 +0300", at(2021, 11, 10, 11)),
        ("26-FEB-1987 15:01:01.79", at(1987, 2, 26, 15, 1, 1, 790000)),
        ("1636552800", at(2021, 11, 10, 14)),
        (1636552800, at(2021, 11, 10, 14)),
        (1636552800000, at(2021, 11, 10, 14)),
        ("1636552800000", at(2021, 11, 10, 14)),
        ("November 10, 2021 14:00", at(2021, 11, 10, 14)),
    ],
)
def test_times_are_read(stated: object, moment: datetime) -> None:
    assert parse(stated) == Stamp(at=moment)


@pytest.mark.parametrize(
    "stated",
    ["2021-11-10", "20211110", "2021/11/10", "10 November 2021", "Nov 10, 2021", "10.11.2021", "10-NOV-2021"],
)
def test_days_are_read_as_days(stated: str) -> None:
    assert parse(stated) == Stamp(at=at(2021, 11, 10), day=True)


@pytest.mark.parametrize(
    "stated",
    ["", "soon", "0000-00-00", "0001-01-01T00:00:00Z", "1899-12-30", "9999-12-31", "2021-02-30",
     "99999999999999", "2021", None, True, [], float("nan"), float("inf"), "9" * 10_000],
)  # fmt: skip
def test_absurd_dates_are_none(stated: object) -> None:
    assert parse(stated) is None


@given(st.text(max_size=40) | st.integers() | st.floats())
def test_no_date_raises(stated: object) -> None:
    assert parse(stated) is None or isinstance(parse(stated), Stamp)


def capture(source: str | None = None) -> Capture:
    return Capture(
        id="c",
        source=source,
        url="file:a#1",
        fetched_at=FETCHED,
        media_type="text/plain",
        payload=b"",
        sha256="",
    )


@pytest.mark.parametrize(
    ("published", "modified", "known_at", "basis"),
    [
        ("2021-11-10T14:00Z", None, at(2021, 11, 10, 14), "published"),
        ("2021-11-10T14:00Z", "2021-11-11T14:00Z", at(2021, 11, 11, 14), "modified"),
        ("2021-11-10T14:00Z", "2021-11-09T14:00Z", at(2021, 11, 10, 14), "published"),
        ("2021-11-10", None, at(2021, 11, 11), "day end"),
        ("2021-11-10", "2021-11-10T20:00Z", at(2021, 11, 11), "day end"),
        (None, "2021-11-10", at(2021, 11, 11), "day end"),
        ("2021-12-01", None, FETCHED, "fetched"),
        ("2021-12-02T00:00Z", None, FETCHED, "date in the future"),
        ("2021-11-10T14:00Z", "2031-01-01", FETCHED, "date in the future"),
        ("9999-01-01", None, FETCHED, "date missing"),
        (None, None, FETCHED, "date missing"),
    ],
)
def test_when_an_import_could_be_known(
    published: str | None, modified: str | None, known_at: datetime, basis: str
) -> None:
    found = times(capture(), parse(published), parse(modified))
    assert (found.known_at, found.known_basis) == (known_at, basis)
    live = times(capture("s"), parse(published), parse(modified))
    assert (live.known_at, live.known_basis) == (FETCHED, "fetched")


@given(st.datetimes(timezones=st.just(UTC)) | st.dates(), st.datetimes(timezones=st.just(UTC)) | st.none())
def test_nothing_is_known_before_it_is_published_or_after_it_is_fetched(one: object, other: object) -> None:
    stamp = parse(str(one))
    found = times(capture(), stamp, parse(str(other)))
    assert found.known_at <= FETCHED
    if stamp is not None:
        assert found.known_at >= min(stamp.at, FETCHED)
    if found.published is not None:
        assert found.published <= FETCHED + timedelta(days=1)
