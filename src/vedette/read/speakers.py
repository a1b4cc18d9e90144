"""Who the speakers of a document are: the parties behind the words of a source."""

import re
from collections.abc import Sequence
from dataclasses import replace

from vedette.read.marks import is_mark, is_topic, speaks
from vedette.read.nearby import owner, who
from vedette.read.reader import ActorTable, Prepared
from vedette.read.roster import is_state
from vedette.read.speech import Speech
from vedette.read.tokens import word_set
from vedette.read.widened import widened
from vedette.types import Actor, Span

#: who belongs to a state though none is named with them: the state named near is theirs. Soldiers and rebels
#: named near a state may be of another, and would bring claims of two origins into one family.
_OF_A_STATE = frozenset({"GOV", "COP", "OPP", "JUD", "LEG"})


def known(speeches: Sequence[Speech], prepared: Prepared, actors: ActorTable) -> list[Speech]:
    """Return the speeches whose source is somebody, with those resolved whom no mention names.

    'the defence ministry' is that of the state named near. A headline's head or tail may say nothing; see
    `marks.speaks`.
    """
    found: list[Speech] = []
    for at, speech in enumerate(speeches):
        if _is_evidence(speech.speaker.text):  # on what somebody rests, not who says it
            if not speech.relay:
                continue
            speech = replace(speech, speaker=speech.relay[0], relay=speech.relay[1:])  # noqa: PLW2901
        maker = _maker(speech, prepared.text)
        speaker = (
            _of_whom(maker, speech, found, prepared)
            or _same_side(maker, speech, found)
            or _resolved(maker, prepared, actors, speech)
        )
        if speaker.code.startswith("UNK"):
            after = speeches[at + 1 : at + 2]
            speaker = (
                _led_back(speaker, found)
                or _led_on(speaker, speech, found, after)
                or _before_parliament(speech, prepared, actors)
                or speaker
            )
        named = replace(
            speech,
            speaker=speaker,
            relay=tuple(_resolved(actor, prepared, actors, speech) for actor in speech.relay),
        )
        if not is_mark(speech, prepared.text) or speaks(named, prepared, actors):
            found.append(named)
    return widened(prepared.text, [speech for speech in found if not is_topic(speech, found, prepared.text)])


#: of the last speaker's state if an office: 'his defence ministry'; not 'his wife'
_OWN = re.compile(r"(?:its|his|her|their)\s", re.IGNORECASE)


def _led_back(speaker: Actor, earlier: Sequence[Speech]) -> Actor | None:
    """Return the party of the last speaker for a pronoun: 'he', 'his defence ministry'."""
    is_office = _OWN.match(speaker.text) and _OFFICE.search(speaker.text)
    if speaker.text.lower() not in _PRONOUNS and not is_office:
        return None
    last = next((speech.speaker for speech in reversed(earlier)), None)
    return None if last is None else replace(last, text=_said(speaker, last), span=speaker.span)


def _led_on(
    speaker: Actor, speech: Speech, earlier: Sequence[Speech], later: Sequence[Speech]
) -> Actor | None:
    """Return the party of the next speaker for a pronoun that opens: 'He denied it: "No," said X'."""
    if earlier or speaker.text.lower() not in {"he", "she"}:
        return None
    after = next((one.speaker for one in later if one.sentence == speech.sentence), None)
    return None if after is None else replace(after, text=_said(speaker, after), span=speaker.span)


#: an office that stands for one known before: 'and the president told the nation'
_BARE_OFFICE = re.compile(
    r"[Tt]he\s+(?:prime\s+minister|president|premier|(?:defen[cs]e|foreign|interior|health|finance)\s+minist(?:ry|er)|"
    r"chancellor|government)(?:['’]s\s+(?:spokes\w+|office|aide|adviser))?"
)


def _same_side(speaker: Actor, speech: Speech, earlier: Sequence[Speech]) -> Actor | None:
    """Return an office without a state as of the state that spoke before it in its sentence."""
    if not speaker.code.startswith("UNK") or not _BARE_OFFICE.fullmatch(speaker.text):
        return None
    last = next((one.speaker for one in reversed(earlier) if one.sentence == speech.sentence), None)
    state = last.code.partition(":")[0] if last else ""
    return replace(speaker, code=state) if is_state(state) else None


