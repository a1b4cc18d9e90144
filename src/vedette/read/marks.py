"""Heads and tails of headlines, which a colon or a dash sets apart: who says it, where, or what about.

'Ukraine: troops near border' and 'Troops near border - ministry' have a speaker, 'Peru: 17 die in protest'
says where, 'Escalation in Gaza: rockets fired' and 'Libya crisis: ...' say what about.
"""

import re
from collections.abc import Iterator, Sequence

from vedette.read.reader import ActorTable, Prepared
from vedette.read.roster import is_state
from vedette.read.speech import Speech
from vedette.read.tokens import word_set
from vedette.types import Actor, Span


def is_mark(speech: Speech, text: str) -> bool:
    """Whether no word of saying but a colon or dash makes this a speech."""
    return speech.cue is not None and not re.search(r"\w", text[speech.cue.start : speech.cue.end])


def is_topic(speech: Speech, found: Sequence[Speech], text: str) -> bool:
    """Whether a headline's head is but what it is about, as its tail says who tells it."""
    return (
        is_mark(speech, text)
        and any(
            is_mark(other, text) and _is_tail(other) for other in found if other.sentence == speech.sentence
        )
        and not _is_tail(speech)
    )


def _is_tail(speech: Speech) -> bool:
    return speech.source is not None and speech.content.end <= speech.source.start


#: what is said and not told begins with these: 'Russia: no plans to attack', 'Mali: we need help'
_STANCE = re.compile(
    r"[\"'“‘«]|(?:i|we|our|us|no|not|never|must|should|will|won['’]t|ready|if)\b", re.IGNORECASE
)
#: words before which the doer of a headline is named: 'Ukraine: about 90,000 Russian troops near border'
_DOER = 4
_WHERE = re.compile(r"\b(?:in|at|near|from|on|off|to|into|by)\s+(?:the\s+)?$", re.IGNORECASE)
_HARM = re.compile(
    r"\b(?:kill|dead|die[sd]?\b|death|toll|wound|hurt\b|injur|blast|bomb|clash|quake|protest|riot)",
    re.IGNORECASE,
)


def speaks(speech: Speech, prepared: Prepared, actors: ActorTable) -> bool:
    """Whether a headline's head or tail is who says it and not where or what about."""
    assert speech.source is not None
    source, said = speech.source, prepared.text[speech.content.start : speech.content.end]
    if _is_tail(speech):
        return _is_somebody(source, prepared, actors) or _is_outlet(source, prepared)
    if _STANCE.match(said):
        return _is_somebody(source, prepared, actors, stands=True) or _is_person(source, prepared)
    alone = next((a for a in _mentions(prepared, source) if a.span == source), None)
    if alone and alone.sector == "CAP":
        return not _HARM.search(said) or any(_is_other(a, alone) for a in _mentions(prepared, speech.content))
    if alone and alone.sector is None and is_state(alone.code):
        return _of_another(speech, prepared)
    if alone is None and any(place.span == source for place in prepared.places):
        return False  # organisations are on the map as well
    return _is_somebody(source, prepared, actors)


# --- a name, an office, a party, an outlet --------------------------------------------------------

#: 'Libya protests' are told of, though those who protest would be a party
_MATTER = re.compile(
    r"(?:protests?|riots?|strikes?|attacks?|talks|unrest|revolt|war|crisis|raids?|offensive|blasts?|bombings?|"
    r"shelling|fighting|clash|clashes|siege|massacre|floods?|quake|earthquake|coup|crackdown|exodus|front|battle|"
    r"toll|vote|elections?|drill|drills|ambush|crash|hostages?|it['’]s official)$",
    re.IGNORECASE,
)
#: 'Tanks near border - monitor'
_TELLER = re.compile(
    r"(?:^|\s)(?:monitors?|sources?|witness(?:es)?|media|medics?|doctors?|residents|lawyers?|activists?|analysts?|"
    r"experts?|agency|papers?|newspapers?|think-tank|charity|report|study|survey|poll|officials?|diplomats?|"
    r"intel|watchdog|chiefs?|heads?|bosses|boss|spokes\w+|groups?|panel|fm|clerics?|ayatollahs?|imams?|"
    r"protesters?|veterans?|whistleblowers?|cables?|eyewitness(?:es)?)$",
    re.IGNORECASE,
)
#: 'Ukrainian General Zabrodskyi': an office that one person holds, before a name that no table has
_HOLDER = re.compile(
    r"\b(?i:president|premier|pm|minister|secretary|chancellor|governor|mayor|ambassador|envoy|senator|"
    r"congress(?:wo)?man|mp|general|gen|colonel|col|major|captain|admiral|commander|chief|leader|judge|king|queen|"
    r"prince|sheikh|cardinal|bishop|professor|spokes(?:wo)?man|spokesperson)\.?"
    r"(?:\s+[A-Z][\w’'-]+){1,2}$"
)
#: 'HRANA', 'NYTimes'; 'REVEALED' is a word in capitals
_INITIALS = re.compile(r"(?:[Tt]he\s+)?(?:[A-Z][A-Z.&]{1,5}|(?=\w*[a-z])\w*[A-Z]\w*[A-Z]\w*)(?:\.com)?")
#: what an outlet brings: 'BBC News', 'Haaretz exclusive'
_ISSUE = re.compile(r"\s(?:news|online|video|exclusive|opinion|editorial|blog)$", re.IGNORECASE)
#: whose members and papers speak for it
_OFFICES = frozenset({"GOV", "MIL", "COP", "INT", "JUD", "LEG", "MED", "NGO", "BUS", "OPP", "REB"})
#: the words for a state are none of its offices: 'Police State', 'a nation of shopkeepers'
_LAND = re.compile(r"(?:states?|nations?|countr(?:y|ies)|news|bank)$", re.IGNORECASE)
#: what ends the head of a noun phrase, and ties two names: 'Carter in Syria', 'Iran and Israel'
_TIE = re.compile(
    r"\s(?P<tie>of|in|at|on|from|for|to|with|without|by|near|over|under|against|after|before|about|and|or|vs\.?|as)\s",
    re.IGNORECASE,
)
_TITLE = word_set(
    "the a an mr mrs ms dr sir gen col rev ex former top senior new acting deputy ousted exiled late"
)


