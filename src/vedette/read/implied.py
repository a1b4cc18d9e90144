"""What a number without a noun counts, by what is done to those it stands for: 'treated 40', '300 inside'."""

import re
from dataclasses import dataclass

from vedette.read.amounts import REACH, Amount
from vedette.read.antecedents import lead_of, named_before, of_them


@dataclass(frozen=True, slots=True)
class Implied:
    """What a number stands for, and where that is told: 'before' or 'after' it, '' by a noun before it."""

    unit: str
    where: str = ""


def implied(text: str, said: Amount) -> Implied | None:
    """Return what the amount of `text` counts by what is told right around it, None if nothing is."""
    before, after = around(text, said)
    if counts_nothing(text, said, before, after):
        return None
    for least, unit, pattern in _TOLD_AFTER:
        if said.high >= least and pattern.match(after):
            return Implied(unit, "after")
    if not BARE.match(after):
        return None
    lead = lead_of(before.rstrip(" '‘")).rstrip(" '‘")
    if said.high > 1 and _TAKEN_OUT.search(lead) and _OUT.match(after):
        return Implied("people", "after")
    for least, unit, pattern in _TOLD_BEFORE:
        if said.high >= least and pattern.search(lead):
            return Implied(unit, "before")
    named = named_before(lead, text) or of_them(lead, after)
    return Implied(named) if named else None


def around(text: str, said: Amount) -> tuple[str, str]:
    """Return what stands before and after an amount."""
    return text[max(0, said.start - REACH) : said.start], text[said.end : said.end + REACH]


def counts_nothing(text: str, said: Amount, before: str, after: str) -> bool:
    """Whether a bare number counts nothing: a year, a score, a time, a share."""
    year = _YEAR.fullmatch(text, said.first, said.last)
    hour = said.high <= _HOURS and _AT.search(before) and not _PUT.search(before)
    return bool(year or hour or _NO_COUNT.match(after) or _NO_COUNT_BEFORE.search(before))


_YEAR = re.compile(r"1[6-9]\d\d|20[0-4]\d")
_HOURS = 24
_AT = re.compile(r"\b(?:at|by)\s+$", re.IGNORECASE)
_PUT = re.compile(
    r"\b(?:put|puts|stands?|stood|stay\w*|estimated|number\w*|reckoned|arrived|figure|toll|count)\b",
    re.IGNORECASE,
)
#: a score, a time, a share, a step in a row
_NO_COUNT = re.compile(
    r"\s*(?:(?:in|out of)\s+(?:\d|two|three|four|five|six|seven|eight|nine|ten)|to\s+\d|-\d|%|o['’]clock|"
    r"abreast|"
    r"per cent|am\b|pm\b|past\b|degrees|for,|against\b|times\b|apiece|each\b)",
    re.IGNORECASE,
)
_NO_COUNT_BEFORE = re.compile(
    r"(?:\b(?:until|since|till|past|per cent(?: to)?|votes to|passed by|by votes?|aged?|every|minus|"
    r"paragraphs?|articles?|operation|rescue|falcon|boeing|airbus|highway|kilomet\w+|magnitude|mach|"
    r"richter|line|point|age of|resolution)\s*|[£€¥])$",
    re.IGNORECASE,
)
_HAVE = (
    r"(?:\s+(?:more|others|of them|were|was|are|is|be|been|have|had|has|still|now|already|all|got|so far))*"
)


def _told(*rows: tuple[int, str, str]) -> tuple[tuple[int, str, re.Pattern[str]], ...]:
    return tuple(
        (least, unit, re.compile(rf"{_HAVE}\s+(?:{words})\b", re.IGNORECASE)) for least, unit, words in rows
    )