#: whose it is stands before: 'its spokesman in Brussels', not 'his wife'
_ITS = re.compile(
    r"(?P<whose>its|his|her|their)\s+(?:[\w-]+\s+){0,3}?(?:spokes\w+|director|minist(?:ry|er)|office|president|premier|army|"
    r"police|general|staff|command|commander|chief|governor|government|military|mayor|ambassador|secretary|defen[cs]e|"
    r"chancellor|envoy)\b",
    re.IGNORECASE,
)
#: an object or an adjective is not whose it is: 'in Kosovo', '70,000 Hungarians', 'Serbian soldiers'
_NO_OWNER = re.compile(
    r"(?:\b(?:in|at|near|from|on|off|into|by|with|against|over|of|under|outside|around|across|through|via)\s+(?:the\s+)?|"
    r"\d\s+|\b(?:million|thousand|hundred|dozens of|thousands of|hundreds of)\s+)$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(r"\b[A-Z]\w+(?:an|ish|ese|ch|i|ic)\b(?:\s+[a-z-]+)*$")


def _is_adjective(spot: Span, prepared: Prepared) -> bool:
    """Whether a name is but said of a noun: 'Serbian soldiers'."""
    adjective = _ADJECTIVE.match(prepared.text, spot.start, spot.end)
    return bool(adjective) and not any(place.span == spot for place in prepared.places)


def _of_whom(speaker: Actor, speech: Speech, earlier: Sequence[Speech], prepared: Prepared) -> Actor | None:
    """Return 'its spokesman' as of the state or organisation its sentence is on, 'his' as of who spoke last.

    What is named nearest may be but where it happens: 'NATO counts 40 in Kosovo, its spokesman said'.
    """
    office = _ITS.match(speaker.text)
    known = _is_known(speaker.code) and not _STAYS.search(speaker.text)
    if office is None or speaker.span is None or known:
        return None
    group = ":COP" if re.search(r"\bpolice\b", speaker.text) else ""
    last = earlier[-1].speaker if earlier else None
    if office["whose"].lower() != "its":
        return replace(last, text=speaker.text, span=speaker.span) if last and _is_known(last.code) else None
    start = max(speech.sentence.start, prepared.text.rfind(";", 0, speaker.span.start) + 1)
    named = [(a.span, a.code) for a in prepared.mentions if a.span and a.code != "UNK"]
    lands = [(place.span, place.country) for place in prepared.places if place.country]
    named = [
        one for one in named if _is_known(one[1]) and one not in lands and not _is_adjective(one[0], prepared)
    ]
    named += [one for one in lands if not any(spot.overlaps(one[0]) for spot, _ in named)]
    able = [
        (spot, code)
        for spot, code in sorted(named)
        if start <= spot.start < speaker.span.start and not _NO_OWNER.search(prepared.text, start, spot.start)
    ]
    beside = owner(prepared.text, speaker.span, prepared.mentions, prepared.places)
    heads = [code for spot, code in able if _HEAD.fullmatch(prepared.text, start, spot.start)]
    close = able and able[-1][0].end + _BESIDE >= speaker.span.start  # 'Germany, its police said'
    of = beside if close and beside else heads[0] if heads else able[-1][1] if able else beside
    return replace(speaker, code=of.partition(":")[0] + group) if of else None


#: code points of ', ' and a verb between a name and 'its police'
_BESIDE = 12
#: before the subject of a sentence
_HEAD = re.compile(r"[\s\"“]*(?:(?:and|but|while|the)\s+)?(?:the\s+)?(?:[A-Z]\w+\s+of\s+)?", re.IGNORECASE)
#: 'its spokesman in Geneva' is there for somebody
_STAYS = re.compile(r"\s(?:in|at)\s")


def _is_known(code: str) -> bool:
    return not code.startswith("UNK")


def _said(speaker: Actor, last: Actor) -> str:
    """Return the words for a pronoun's party: its own unless nobody knows who it is."""
    return last.text if last.code.startswith("UNK") else speaker.text


_PRONOUNS = word_set("he she they it its his her their who which")
_BEFORE = re.compile(
    r"\s+(?P<house>(?:the\s+|[A-Z]\w+['’]s\s+)?(?:[A-Z]\w+\s+)?(?:parliament|congress|senate|house|bundestag|knesset|"
    r"duma|rada|sejm|commons|lok sabha|assembly|diet|majlis))\b",
    re.IGNORECASE,
)


def _before_parliament(speech: Speech, prepared: Prepared, actors: ActorTable) -> Actor | None:
    """Return somebody nobody knows as of the state whose parliament they tell."""
    if speech.cue is None or not _PERSON.match(speech.speaker.text):
        return None
    found = _BEFORE.match(prepared.text, speech.cue.end)
    house = actors.resolve(found["house"], prepared.reference) if found else None
    state = house.code.partition(":")[0] if house else ""
    return replace(speech.speaker, code=state) if is_state(state) else None


#: a name, with a form of address or without
_PERSON = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Sir|General|Colonel|President|Premier)\.?\s+)?(?:[A-Z][\w’'.-]+\s*){1,3}$"
)
#: what is somebody's and speaks for them, and who made what shows it
_PAPERS = (
    r"(?:data|figures|reports?|count|tally|statement|website|database|analysis|imagery|images|records|survey)"
)
_OF_MAKER = re.compile(rf"^(?:the\s+)?(?P<who>.+?)(?:['’]s|(?<=s)['’])\s+(?:\w+\s+)?{_PAPERS}$")
_MADE_BY = re.compile(
    r"\b(?:studied|taken|released|published|analysed|analyzed|collected|compiled|gathered|verified|issued|"
    r"examined|reviewed|provided)\s+by\s+(?P<who>.+)$|^(?:the\s+|an?\s+)?(?:\w+\s+)?"
    rf"{_PAPERS}\s+by\s+(?P<of>.+)$"
)
#: who speaks for an organisation is it: 'a spokesman for the Red Cross', 'a delegate of the Red Cross'
_FOR = re.compile(
    r"(?:(?:[Tt]he|[Aa]n?|[Oo]ne)\s+)?(?:[\w-]+\s+){0,2}?(?:[Ss]pokes\w+\s+(?:for|of)|delegates?\s+of|representatives?\s+(?:of|for))\s+(?:the\s+)?"
    r"(?P<who>[A-Z][\w.-]*(?:['’]s)?(?:\s+(?:of|for|the|and|[A-Z][\w.-]*(?:['’]s)?))*)$"
)
_OF_ORG = re.compile(
    r"(?:(?:[Tt]he|[Aa]n?|[Oo]ne)\s+)?(?P<who>(?:[A-Z][\w.-]*\s+)*?(?:Red\s+(?:Cross|Crescent)))\s+"
    r"(?:volunteers?|workers?|officials?|delegates?|spokes\w+|doctors?|teams?|man|staff)\b"
)
_MAKERS_COUNT = re.compile(
    r"^(?:[Tt]he\s+)?(?P<who>[A-Z][\w.-]*(?:\s+[A-Z][\w.-]*)*)\s+(?:count|tally|database|website)$"
)
#: nothing but a description and a name
_APPOSED = re.compile(r"[^,;]+,\s+[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*")
#: what a name is, before it: 'rights body HRANA', 'a defence publisher, IHS Jane's'
_DESCRIBED = re.compile(
    r"^(?:(?:the|an?)\s+)?(?:[A-Za-z][\w-]*\s+)?(?:[a-z][\w-]*\s+){0,2}?(?:site|body|group|agency|paper|newspaper|monitor|monitors|publisher|outlet|"
    r"channel|broadcaster|think-tank|charity|firm|company|website|daily|network|union|centre|center|"
    r"observatory|organisation|organization),?\s+(?P<name>[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*)$"
)


def _maker(speech: Speech, whole: str) -> Actor:
    """Return a speaker nobody knows by the name inside the words: who made the pictures, whose data it is."""
    speaker, source = speech.speaker, speech.source
    if speaker.span and (found := _FOR.match(speaker.text)):
        start = speaker.span.start + found.start("who")
        return replace(speaker, text=found["who"], span=Span(start=start, end=start + len(found["who"])))
    if speaker.sector is None and (found := _OF_ORG.match(speaker.text)):
        return replace(speaker, text=found["who"])
    if not speaker.code.startswith("UNK") or speaker.span is None or source is None:
        return speaker
    start = speaker.span.start
    text = whole[start : source.end] if _APPOSED.fullmatch(whole[start : source.end]) else speaker.text
    for form in (_MADE_BY, _OF_MAKER, _MAKERS_COUNT, _DESCRIBED):
        if found := form.search(text):
            name = next(name for name in ("who", "of", "name") if name in form.groupindex and found[name])
            start, text = start + found.start(name), found[name]
    return replace(speaker, text=text, span=Span(start=start, end=start + len(text)))


def _is_evidence(source: str) -> bool:
    """Whether a source is pictures alone: 'satellite images show'. 'Maxar images' has who took them."""
    *before, last = source.split() or [""]
    named = any(word[:1].isupper() and word.lower() not in _PLAIN for word in before)
    return bool(_PICTURES.match(last)) and not named


_PLAIN = word_set("the a an new satellite aerial drone commercial recent several some more fresh")
_PICTURES = re.compile(
    r"(?:images?|imagery|pictures?|photos?|photographs?|videos?|footage|radar)$", re.IGNORECASE
)


#: in a city, but not of it: 'Western diplomats in Lome', 'an exile in Oslo'
_FOREIGN = re.compile(
    r"(?P<who>(?:[Tt]he\s+|[Aa]n?\s+)?(?:Western|western|[Ff]oreign|European|Arab|Asian|African)\s+(?:\w+\s+){0,2}?"
    r"(?:diplomats?|attach[eé]s?|embassy|embassies|officials?|sources?|envoys?|analysts?|"
    r"aid workers?|reporters?|experts?)|"
    r"(?:[Tt]he\s+|[Aa]n?\s+)?(?:\w+\s+){0,2}?(?:missionar(?:y|ies)|exiles?|church sources|"
    r"aid workers?|relief workers?))"
    r"\s+(?:in|at)\s+(?:[A-Z][\w.-]*\s?)+$"
)


def _resolved(actor: Actor, prepared: Prepared, actors: ActorTable, speech: Speech) -> Actor:
    if foreign := _FOREIGN.match(actor.text):
        return replace(actor, text=foreign["who"], code="UNK")
    if actor.span is None or not actor.code.startswith("UNK"):
        return actor
    if _SECRETARY_GENERAL.fullmatch(actor.text) and "NATO" not in prepared.text:
        return replace(actor, code="UN")
    if half := _half_of_korea(actor.text, prepared.text) or _island(actor.text, prepared):
        return replace(actor, code=half)
    if (based := _BASED.match(actor.text)) and (
        of := actors.resolve(based["who"], prepared.reference)
    ).code in _UNIONS:
        return replace(actor, code=of.code)
    if beside := _beside(actor.span, prepared):
        return replace(actor, code=beside)
    office = _NAMED_HOLDER.sub("", actor.text)
    if holder := _OFFICE_HOLDER.match(office):
        office = holder["office"]
    span = replace(actor.span, end=actor.span.start + len(office))
    found = actors.resolve(actor.text, prepared.reference)
    if found.code.startswith("UNK") and found.sector in _OF_A_STATE and not _is_named(office):
        found = who(
            actors,
            prepared.text,
            span,
            prepared.reference,
            mentions=prepared.mentions,
            places=prepared.places,
            home=prepared.home,
            said=(speech.content, *speech.more),
        )
    return replace(found, text=actor.text, span=actor.span)


#: what a person is, next to the name: "Lebanon's minister, Abiad", "General Mikhailov, the FSB's spokesman"
_COMMA = re.compile(r",\s+(?:(?:the|an?)\s+)?", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-Z][\w’'.-]*|al-\w+)(?:\s+(?:[A-Z][\w’'.-]*|al-\w+|bin|de|van)){0,3}")
_HOLDS = re.compile(
    r"\b(?:minister|spokes\w+|chief|director|governor|commander|president|premier|secretary|general|envoy|ambassador|mayor|"
    r"prosecutor|commissioner|head|leader|coordinator|ombuds\w+|chairman|colonel|officer|official)s?$",
    re.IGNORECASE,
)


