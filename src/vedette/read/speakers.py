"""Who the speakers of a document are: the parties behind the words of a source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vedette.read.nearby import who
from vedette.read.reader import ActorTable, Prepared
from vedette.read.roster import is_state
from vedette.read.speech import Speech
from vedette.types import Actor, Span

#: who belongs to a state though none is named with them: the state named near is theirs
_OF_A_STATE = frozenset({"GOV", "MIL", "INT", "COP", "OPP", "REB", "JUD", "LEG", "SPY"})


def known(speeches: Sequence[Speech], prepared: Prepared, actors: ActorTable) -> list[Speech]:
    """Return the speeches whose source is somebody, with those resolved whom no mention names.

    'the defence ministry' is that of the state named near. A headline's head or tail that is no party
    ('Libya crisis: ...', '... - Breaking News') says nothing, nor does a state that only says where
    ('Peru: 17 die in protest').
    """
    found = []
    for speech in speeches:
        if _PICTURES.search(speech.speaker.text):
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


#: 'satellite images show': evidence, no speaker
_PICTURES = re.compile(
    r"\b(?:images?|imagery|pictures?|photos?|photographs?|videos?|footage|radar)$", re.IGNORECASE
)


def _resolved(actor: Actor, prepared: Prepared, actors: ActorTable) -> Actor:
    if actor.span is None or not actor.code.startswith("UNK"):
        return actor
    found = actors.resolve(actor.text, prepared.reference)
    if found.code.startswith("UNK") and found.sector in _OF_A_STATE:
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
