"""Who is who in one document: names, pronouns, 'the country', offices."""

from collections import Counter
from dataclasses import replace

from vedette.read.nearby import owner, who
from vedette.read.reader import ActorTable, Prepared
from vedette.read.roster import is_state
from vedette.read.tokens import word_set
from vedette.types import Actor, Span


class Cast:
    """The parties of a document."""

    def __init__(self, prepared: Prepared, actors: ActorTable) -> None:
        self._prepared, self._text, self._actors = prepared, prepared.text, actors
        self._countries = Counter(
            actor.code for actor in prepared.mentions if ":" not in actor.code and actor.code != "UNK"
        )

    def at(
        self,
        span: Span | None,
        other: Actor | None,
        speaker: Actor | None,
        *,
        without: Span | None = None,
    ) -> Actor | None:
        """Return who is at a span: a name, a pronoun, 'the country', a place, or a phrase.

        `without` is a name that does not tell whose the party is.
        """
        if span is None:
            return None
        said = self._text[span.start : span.end]
        if said.lower() in _FIRST:
            return Actor(text=said, code=speaker.code if speaker else "UNK", span=span)
        if said.lower() == "the country":
            avoid = {actor.code.split(":")[0] for actor in (other, speaker) if actor}
            topic = next((code for code, _ in self._countries.most_common() if code not in avoid), "UNK")
            return Actor(text=said, code=topic, span=span)
        if state := owner(self._text, span, self._prepared.mentions, self._prepared.places):
            return Actor(text=said, code=state, span=span)
        party = who(
            self._actors,
            self._text,
            span,
            self._prepared.reference,
            mentions=[
                a for a in self._prepared.mentions if not (without and a.span and a.span.overlaps(without))
            ],
            places=[p for p in self._prepared.places if not (without and p.span.overlaps(without))],
            home=self._prepared.home,
        )
        inside = [a for a in self._prepared.mentions if a.span and a.span in span]
        return replace(inside[-1], text=said, span=span) if party.code == "UNK" and inside else party

    def only_state(self, sentence: Span) -> str | None:
        """Return the one state that the sentence names, else the one that the document names."""
        for outer in (sentence, Span(start=0, end=len(self._text))):
            named = {a.code.split(":")[0] for a in self._prepared.mentions if a.span and a.span in outer}
            placed = {p.country for p in self._prepared.places if p.country and p.span in outer}
            states = {code for code in named | placed if is_state(code)}
            if states:
                return states.pop() if len(states) == 1 else None
        return None


_FIRST = word_set("we our i")
