"""Who does an act to whom, by where the names stand in the sentence."""

from collections.abc import Sequence
from itertools import pairwise

from vedette.read.kinds import Act
from vedette.read.modality import clause
from vedette.read.tokens import Match, Word, word_set
from vedette.types import Actor, Span

_PARTICIPLES = ("ed", "en", "ot", "ught", "eld")
#: 'Two held after raid': a headline leaves out the auxiliary
_AFTER_PASSIVE = word_set("in by after at over")
_BE = word_set("is are was were be been being gets got 's")
_OBJECT_OF = word_set("of in on to with against from by at over near for into alongside towards")
_AT = word_set("in at near from")
_TOWARDS = word_set("against on to with over about at in into from toward towards of between")
_PRONOUNS = word_set("he she it they we our i")
#: 'Ukrainian territory' does nothing: it is done to
_THINGS = word_set(
    "territory sovereignty border borders soil land capital city village airspace waters independence coast"
)
_COUNTRY = ("the", "country")


class Here:
    """One sentence while its parties are looked for. Spans over the sentence."""

    def __init__(
        self, *, text: str, tokens: Sequence[Word], mentions: Sequence[Actor], places: Sequence[Span]
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.mentions = mentions
        self.places = places

    def code(self, span: Span | None) -> str | None:
        """Return the code of the actor at a span, None if it is no named actor."""
        return next((a.code for a in self.mentions if span is not None and a.span == span), None)

    def parties(self, match: Match[Act]) -> tuple[Span | None, Span | None] | None:
        """Return doer and done-to of an act, None if nobody we know is in it."""
        trigger = Span(start=self.tokens[match.first].start, end=self.tokens[match.last - 1].end)
        start, end = clause(self.text, trigger)
        before = [a for a in self.mentions if a.span and a.span.start < trigger.start]
        after = [
            a
            for a in self.mentions
            if a.span and trigger.start < a.span.start < end and a.span.end > trigger.end
        ]
        inner = [
            a for a in self.mentions if a.span and trigger.start <= a.span.start and a.span.end <= trigger.end
        ]
        own = [a for a in before if a.span and a.span.start >= start]
        within = inner[0].span if inner else None
        doer = within if match.value.frame == "n" and within and not self._is_towards(within) else None
        doer = doer or self._subject(own) or self._pronoun(match, start)
        if doer is None and match.value.frame != "n":
            doer = self._subject(before)
        done_to = next((self._whole(a, after) for a in after if a.span != doer and not self._is_by(a)), None)
        if done_to is None:
            done_to = within if within != doer else None
        done_to = done_to or self.ground(trigger, end)
        if done_to is None and match.value.frame == "r" and (pair := self._pair(own)):
            return pair
        agent = next((a.span for a in after if self._is_by(a)), None)
        if match.value.frame == "s" or self._is_passive(match, agent):
            place = next((p for p in self.places if start <= p.start < trigger.start), None)
            whom = next((a.span for a in reversed(own) if a.span != agent), None)
            doer, done_to = agent, whom or place or (done_to if done_to != agent else None) or doer
        elif agent is not None:
            doer, done_to = agent, done_to or doer
        if match.value.frame == "n" and done_to is not None and not self._is_towards(done_to):
            done_to = None
        if doer == done_to:
            done_to = None
        if self.code(doer) == self.code(done_to) and self.code(doer) is not None:
            done_to = None
        return None if doer is None and done_to is None else (doer, done_to)

    def _subject(self, named: Sequence[Actor]) -> Span | None:
        """Return the last that is no object of a preposition, else the last that is nowhere."""
        able = [a for a in named if self._word_after(a) not in _THINGS and self._word_before(a) not in _AT]
        free = [a for a in able if self._word_before(a) not in _OBJECT_OF]
        chosen = (free or able)[-1:]
        return chosen[0].span if chosen else None

    def _whole(self, actor: Actor, named: Sequence[Actor]) -> Span | None:
        """Return the span up to the name that follows a demonym: 'Polish counterpart Jan Nowak'."""
        span = actor.span
        for other in named:
            if span and other.span and span.end < other.span.start and other.code == actor.code:
                between = self.text[span.end : other.span.start]
                if len(between.split()) <= 3 and between.replace(" ", "").isalpha():
                    span = Span(start=span.start, end=other.span.end)
        return span

    def _pair(self, named: Sequence[Actor]) -> tuple[Span, Span] | None:
        """Return the two of 'Poland and France meet'."""
        for first, second in pairwise(named):
            if first.span and second.span and first.code != second.code:
                between = self.text[first.span.end : second.span.start].strip(" ,").lower()
                if between in {"and", "&"} or between.startswith("and "):
                    return first.span, second.span
        return None

    def _pronoun(self, match: Match[Act], start: int) -> Span | None:
        for word in reversed(self.tokens[: match.first]):
            if word.start < start:
                break
            if word.lower in _PRONOUNS:
                return Span(start=word.start, end=word.end)
        return None

    def ground(self, trigger: Span, end: int) -> Span | None:
        """Return the place or 'the country' an act without a named done-to is done to."""
        for first, second in pairwise(self.tokens):
            if trigger.end <= first.start < end and (first.lower, second.lower) == _COUNTRY:
                return Span(start=first.start, end=second.end)
        return next((place for place in self.places if trigger.end <= place.start < end), None)

    def _word_before(self, actor: Actor) -> str:
        assert actor.span is not None
        before = [word.lower for word in self.tokens if word.end <= actor.span.start]
        while before and before[-1] in {"the", "a", "an"}:
            before.pop()
        return before[-1] if before else ""

    def _word_after(self, actor: Actor) -> str:
        assert actor.span is not None
        end = actor.span.end
        return next((word.lower for word in self.tokens if word.start >= end), "")

    def _is_by(self, actor: Actor) -> bool:
        return self._word_before(actor) == "by"

    def _is_towards(self, span: Span) -> bool:
        before = [word.lower for word in self.tokens if word.end <= span.start][-4:]
        return bool(_TOWARDS & set(before))

    def _is_passive(self, match: Match[Act], agent: Span | None) -> bool:
        word = self.tokens[match.first].lower
        if match.value.frame != "v" or not word.endswith(_PARTICIPLES):
            return False
        before = {other.lower for other in self.tokens[max(0, match.first - 3) : match.first]}
        follows = self.tokens[match.last].lower if match.last < len(self.tokens) else ""
        return bool(_BE & before) or agent is not None or (follows in _AFTER_PASSIVE and "has" not in before)
