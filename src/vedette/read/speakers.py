"""Who the speakers of a document are: the parties behind the words of a source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vedette.read.nearby import who
from vedette.read.reader import ActorTable, Prepared
from vedette.read.roster import is_state
from vedette.read.speech import Speech
from vedette.read.tokens import word_set
from vedette.types import Actor, Span

#: who belongs to a state though none is named with them: the state named near is theirs. Soldiers and rebels
#: named near a state may be of another, and would bring claims of two origins into one family.
_OF_A_STATE = frozenset({"GOV", "COP", "OPP", "JUD", "LEG"})


def known(speeches: Sequence[Speech], prepared: Prepared, actors: ActorTable) -> list[Speech]:
    """Return the speeches whose source is somebody, with those resolved whom no mention names.

    'the defence ministry' is that of the state named near. A headline's head or tail that is no party
    ('Libya crisis: ...', '... - Breaking News') says nothing, nor does a state that only says where
    ('Peru: 17 die in protest').
    """
    found = []
    for speech in speeches:
        if _is_evidence(speech.speaker.text):
            continue  # on what somebody rests, not who says it
        named = replace(
            speech,
            speaker=_resolved(speech.speaker, prepared, actors),
            relay=tuple(_resolved(actor, prepared, actors) for actor in speech.relay),
        )
        party = actors.resolve(speech.speaker.text, prepared.reference)
        if not _is_mark(speech, prepared.text) or _speaks(named, prepared, party):
            found.append(named)
    return found


def _is_evidence(source: str) -> bool:
    """Whether a source is pictures alone: 'satellite images show'. 'Maxar images' has who took them."""
    *before, last = source.split() or [""]
    named = any(word[:1].isupper() and word.lower() not in _PLAIN for word in before)
    return bool(_PICTURES.match(last)) and not named


_PLAIN = word_set("the a an new satellite aerial drone commercial recent several some more fresh")
_PICTURES = re.compile(
    r"(?:images?|imagery|pictures?|photos?|photographs?|videos?|footage|radar)$", re.IGNORECASE
)


def _resolved(actor: Actor, prepared: Prepared, actors: ActorTable) -> Actor:
    if actor.span is None or not actor.code.startswith("UNK"):
        return actor
    found = actors.resolve(actor.text, prepared.reference)
    if found.code.startswith("UNK") and found.sector in _OF_A_STATE and not _is_named(actor.text):
        found = who(
            actors,
            prepared.text,
            actor.span,
            prepared.reference,
            mentions=prepared.mentions,
            places=prepared.places,
            home=prepared.home,
        )
    return replace(found, text=actor.text, span=actor.span)


def _is_named(source: str) -> bool:
    """Whether a source has a name of its own, which the state named near need not share.

    'The Conflict Intelligence Team said Russian troops ...' is not Russian; 'the Defence Ministry' has none.
    """
    first, *rest = _ARTICLE.sub("", source).split() or [""]
    return "." in first or any(word[:1].isupper() and not _OFFICE.match(word) for word in rest)


_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their)\s+", re.IGNORECASE)
_OFFICE = re.compile(
    r"(?:ministry|ministries|minist|defen[cs]e|interior|foreign|health|affairs|justice|army|navy|air|force|police"
    r"|parliament|government|general|staff|guard|council|office|security|national|state|spokes|secretary)",
    re.IGNORECASE,
)


# --- heads and tails of headlines -----------------------------------------------------------------

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
#: 'Libya protests' are told of, though those who protest would be a party
_MATTER = re.compile(r"(?:protests?|riots?|strikes?|attacks?|talks|unrest|revolt|war|crisis)$", re.IGNORECASE)
_INITIALS = re.compile(r"\b\w*[A-Z]\w*[A-Z]\w*\b")


def _is_mark(speech: Speech, text: str) -> bool:
    """Whether no word of saying but a colon or dash makes this a speech."""
    return speech.cue is not None and not re.search(r"\w", text[speech.cue.start : speech.cue.end])


def _speaks(speech: Speech, prepared: Prepared, party: Actor) -> bool:
    """Whether a headline's head or tail is who says it and not where or what about."""
    assert speech.source is not None
    source, said = speech.source, prepared.text[speech.content.start : speech.content.end]
    last = next((a for a in _mentions(prepared, source) if a.span and a.span.end == source.end), None)
    if speech.content.start < source.start:
        return _is_party(party, last)
    if _STANCE.match(said):
        return True
    alone = last is not None and last.span == source
    if alone and last and last.sector == "CAP":
        return not _HARM.search(said) or any(_is_other(a, last) for a in _mentions(prepared, speech.content))
    if alone and last and last.sector is None and is_state(last.code):
        return _of_another(speech, prepared)
    if any(place.span == source for place in prepared.places):
        return False
    return _is_party(party, last)


def _is_party(speaker: Actor, last: Actor | None) -> bool:
    """Whether a head or tail, whose `last` words may be a name, is somebody and no matter."""
    if _MATTER.search(speaker.text):
        return False
    return last is not None or speaker.sector is not None or bool(_INITIALS.search(speaker.text))


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
        if actor.span and outer.start <= actor.span.start and actor.span.end <= outer.end:
            yield actor
