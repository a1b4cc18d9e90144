"""Who gives a figure, where the words are those of counting and not of speech: 'Kyiv counts 85,000'."""

import re
from collections.abc import Iterator

from vedette.read.amounts import REACH
from vedette.types import Span

_NAME = r"\w[\w.'’-]*"
_WHO = rf"(?P<who>(?:{_NAME}\s+){{0,7}}?{_NAME})(?:,[^,;]{{3,60}},)?"
_VERB = (
    r"(?:(?:has|have|had|now|also|later|since|only|itself|would|will|can|could|may)\s+)*(?:counts?|counted|estimates?|"
    r"estimated|detects?|"
    r"detected|lists?|listed|records?|recorded|admits?|admitted|acknowledges?|acknowledged|"
    r"(?:speaks?|spoke|talks?|talked|boasts?|boasted|knows|knew)\s+of|registers?|registered|"
    r"concedes?|conceded|expects?|expected|foresees?|foresaw|forecasts?|mentions?|mentioned|discloses?|disclosed|"
    r"names?|named|tall(?:y|ies|ied)|reports?|reported|confirms?|confirmed|found|reckons?|reckoned|"
    r"(?<!marines )(?<!rulers )(?<!police )(?<!army )(?<!troops )(?<!soldiers )finds?|"
    r"logs?|logged|verif(?:y|ies|ied)|documents|documented|(?:owns?|owned|admits?|admitted|sticks?|stuck) to|"
    r"(?:tells?|told|hears?|heard|warns?|warned|brags?|bragged) of|believes? in|believed in|reckons? with|"
    r"calculates?|calculated|assess(?:es|ed)|guess(?:es|ed)?|announces|announced|grants|granted|"
    r"tots up|totted up|reveals?|revealed|(?:makes?|made)\s+(?:it|that|them)|allows|"
    r"allowed(?=\s[^;:,]{0,30}\b(?:dead|deaths|killed|losses)\b)|"
    r"(?:revises?|revised|corrects?|corrected|cuts?)(?=\s[^;:]{0,30}\b(?:toll|deaths|dead|losses|figures?|count|estimate)\b)|"
    r"puts?(?=\s[^;:]{1,60}\s(?:at|above|below|over|under|near|between)\b)|"
    r"g(?:ives?|ave)(?=\s[^;:]{1,40}\s(?:as|at|dead|killed)\b)|"
    r"boasts?|boasted|brags?|bragged|"
    r"fears?|feared|mourns?|mourned|(?:comes? to|came to|arriv(?:es|ed) at)(?=\s[^,;:]{0,30}$)|"
    r"credit(?:s|ed)(?=\s[^;:]{1,40}\swith\b)|"
    r"(?:saw|sees?|watched|found)(?=\s[^;:,]{0,40}\b(?:bodies|corpses|dead|graves|coffins)\b)|"
    r"(?:shows?|showed|publish(?:es|ed)|releas(?:es|ed))\s+"
    r"(?:the\s+)?(?:images|pictures|photographs|names|a list|lists) of|"
    r"(?:has|have|had)\s+(?:the names|a list|lists) of|"
    r"rais(?:es|ed)(?=\s[^;:]{0,30}\btoll\b)|lowers?(?=\s[^;:]{0,30}\btoll\b)|claims?|claimed)"
)
#: at the head of its part of the sentence: 'Kyiv counts', 'the Red Cross has put the toll at'
_COUNTS = re.compile(
    rf"^(?:[-–•*]\s+)?(?:(?:and|but|while|though|whereas|meanwhile,?)\s+|(?:as|when|on|in|after)\s[^,;:]{{3,60}},\s+|"
    rf"by\s+(?:midnight|noon|midday|then|dawn|dusk|evening|nightfall|morning|"
    r"[A-Z]\w+day|[A-Z]\w+day \w+),?\s+)?"
    rf"{_WHO}\s+{_VERB}\b",
    re.IGNORECASE,
)
#: "the union's figure was", "Lome's own count stood at"
_FIGURE_WAS = re.compile(
    rf"^(?:(?:and|but|while|though|whereas)\s+)?(?P<who>(?:{_NAME}\s+){{0,5}}?[\w.-]+)(?:['’]s|(?<=s)['’])\s+"
    r"(?:own\s+|latest\s+|official\s+|first\s+)*(?:figure|count|tally|estimate|number)\s+(?:for\s[^,;:]{2,30}\s)?"
    r"(?:is|was|stands at|stood at|comes to|came to|runs to|ran to|rose to|"
    r"has risen to|reached|has reached)\s+"
    r"[^,;:]{0,30}$",
    re.IGNORECASE,
)
#: 'Accra hospital has 16 dead': who keeps count has no dead of their own
_HAS_DEAD = re.compile(
    rf"^(?:(?:and|but|while|though|whereas|by\s[^,;:]{{2,20}},)\s+)?(?P<who>(?:{_NAME}\s+){{0,6}}?(?:{_NAME}['’]s?\s+)?"
    r"(?:hospitals?|clinics?|morgues?|mortuary|mortuaries|police|ministry|ministries|agency|medics|doctors|council|"
    r"commission|committee|monitors?|observatory|coroner|prefecture|officials?|authorities|office|papers?|"
    r"newspapers?|communiqu[eé]|bulletin|lists?|registers?|army|radio|television|tv|bureau|spokes\w+|service|"
    r"(?-i:[A-Z]{{3,}}))(?:\s+in\s+(?-i:[A-Z])[\w’'-]+|,\s+in\s+[\w’'-]+,)?(?:\s+alone)?)\s+(?:has|have|had)\s+"
    r"(?:(?:about|around|some|nearly|almost|over|at least|up to|(?:more|fewer) than|only|but)\s+|[\"“])*$",
    re.IGNORECASE,
)
_DEAD = re.compile(
    r"[\"”]?\s+(?:\w+\s+){0,2}?(?:dead|killed|slain|wounded|hurt|injured|missing|corpses|bodies)\b",
    re.IGNORECASE,
)
#: who has a number without a noun or a list of names: 'the opposition has 1,200', 'a lawyer has a list of 66'
_HAS = re.compile(
    rf"^(?:(?:and|but|while|though|whereas)\s+)?{_WHO}\s+(?:has|had|saw|sees)\s+"
    r"(?:(?:a list|lists|the names|names) of\s+)?"
    r"(?:(?:about|around|some|nearly|almost|over|at least|at most|up to|(?:no )?(?:more|fewer|less) than|"
    r"only|but|barely)\s+|[\"“])*$",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(r"[\"”]?\s*(?:$|[.,;)]|(?:and|dead|killed|arrested|wounded|hurt|at|in|on)\b)")
_CITED = re.compile(r",\s+(?:citing|quoting)\s+(?P<who>[^,;:]{3,60}),")
#: what ends a phrase for those who count
_SOURCE = (
    r"(?:officials?|officers?|office|ministry|ministries|minister|police|army|navy|monitors?|rebels?|opposition|residents|"
    r"witnesses|activists|bloggers|doctors?|medics|diplomats|hospitals?|unions?|organi[sz]ers|agency|agencies|"
    r"government|spokes\w+|television|TV|radio|papers?|reporters?|workers?|militias?|separatists|party|lawyers?|"
    r"leaders?|commanders?|governor|mayor|monk|priest|bishop|factions|groups?|colonel|general|group|prefecture|"
    r"junta|court|coroner|morgue|clinic|nurse|surgeon|survivors?|coordinators|committee|commission|council|"
    r"network|association|observatory|coast ?guard|couriers|consul|ambassador|embassy|headquarters|villagers|"
    r"volunteers|guerrillas|insurgents|aides?|clergy|centre|center|Organi[sz]ation|Crescent|Cross)"
)
#: a name, or a phrase that ends with those who count: 'Kyiv', 'the interior ministry', 'Russian bloggers'
_OTHER = rf"(?:the\s+)?(?P<who>(?-i:[A-Z]){_NAME}|(?:(?:an?|the|its|one)\s+)?(?:{_NAME}\s+){{0,4}}?{_SOURCE})"
#: 'Moscow counts nine jets, Kyiv four'; 'residents spoke of hundreds and the ministry of 43'
_GAPPED = re.compile(
    rf"\b(?:{_VERB}|says?|said|(?P<act>shelters?|took in|lost|shot down|downed))\b"
    rf"(?P<first>[^;:]{{3,120}}?),?\s+(?:and\s+|but\s+|while\s+)?{_OTHER}"
    r"(?:,[^,;]{3,60},)?\s+(?:only\s+|(?:said\s+)?(?:that\s+)?(?:there\s+(?:were|are)|(?:the\s+)?(?:number|it)\s+(?:is|was)|they\s+(?:were|are))\s+|"
    r"(?:of|names?d?|finds?|found|says?|said|puts? it at|at)\s+)?[\"“]?$",
)
#: 'X says 40; the organisers, half a million', 'Ministry: 65 dead'; a name alone may be where
_COMMA_GAP = re.compile(
    rf"(?:(?:[;.]\s+|,\s+and\s+|,\s+but\s+|,\s+while\s+){_OTHER}\s*,\s+(?:\w+ing\s[^,;:]{{2,40}},\s+)?|"
    rf"(?:[;.,]\s+|^)(?P<of>(?:(?:the|an?|one|its)\s+)?(?:{_NAME}\s+){{0,4}}?{_SOURCE})\s*:\s+)"
    r"(?:only\s+|about\s+|some\s+|at least\s+|nearly\s+|over\s+|more than\s+|fewer than\s+)?[\"“‘']?$"
)
_ENDS_SOURCE = re.compile(rf"\b{_SOURCE}\s*[,:]", re.IGNORECASE)
#: somebody says something
_TOLD = re.compile(
    r"\b(?:says?|said|counts?|counted|claims?|claimed|puts?|lists?|listed|admits?|admitted|according|reports?|reported|"
    r"speaks?|spoke|reckons?|estimates?|estimated|gives?|gave)\b|\bby\s",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens?|"
    r"scores|hundreds?|thousands?|millions?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: 'Chinese troops, put by Delhi at 20,000'; 'toll put at 101 by police'
_PUT_BY = re.compile(
    r"\b(?:put|estimated|counted|given|reckoned)\s+by\s+(?P<who>[\w.'’ -]{2,50}?)\s+at\s+[^,;:]{0,60}$",
    re.IGNORECASE,
)
_BY = re.compile(r"\s+by\s+(?P<who>[\w.'’ -]{2,40}?)(?=[,.;]|$)", re.IGNORECASE)
_PUT_AT = re.compile(r"\bput\s+at\s+(?:[\w\s]{0,20})$", re.IGNORECASE)
#: 'the dead, whom diplomats put at 40', 'a figure which the UN puts at 160,000'
_WHICH_PUT = re.compile(
    rf"\b(?:which|whom|that)\s+(?P<who>(?:{_NAME}\s+){{0,6}}{_NAME})(?:,[^,;]{{3,80}},)?\s+(?:(?:has|have|had)\s+)?puts?\s+(?:\w+\s+)?at\s+[^,;:]{{0,30}}$",
    re.IGNORECASE,
)
#: 'up to 31,500, at which the agency puts it'
_AT_WHICH = re.compile(
    rf"[^,;:]{{0,25}},?\s+(?:at\s+which|which\s+is\s+where)\s+(?P<who>(?:{_NAME}\s+){{0,5}}?{_NAME})\s+(?:(?:has|had|have)\s+)?put",
    re.IGNORECASE,
)
_COUNT = (
    r"(?:counts?|tall(?:y|ies)|estimates?|reckoning|figures|accounts?|telling|records|admission|"
    r"communiqu[eé]|bulletin|lists?|rolls?|roll-call|manifest|arithmetic|reading|sums|logs?|logbooks?|books|"
    r"registers?|ledgers?|data|statistics|calculations?|claim|version|survey)"
)
#: '514 dead by the monitor's count', 'by American estimates', 'a tally by AFP shows', 'in his telling'
_COUNT_OF = re.compile(
    rf"(?:\b(?:by|(?:in|on)(?=\s[\w.’'-]{{1,20}}(?:\s[\w.-]{{1,20}}){{0,4}}['’]|\s[A-Z][a-z]+(?:an|ish|ese|ch|i)\s|\s(?:his|her|its|their)\s))\s+"
    rf"(?P<his>[\w.'’ -]{{2,50}}?)(?:['’]s?)?\s+"
    rf"(?:own\s+|first\s+|latest\s+|daily\s+)*{_COUNT}\b(?!\s+of\b)"
    rf"|\b(?:by|in)\s+the\s+(?:{_COUNT}|words)\s+of\s+(?P<of>[\w.'’ -]{{2,50}}?)"
    r"(?=[,.;\"”]|$|\s+(?:and|had|has|have|was|were|is|are)\b)"
    r"|\b(?:tally|count|estimate)\s+by\s+(?P<who>[\w.'’ -]{2,40}?)(?=\s+(?:shows?|says?|put)|[,.;]|$))",
    re.IGNORECASE,
)
#: 'and, by the count of the ministry, 38 were held': of the figure behind
_OF_NEXT = re.compile(
    r",\s+(?:(?:only|some|about|around|as many as|up to|at least|at most|nearly|"
    r"almost|over|more than|fewer than)\s+)?"
    r"(?:\d|(?:two|three|four|five|six|seven|eight|nine|ten|a dozen|dozens|scores|hundreds|thousands)\b)",
    re.IGNORECASE,
)
#: behind it somebody else speaks, of another number: 'by its own count, but a doctor says'
_OTHERWISE = re.compile(r",\s+(?:but|while|whereas|though|although)\s", re.IGNORECASE)
#: whose count it is stands at the head: 'Iraq, by its own tally, lost 40'
_OWN_COUNT = re.compile(
    rf"(?:^|[,;]\s+)(?:(?:and|but|while|though|whereas)\s+)?(?P<who>(?:{_NAME}\s+){{0,7}}?{_NAME}),\s+(?:which\s+|who\s+)?(?:by|in|on)\s+"
    rf"(?:his|her|its|their)\s+(?:own\s+|first\s+|latest\s+|daily\s+)*{_COUNT}\b",
    re.IGNORECASE,
)
#: 'the army, which saw 117 launched', 'the police, who a week earlier had seen 240,000'
_RELATIVE = re.compile(
    rf"(?:^|[;,:]\s+|\b(?:and|but|while|whereas|though|to|said|says|by|which|that)\s+)(?:(?:and|but|while|whereas)\s+)?(?P<who>(?:{_NAME}\s+){{0,5}}?{_NAME}),\s+"
    rf"(?:which|who)\s+(?:\w+\s+){{0,4}}?(?:{_VERB}|says?(?:\s+that)?|said(?:\s+that)?|added|adds|saw|seen|stopped)\b(?P<rest>[^;:]{{0,90}})$",
    re.IGNORECASE,
)
#: 'Homs, whose clinic counts 42'
_WHOSE = re.compile(
    rf",\s+whose\s+(?P<who>(?:{_NAME}\s+){{0,3}}?{_NAME})\s+{_VERB}\b[^,;:]{{0,40}}$", re.IGNORECASE
)
#: put in before the figure: 'Of 84 missiles, the air force said, 43 were shot down'
_PUT_IN = re.compile(
    r",\s+(?:(?P<who>(?!(?:and|but|which|who|that|he|she|they|it)\b)[\w.'’-]+(?:\s+[\w.'’-]+){0,6}?)\s+"
    r"(?:said|says?|reported|announced|added|insisted|believes?|reckons?)"
    r"|(?:said|says?|reckoned|complained|announced)\s+(?P<of>[^,;:]{3,50}?)(?:,[^,;:]{3,60})?),\s+[^;:]{0,90}$",
    re.IGNORECASE,
)
#: the same with any verb of telling: ', MSF's six surveys suggest,', ', Jibril told the guests,'
_PUT_IN_TOO = re.compile(
    r",\s+(?P<who>(?!(?:and|but|which|who|whom|that|he|she|they|it|as|of|by|in|on|at|with|from|for|to|under|after|before|when|where|while)\b)"
    r"[A-Za-z][\w.'’-]*(?:\s+[\w.'’-]+){0,6}?)(?<!['’]s)(?<!s['’])\s+"
    r"(?:(?:now|also|later|had|has|have)\s+)*(?:suggests?|suggested|told\s[^,;:]{2,30}|admits?|admitted|concedes?|conceded|confide[sd]?|"
    r"estimates?|estimated|alleges?|alleged|claims?|claimed|maintains?|maintained|acknowledges?|acknowledged|"
    r"thinks?|thought|fears?|feared|believed|found|finds|counts?|counted|disclose[sd]|promises|promised|shows?|"
    r"hears?|heard|learn(?:s|t|ed)|cabled|grants?|granted|joked|noted|recalled|declared|confirms?|confirmed)"
    r",\s+[^;:]{0,90}$",
    re.IGNORECASE,
)
_WHOSE_COUNT = re.compile(rf"(?:['’]s?)?\s+(?:own\s+|first\s+|latest\s+|daily\s+)*{_COUNT}\b", re.IGNORECASE)
_BY_ITS = re.compile(r"\b(?:by|in|on)\s+$", re.IGNORECASE)
#: a count is of a figure no farther than so many code points
_NEAR = 60
#: 'Iraq, according to the Red Cross, has registered 19,284'
_BY_WHOM = re.compile(
    r",\s+(?:according to|in the words of)\s+(?P<who>[^,;:]{3,50}),\s+[^,;:]{0,80}$", re.IGNORECASE
)
#: after the figure in its own part of the sentence: ', a US official said; ...'
_SAID = re.compile(
    r"(?<!\band)(?<!\bbut)(?<!\bwhich)(?<!\bwhom),\s+(?P<who>(?!(?:and|but|which|who|that|including|some|most|as)\b)[\w.'’-]+(?:\s+[\w.'’-]+){0,9}?)\s+"
    r"(?:said|says?|told|tells?|reported|announced|revealed|conclude[sd]?|counted|show(?:s|ed)?|admits?|"
    r"writes?|wrote|added)\b",
    re.IGNORECASE,
)
#: all verbs of telling, where what follows shows that it is put in: ', Armitage hints;', ', an aide confided'
_TELLS = (
    r"(?:(?:ha[ds]|have|now|also|later|then|still|would|could)\s+)*(?:acknowledge[sd]?|admit(?:s|ted)?|concede[sd]?|confide[sd]?|"
    r"disclose[sd]?|confirm(?:s|ed)?|believe[sd]?|thinks?|thought|reckon(?:s|ed)?|estimate[sd]?|allege[sd]?|"
    r"claim(?:s|ed)?|insist(?:s|ed)?|maintain(?:s|ed)?|suggest(?:s|ed)?|hint(?:s|ed)?|note[sd]?|recall(?:s|ed)?|"
    r"cable[sd]?|telegraph(?:s|ed)|wire[sd]|radioe?[sd]|signal(?:s|led)|learn(?:s|t|ed)|underst(?:ands|ood)|f(?:inds|ound)|"
    r"heard?|hears|tweet(?:s|ed)?|post(?:s|ed)|brag(?:s|ged)?|boast(?:s|ed)?|mutter(?:s|ed)|sigh(?:s|ed)|joke[sd]|"
    r"complain(?:s|ed)?|warn(?:s|ed)?|announce[sd]?|declare[sd]?|state[sd]|testif(?:y|ies|ied)|count(?:s|ed)?|"
    r"calculate[sd]?|ha(?:s|ve|d) it|let drop|lets? slip|recount(?:s|ed)|grant(?:s|ed)?|allow(?:s|ed)?|"
    r"aver(?:s|red)|assert(?:s|ed)?|contend(?:s|ed)?|swears?|swore|vouch(?:es|ed)?|promise[sd]?|tell|told|verif(?:y|ies|ied)|correct(?:s|ed)|fear(?:s|ed)?|"
    r"quip(?:s|ped)|shrug(?:s|ged)|explain(?:s|ed)?|repeat(?:s|ed)?|reports?|records?|documents|documented|lists?)"
)
_CONFIDED = re.compile(
    r"(?<!\band)(?<!\bbut)(?<!\bwhich)(?<!\bwhom),\s+(?P<who>(?!(?:and|out|not|no|all|only|none|but|which|who|that|including|some|most|as|of|by|in|on|at|with|from|for|to|under|about|while|after|"
    r"before|when|where|though|then|he|she|it|they|two|three|four|five|six|seven|eight|nine|ten)\b)"
    rf"[A-Za-z][\w.'’-]*(?:\s+[\w.'’-]+){{0,7}}?)(?<!['’]s)(?<!s['’])\s+{_TELLS}"
    r"(?=\s*(?:[.,;]|$)|\s+(?:on|to|by\s+(?:tele)?(?:phone|radio|gram|letter)|late|early|yesterday|today|last|later|afterwards|reporters|from)\b|\s+\w+day\b)",
    re.IGNORECASE,
)
#: ', says Boinnet, 28 hurt'
_SAYS_WHO = re.compile(
    r"(?<!\band)(?<!\bbut)(?<!\bwhich)(?<!\bwhom)[,\"”]\s+(?:says?|said|claims?|claimed|sighed|joked|announce[sd]|insist(?:s|ed)|admits|admitted|report(?:s|ed)|"
    r"warn(?:s|ed)|told|boast(?:s|ed)|estimate[sd]|reckon(?:s|ed))\s+"
    r"(?P<who>(?!(?:that|it|there|he|she|they)\b)[A-Za-z][\w.'’+&-]*(?:\s+[\w.'’+&-]+){0,5}?)"
    r"(?=[,.;]|$|\s+(?:on|in|at|to|of|after|who|as|for)\b)"
)
_ACCORDING = re.compile(r"\b(?:according to|in the words of)\b", re.IGNORECASE)
_PART_END = re.compile(r";\s|:\s|,\s(?=(?:while|whereas)\b)")
_PRONOUN = re.compile(
    r"(?:he|she|it|they|we|i|who|which|that|there|this|one|some|many|none|an?|the|its|his|their|all)",
    re.IGNORECASE,
)
#: of nobody who counts: the thing counted, or a word of time
_NOBODY = re.compile(
    r"\b(?:transcript|document|headline|alert|pictures?|images?|toll|dead|soldiers|troops|people|killed|attacks?|bomb\w*|explosion|raid|strike|shelling|"
    r"clashes|\d+|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday|when|after|as|if|to|will|could|was|were|had|has|have|ago|own)\b",
    re.IGNORECASE,
)


def counter(text: str, first: int, last: int, *, bare: bool = False) -> Span | None:
    """Return the words that name who counts the figure at [first, last), None if no such words do.

    `bare` says that no noun follows the number: 'the opposition has 1,200' speaks of a count, 'has 1,200
    tanks' of tanks. Only words of counting, and of saying within the figure's own part of the sentence, are
    looked for: a part ends with ';' or ':'. What a whole sentence says is speech and found elsewhere.
    """
    begin = max(0, first - REACH)
    breaks = list(_PART_END.finditer(text, begin, first))
    start = breaks[-1].end() if breaks else text.rfind(" ", 0, begin + 1) + 1
    stop = _PART_END.search(text, last, last + REACH)
    end = stop.start() if stop else min(len(text), last + REACH)
    givers = (
        *_told(text, start, first, last, end),
        *_counting(text, start, first, last, end),
        *_at_head(text, start, first, last, bare=bare),
        *_saying(text, start, first, last, end),
    )
    return next((span for giver in givers if (span := _span(text, *giver))), None)


def _told(text: str, start: int, first: int, last: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield who puts the number, by words around it: 'put by Delhi at', 'Kyiv counts 22, Moscow 4'."""
    before, after = text[start:first], text[last:end]
    for pattern in (_PUT_BY, _WHICH_PUT, _RELATIVE, _WHOSE):
        if found := pattern.search(before):
            yield _at(found, start)
    if _PUT_AT.search(before) and (found := _BY.match(after)):
        yield _at(found, last)
    if found := _AT_WHICH.match(after):
        yield _at(found, last)
    other = _gap(text, first)
    if other and not other["act"]:
        yield other.span("who")
    found = _COMMA_GAP.search(text, max(0, first - _NEAR), first)
    if found and (_ENDS_SOURCE.search(found[0]) or _TOLD.search(text, max(0, first - REACH), found.start())):
        yield _at(found, 0)
    if found := _BY_WHOM.search(before):
        yield _at(found, start)


def _counting(text: str, start: int, first: int, last: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield whose count it is said to be: 'by Israel's count', 'Iraq, by its own tally'."""
    before, after = text[start:first], text[last:end]
    for found in _COUNT_OF.finditer(after, 0, _NEAR):
        if not _OF_NEXT.match(after, found.end()):
            yield _at(found, last)
    own = _OWN_COUNT.search(before)
    if own and not (own.start() and _NUMBER.search(before, own.end())):
        yield _at(own, start)
    for found in _COUNT_OF.finditer(before):
        rest = before[found.end() :]
        if (
            not _NUMBER.search(rest)
            and ", and " not in rest
            and not _PUT_IN.search(rest)
            and not _OTHERWISE.search(rest)
        ):
            yield _at(found, start)


def _at_head(text: str, start: int, first: int, last: int, *, bare: bool) -> Iterator[tuple[int, int]]:
    """Yield who counts at the head of the clause or part: 'Kyiv counts 9 jets, Minsk speaks of 4'."""
    if figure := _FIGURE_WAS.match(text[start:first]):
        yield _at(figure, start)
    comma = text.rfind(", ", start, first)
    for begin in (comma + 2 if comma >= 0 else start, start):
        found = _COUNTS.match(text[begin:first])
        if found is None and bare and _NO_NOUN.match(text, last):
            found = _HAS.match(text[begin:first])
        if found is None and (_DEAD.match(text, last - 1) or _DEAD.search(text[first:last]) or bare):
            found = _HAS_DEAD.match(text[begin:first])
        if found:
            cited = _CITED.match(text, begin + found.end("who"))
            yield cited.span("who") if cited else _at(found, begin)


def _saying(text: str, start: int, first: int, last: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield who says it after the figure in its own part, or is put in before it."""
    found = _SAID.search(text[last:end])
    if found and not _ACCORDING.search(text[last:end]):
        yield _at(found, last)
    if not _ACCORDING.search(text[last:end]) and (found := _CONFIDED.search(text[last:end])):
        yield _at(found, last)
    if found := _PUT_IN.search(text[start:first]):
        yield _at(found, start)
    if found := _PUT_IN_TOO.search(text[start:first]):
        yield _at(found, start)


def _at(found: re.Match[str], start: int) -> tuple[int, int]:
    """Return where the named words of a match lie, in a text that begins at `start`."""
    name = next(name for name in ("who", "his", "of", "its") if name in found.re.groupindex and found[name])
    return start + found.start(name), start + found.end(name)


def gapped(text: str, first: int) -> Span | None:
    """Return who gives the figure at `first` where the verb is understood: 'Kyiv lists 22, Moscow four'."""
    found = _gap(text, first)
    return _span(text, *found.span("who")) if found else None


def is_count(text: str, giver: Span) -> bool:
    """Whether it is said in so many words that the giver counts: 'by Israel's count'."""
    by = _BY_ITS.search(text, max(0, giver.start - 4), giver.start)
    return bool(by and _WHOSE_COUNT.match(text, giver.end))


def _gap(text: str, first: int) -> re.Match[str] | None:
    found = _GAPPED.search(text, max(0, first - REACH), first)
    return found if found and _NUMBER.search(_YEAR.sub("", found["first"])) else None


#: who signs a headline, behind a dash or in brackets: ' - Caritas', '(Houthi health office)', ', per Kabul'
_SIGNED = re.compile(
    r"(?:\s(?:[-–—―~]{1,2}|/)\s@?(?P<who>(?:the\s+)?[\w.&'’+-]+(?:\s+[\w.&'’+-]+){0,4})|"
    r",?\s+(?:per|via)\s+(?P<of>[A-Z][\w.&'’-]+(?:\s+[\w.&'’-]+){0,3})|"
    r"\s\((?P<his>[A-Za-z][\w.&'’-]*(?:\s+[\w.&'’-]+){0,4})(?:,[^()]{1,30})?\)|"
    r":\s(?P<its>(?:an?\s+|the\s+)?(?:[\w.'’-]+\s+){0,3}?(?:general|minister|ministry|officials?|police|army|sources?|spokes\w+|"
    r"governor|mayor|president|PM|monitors?|doctors?|medics|hospitals?|witness(?:es)?|residents|activists|union|"
    r"report|media|agency)))\s*\.?$"
)
_NO_SIGN = re.compile(
    r"\d|\b(?:is|are|was|were|has|have|had|will|would|says?|said|dead|killed|hurt|wounded|down|missing|all|most|many|"
    r"some|perhaps|maybe|almost|about|up|old|new|more|less|in|on|at|for|to|from|with|and|plus|including|pictures?|"
    r"video|photos?|live|update|analysis|exclusive|what|why|how|who|when|we|fears?|vows?|warns?|denies|seeks?|wants?|"
    r"eyes|faces?|calls?|asks?|sends?|row|day|person|head)\b",
    re.IGNORECASE,
)


def signed(text: str, last: int) -> Span | None:
    """Return who signs a headline behind a figure that ends at `last`, None if nobody does."""
    found = _SIGNED.search(text, last)
    if found is None:
        return None
    start, end = _at(found, 0)
    if _NO_SIGN.search(text, start, end):
        return None
    return _span(text, start, end)


def says_who(text: str, last: int) -> Span | None:
    """Return who is said to tell of a figure that ends at `last`, the verb first: ', says Boinnet'."""
    end = _PART_END.search(text, last)
    found = _SAYS_WHO.search(text, last, end.start() if end else len(text))
    return _span(text, *_at(found, 0)) if found and not _ACCORDING.search(text, last) else None


#: of what the sentence before says: 'So says Asmara', 'Kokoity says so', 'That is what the institute reckons'
_SO = re.compile(
    r"[\"”\s]*(?:(?:So|Thus|This),?\s+(?:at\s+least\s+)?(?:says?|said|claims?|claimed|reckons?|reports?|reported|writes?|wrote)\s+"
    r"(?P<who>[^,.;:]{2,60})|(?P<of>[^,.;:]{2,50})\s+(?:says?|said|claims?|claimed)\s+so\b|"
    r"(?:That|This|Such)(?:,[^,]{2,30},)?\s+(?:is|was)\s+(?:what|the\s+(?:figure|number|count|word))\s+"
    r"(?P<his>[^,.;:]{2,60}?)\s+(?:says?|said|reckons?|reckoned|claims?|claimed|gives?|gave|reports?|reported|has|puts?|told)\b)"
)


def so_says(text: str, start: int) -> Span | None:
    """Return who is said to have said what stands before `start`: 'So says Asmara'."""
    found = _SO.match(text, start)
    return _span(text, *_at(found, 0)) if found else None


#: not of their name: 'said the army's spokesman', 'half a million and a reporter'
_LEADS = re.compile(
    r"(?:said|says|by|that|which|and|but|of)\s+|(?:[\w.,]+\s+){0,3}?(?:\d[\d.,]*|hundred|thousand|million|dozen)\s+and\s+"
)
_WHO_DID = re.compile(r"\s+(?:who|there)\b")


def _span(text: str, start: int, end: int) -> Span | None:
    if clause := _WHO_DID.search(text, start, end):  # 'a doctor who asked not to be named'
        end = clause.start()
    while lead := _LEADS.match(text, start, end):
        start = lead.end()
    said = text[start:end]
    if _PRONOUN.fullmatch(said) or _NOBODY.search(said):
        return None
    return Span(start=start, end=end)