#: told right behind the number, from how many on
_TOLD_AFTER = _told(
    (
        2,
        "killed",
        (
            r"shot(?! (?:down|at|and (?:wounded|hurt)))|burn(?:t|ed) alive|suffocat\w+|hacked|asphyxiated|"
            r"gassed to death|"
            r"found (?:shot|dead|hanged|murdered)|did not (?:wake|survive|live)|martyrs?|buried|drowned|"
            r"fell dead|"
            r"fell (?:in|at|on|near|to) (?:action|the|[A-Z]\w+)"
        ),
    ),
    (
        2,
        "injured",
        (
            r"stabbed|badly|seriously|gravely|critically|in (?:the |an? |its )?(?:emergency|intensive|"
            r"hospitals?|wards?|beds|critical)|on stretchers|bear wounds|"
            r"taken to (?:wards?|beds)|in (?:[A-Z]\w+['’]s? )?hospitals?|l(?:ay|"
            r"ie) in (?:[\w'’]+ )?(?:hospitals?|wards?|beds)|"
            r"for (?:gas|wounds|burns|splinters|shrapnel|(?:bullet|gunshot|knife|shrapnel) wounds)"
        ),
    ),
    (
        2,
        "detained",
        (
            r"taken (?:alive|away|in|prisoners?)|surrendered|surrender|give up|gave up|"
            r"g[ai]ve(?:n)? themselves up|caught|booked|"
            r"la(?:id|y) down (?:their )?arms|locked up|in (?:cells|his hands|its hands|their hands|irons|"
            r"chains)|"
            r"dragged (?:off|away|into)|behind bars|led (?:off|away)|held|seized|bundled into"
        ),
    ),
    (
        1000,
        "refugees",
        (
            r"across|over in|on foot|through the (?:barrier|border|gate|pass)|in the (?:caravan|camps?)|"
            r"of (?:the )?caravan|at (?:the|its) (?:border|barrier|crossing)|without papers|moved to|"
            r"on the (?:way|road|roads|move)|"
            r"swam|swim|wade[ds]?|put to flight|fleeing|out of their homes|in (?:camps|tents|temples|"
            r"schools|churches|shelters)|"
            r"slept|walked (?:over|to|into|out)|come over|came over|break out|uprooted|on its (?:slope|"
            r"soil)|into [A-Z]"
        ),
    ),
    (
        2,
        "people",
        (
            r"aboard|on board|on (?:one|a|the) (?:plane|ship|boat|bus|train|ferry)|inside|saved|rescued|"
            r"escaped?|c[oa]me out|broke out|break out|let go|freed|affected|"
            r"at risk|unhurt|surviv(?:e|ed)|lived|crawl(?:ed)?|alive|not found|got away|dug out|pulled out|"
            r"lifted (?:from|out|off)|flown (?:out|home|from|off)|taken off|brought out|bused out|"
            r"airlifted|evacuated|"
            r"told to (?:leave|go)|trapped|under (?:the )?(?:rubble|ruins|debris|snow|mud)|sealed off|"
            r"still looked for"
        ),
    ),
    (
        1000,
        "protesters",
        (
            r"in (?:the )?(?:[A-Z][\w'’]+ ){0,2}(?:[Ss]quare|Sq|streets|park|Park|Plaza)|"
            r"on (?:the )?(?:[A-Z][\w'’]+ ){0,2}(?:[Ss]quare|[Ss]treets|avenue|Avenue)|"
            r"fill (?:the )?[A-Z]\w+|shouting|marched|walked the|stood on|\((?:organi[sz]ers|police|"
            r"unions?)\)"
        ),
    ),
    (
        500,
        "troops",
        (
            r"under arms|hold out|dug in|strong|in the field|on the line|on paper|in reserve|in the trenches|"
            r"at the front"
        ),
    ),
)
#: nothing that a noun may be follows
BARE = re.compile(
    r"[\"'”’!?]*(?:\s*(?:$|[.,;:()!?–—])|\s[-–]\s|\s+(?:in|on|at|by|near|within|inside|outside|over|more|"
    r"of (?:them|whom|"
    r"these|those|theirs|ours|its|their|his|her|one)|to|from|for|with|out|off|into|back|there|here|home|up|"
    r"down|ashore|"
    r"or so|or more|or near|still|only|now|then|last|today|yesterday|overnight|tomorrow|this|had|have|has|"
    r"were|was|are|is|"
    r"will|would|could|may|and|but|or|as|while|when|whom|who|which|that|since|after|before|among|across|"
    r"another|alone|earlier|"
    r"ago|later|left|says?|said|a|the|if|without|behind|through|south|north|east|west|not|unlike)\b)"
)
#: who is taken out of a place: 'led 12,000 out'
_TAKEN_OUT = re.compile(
    r"\b(?:took|takes?|taken|led|leads?|got|gets|brought|bring|brings|pulled|pulls|flew|flies|flown|let|"
    r"lets|dug|bused|carried|moved|moves|plucked)$",
    re.IGNORECASE,
)
_OUT = re.compile(
    r"\s+(?:out(?! at)|off|home|to safety|alive|from the (?:sea|water|rubble|coast))\b", re.IGNORECASE
)
_LAST = (
    r"(?:\s+(?:of|at least|a further|another|with|out|off|home|back|in all|some|in|ashore|his|its|their))*"
)