def _beside(name: Span, prepared: Prepared) -> str | None:
    """Return the state or organisation of the office that a comma sets beside a person's name."""
    if not _NAME.fullmatch(prepared.text, name.start, name.end):
        return None
    for actor in prepared.mentions:
        if actor.span is None or actor.code.startswith("UNK") or not _HOLDS.search(actor.text):
            continue
        first, last = sorted((actor.span, name), key=lambda span: span.start)
        if last.start >= first.end and _COMMA.fullmatch(prepared.text, first.end, last.start):
            return actor.code
    return None


#: 'army spokesman Sylvain Ekenge', 'police general Bernardino Rafael'
_OFFICE_HOLDER = re.compile(
    r"(?P<office>(?:the\s+)?(?:[a-z][\w-]*\s+){1,4}?(?:spokes\w+|general|minister|chief|director|commissioner|commander|"
    r"secretary|governor|official|officer|prosecutor|president|premier|envoy))\s+[A-Z][\w’'.-]*(?:\s+[A-Za-z][\w’'.-]*){0,3}$"
)
#: "the Red Cross's Nairobi office": the city is where it is
_BASED = re.compile(
    r"(?:[Tt]he\s+)?(?P<who>[A-Z][\w.-]*)(?:['’]s?)\s+(?:[A-Z][\w-]+\s+)?(?:office|mission|bureau|branch|headquarters|delegation)\b"
)
_UNIONS = word_set("UN EU NATO AU ICRC OSCE ECOWAS ASEAN ARABLEAGUE WORLDBANK IMF")
#: of the United Nations, where no other organisation that has one is named
_SECRETARY_GENERAL = re.compile(r"(?:the\s+)?secretary[- ]general", re.IGNORECASE)
#: who holds an office: 'the defence ministry's spokeswoman, Shushan Stepanyan'
_NAMED_HOLDER = re.compile(r",\s+[A-Z][\w’'.-]*(?:\s+[A-Za-z][\w’'.-]*){0,3}$")
_KOREAN = re.compile(r"(?:(?:the|an?)\s+)?(?P<half>North|South)(?:ern\b|['’]s\b|$)", re.IGNORECASE)


