"""The rules a computed statement names, each in one or two sentences a reader can check."""

from types import MappingProxyType

RULES = MappingProxyType(
    {
        "onset": "Onset is what the problem's definition says, and nothing else; low-level violence that "
        "was there before is named apart and never counts.",
        "probability": "The probability is the posterior mass of the onset hypotheses within the horizon. "
        "The word follows from the median by the table of ICD 203; the band holds 90 % of the outcomes "
        "of uncertain priors and likelihoods.",
        "levels": "Levels are entered at 2, 10, 30 and 60 % and left at 1, 5, 15 and 30 %, each with "
        "conditions on the evidence; they rise at once, fall one step in 14 days at most, and never on "
        "statements alone. A level that today's evidence would not enter is also left where the probability "
        "is no more than a tenth above that with no evidence. Level 5 needs the onset rule met; after 180 "
        "days it is judged afresh.",
        "confidence": "Confidence grades what the judgement rests on: independent families, kinds of "
        "access, the width of the band, contradictions, coverage, and whether one outlet carries it.",
        "change": "Each bulletin is held against the one before it: level, probability and the state of "
        "every indicator.",
        "hypotheses": "Each hypothesis starts from its prior; one likelihood ratio per indicator state "
        "moves it, never one per report. Within a group the strongest counts in full, then a half, a "
        "quarter.",
        "states": "An indicator is observed, contradicted, absent, unknown or expired. It is absent only "
        "where coverage is live and a detection rate is stated; otherwise silence is unknown and counts "
        "for nothing.",
        "independence": "Copies and claims of one origin are one family and share one weight.",
        "ledger": "Figures are compared only where unit, kind, whom, scope and place are the same.",
        "coverage": "Silence is stated: what was read, what could not be read, and since when nothing came. "
        "A level is stale, and held, where nothing new came, where most of the week is unread, and where the "
        "outlets that carried half of the newest evidence are silent longer than four of their usual gaps.",
        "fragility": "Every outlet is left out in turn; those without which the level would differ are "
        "named.",
        "movers": "Each unseen indicator is set to observed in turn and the probability worked out anew. "
        "The level given is what that probability alone would allow.",
        "expiry": "Evidence lapses after its indicator's expiry, and a bulletin lapses unless renewed.",
        "dissent": "Whoever holds another view may have it stored with name and day. It stands in the "
        "bulletins on the problem for as long as the horizon of the judgement it contradicts, and changes no "
        "number.",
        "signature": "An actual bulletin goes out only when a person answers for it by name. Drafts and "
        "exercises need nobody's.",
        "resolution": "Places are given no finer than 5 km and times of events no finer than a day.",
    }
)