def _leading(*rows: tuple[int, str, str]) -> tuple[tuple[int, str, re.Pattern[str]], ...]:
    return tuple(
        (least, unit, re.compile(rf"\b(?:{words}){_LAST}$", re.IGNORECASE)) for least, unit, words in rows
    )


#: told right before the number, from how many on
_TOLD_BEFORE = _leading(
    (2, "injured", r"treat(?:s|ed|ing)?"),
    (
        2,
        "killed",
        (
            r"bur(?:y|ies|ied|ying)|mourn(?:s|ed)?|shot|cost\w*(?: [\w'’]+){1,4}|lost|lose[sd]?|losing|"
            r"loss of|"
            r"claim(?:s|ed)? the lives of|(?:death|deaths|fatality) (?:toll|count|list)[^.;:]{0,40}|"
            r"toll[^.;:\d]{0,40}|"
            r"(?:the |its |their |['’]s |['’]s )dead[^.;]{0,60}|[A-Z]\w+ dead\W[^.;]{0,40}|"
            r"number (?:of (?:the )?)?(?:dead|killed|deaths)[^.;]{0,60}|"
            r"(?:bodies|corpses|graves|body count|tally|coffins|morgue)[^.;:\d]{0,40}"
        ),
    ),
    (100, "detained", r"(?:take|takes|took|taken|capture[sd]?)(?= *$)"),
    (
        2,
        "detained",
        (
            r"prisoners[^.;:\d]{0,30}|captives[^.;:\d]{0,30}|(?:took|takes|taken) (?:alive|prisoner)|"
            r"grab(?:s|bed)"
        ),
    ),
    (
        2,
        "people",
        (
            r"evacuat\w+|rescu(?:e|es|ed|ing)|ferr(?:y|ies|ied)|free[sd]?|freeing|releas\w+|airlift\w*|"
            r"(?:flew|flown|flies|lifted|took|"
            r"taken|brought|bring|bused|led|got|carried|pulled|dug|let)(?: (?:out|off|aboard|home|away))|"
            r"take off|took aboard|"
            r"carr(?:y|ies|ied)|(?:shelters?|cellars?|basements?|halls?|theatre|church|schools?) (?:holds?|"
            r"held|has|had)|(?:city|town|population) of|aboard|spring|sprang|on board"
        ),
    ),
    (
        1000,
        "refugees",
        (
            r"home to|host to|camps? (?:tops?|now)|shelter\w*|feeds?|feeding|sleeps|(?:camps?|tents|room|"
            r"beds|built|cots) for|exodus[^.;\d]{0,50}|arrivals[^.;\d]{0,50}"
        ),
    ),
    (
        1000,
        "protesters",
        (
            r"(?:march|rally|vigil|crowd|protest|demonstration)[^.;\d]{0,60}|(?:square|plaza \w+|avenue|"
            r"boulevard)\b[^.;\d]{0,30}|bring out|brought out|drew|draws|hope for|hoped for"
        ),
    ),
    (
        50,
        "troops",
        (
            r"(?:send|sends|sent(?! back)|sending|land|lands|landed|deploy\w*|mass(?:es|ed)|station\w*|"
            r"withdr\w+|bas(?:es|ed)|"
            r"airlift\w*|quarter\w*|call(?:s|ed)? up|reinforc\w+)(?: (?:in|all|last|back))?"
        ),
    ),
)