def _is_somebody(source: Span, prepared: Prepared, actors: ActorTable, *, stands: bool = False) -> bool:
    """Whether words are a name, an office, a party or an outlet, and no topic.

    `stands` says that what follows takes a stance, so that people without a name or an office, two parties at
    once and somebody abroad may well be those who speak: 'Children in Gaza: we want to go home'.
    """
    whole = prepared.text[source.start : source.end]
    tie = _TIE.search(whole)
    lead = whole[: tie.start()] if tie else whole
    if _MATTER.search(lead):
        return False
    last = lead.split()[-1]
    sector = None if _LAND.fullmatch(last) else actors.resolve(last, prepared.reference).sector
    if _TELLER.search(lead) or _HOLDER.search(lead) or sector in _OFFICES or (stands and sector == "CVL"):
        return tie is None or tie["tie"].lower() not in ("and", "or") or stands
    outlet = Span(start=source.start, end=source.start + len(_ISSUE.sub("", whole)))
    if any(a.span == source or (a.span == outlet and a.sector == "MED") for a in _mentions(prepared, source)):
        return True
    if tie is not None and not stands and tie["tie"].lower() != "to":
        return False  # a name with more behind it: what it is about
    return _is_name(Span(start=source.start, end=source.start + len(lead)), prepared, actors)


def _is_name(spot: Span, prepared: Prepared, actors: ActorTable) -> bool:
    """Whether words end in a name with but other names, titles and offices before it, or are initials."""
    words = prepared.text[spot.start : spot.end]
    named = [a.span for a in _mentions(prepared, spot) if a.span]
    if not named or named[-1].end != spot.end:
        return bool(_INITIALS.fullmatch(words))
    rest = _covered(words, [name.moved(-spot.start) for name in named])
    return all(
        word.lower().rstrip(".") in _TITLE or actors.resolve(word, prepared.reference).sector is not None
        for word in rest.split()
    )


def _covered(words: str, spans: Sequence[Span]) -> str:
    """Return words with the spans blanked out, and what clings to them: "Israel's", 'ex-Mossad'."""
    for span in spans:
        words = words[: span.start] + " " * (span.end - span.start) + words[span.end :]
    return re.sub(r"['’]s\b|[-,]", "  ", words)


#: 'Evan Harris', 'Marie-Monique Robin'
_PERSON = re.compile(r"[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){1,2}")


def _is_person(source: Span, prepared: Prepared) -> bool:
    """Whether words may be the name of a person whom nobody knows."""
    words = prepared.text[source.start : source.end]
    is_matter = _MATTER.search(words) or re.search(r"['’]s?\b", words) or words.isupper()
    return bool(_PERSON.fullmatch(words)) and not is_matter and not any(_mentions(prepared, source))


#: 'OVD-Info', 'Foro Penal': what trails a headline is a name of its own
_TRAILS = re.compile(r"[A-Z][\w’'.]*[A-Z][\w’'.-]*|[A-Z][\w’'.]*-[A-Z][\w’'.-]*")


def _is_outlet(source: Span, prepared: Prepared) -> bool:
    """Whether words after a dash are a name nobody knows, and no place: who tells it, as outlets sign."""
    words = prepared.text[source.start : source.end]
    is_place = any(place.span.overlaps(source) for place in prepared.places)
    return bool(_TRAILS.fullmatch(words)) and not words.isupper() and not is_place


# --- states and capitals ---------------------------------------------------------------------------


def _of_another(speech: Speech, prepared: Prepared) -> bool:
    """Whether the content begins with what another state does."""
    first = next(_mentions(prepared, speech.content), None)
    if first is None or first.span is None:
        return False
    lead = prepared.text[speech.content.start : first.span.start]
    return _is_other(first, speech.speaker) and len(lead.split()) < _DOER and not _WHERE.search(lead)


def _is_other(one: Actor, own: Actor) -> bool:
    state = one.code.partition(":")[0]
    return is_state(state) and state != own.code.partition(":")[0]


def _mentions(prepared: Prepared, outer: Span) -> Iterator[Actor]:
    for actor in prepared.mentions:
        if actor.span and actor.span in outer:
            yield actor