def _half_of_korea(source: str, text: str) -> str | None:
    """Return the Korea that 'the South's ministry' or 'a Southern official' is of, in a text on Korea."""
    found = _KOREAN.match(source)
    if found is None or "Korea" not in text:
        return None
    return "PRK" if found["half"].lower() == "north" else "KOR"


_ISLAND = re.compile(r"the\s+island(?:['’]s)?\b", re.IGNORECASE)
_ISLANDS = word_set("TWN CUB CYP LKA HTI MDG MLT JAM BHR PHL")


def _island(source: str, prepared: Prepared) -> str | None:
    """Return the island state that is named, if just one is, for 'the island's ministry'."""
    if not _ISLAND.match(source):
        return None
    named = {actor.code.partition(":")[0] for actor in prepared.mentions} | {
        place.country for place in prepared.places if place.country
    }
    islands = named & _ISLANDS
    return islands.pop() if len(islands) == 1 else None


def _is_named(source: str) -> bool:
    """Whether a source has a name of its own, which the state named near need not share.

    'The Conflict Intelligence Team said Russian troops ...' is not Russian; 'the Defence Ministry' has none.
    """
    first, *rest = _ARTICLE.sub("", source).split() or [""]
    return (
        "." in first
        or is_acronym(first)
        or any(word[:1].isupper() and not _OFFICE.match(word) for word in rest)
    )


def is_acronym(source: str) -> bool:
    """Whether a source is but an acronym, a name that belongs to no state: 'HRANA'."""
    return bool(_ACRONYM.fullmatch(source))


_ACRONYM = re.compile(r"[A-Z]{3,}")
_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their)\s+", re.IGNORECASE)
_OFFICE = re.compile(
    r"(?:ministry|ministries|minist|defen[cs]e|interior|foreign|health|affairs|justice|army|navy|air|force|police"
    r"|parliament|government|general|staff|guard|council|office|security|national|state|spokes|secretary)",
    re.IGNORECASE,
)
