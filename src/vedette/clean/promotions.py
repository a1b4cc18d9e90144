"""Lines that belong to the page and not to the article: links, buttons, notices, walls.

A line goes only if it is short and of a form that news sentences don't take.
"""

import re

_LINK_HEADS = (
    "also read|read also|read next|read this|read more|see also|further reading|up next|"
    "more on this(?: story)?|related(?: (?:stories|articles|news|topics|links|posts|content))?|"
    "you may also like|recommended(?: for you)?|"
    "most (?:read|popular|viewed)|watch(?: now| live)?|listen(?: now)?|in pictures|don't miss|"
    "trending(?: now)?|must read|tags?|topics?|keywords|filed under"
)
_FOREIGN_LINK_HEADS = (
    "читайте также|читайте також|lire aussi|à lire aussi|lesen sie auch|mehr zum thema|lea también|leer más|"
    "leia também|leggi anche|czytaj także|اقرأ أيضا|اقرأ أيضًا|קראו גם"
)
_BUTTONS = (
    "also read|read also|see also|related (?:stories|articles|news|topics|links|posts|content)|"
    "more on this(?: story)?|you may also like|recommended for you|most (?:read|popular|viewed)|trending now|"
    "advertisement|advertising|sponsored(?: content)?|(?:story|article) continues below(?: advertisement)?|"
    r"loading|share|comments?|\d+ comments|leave a (?:comment|reply)|listen to (?:this )?article|"
    "back to top|click here|scroll down(?: for more)?"
)
_SHARE_WORDS = (
    "this|on|via|by|with|to|the|your|article|story|page|post|friends|facebook|twitter|e-?mail|whatsapp|telegram|"
    "linkedin|x"
)
_LETTERS = "newsletters?|inbox|e-?mail|alerts|briefing|podcast|channel|telegram|whatsapp|youtube"
_NETWORKS = "facebook|twitter|instagram|telegram|linkedin|youtube|whatsapp|x|google news|channel"

#: form of the whole line, and how many words it has at most
_PROMOTIONS = tuple(
    (re.compile(pattern, re.IGNORECASE), most)
    for pattern, most in (
        (r".*\btrends now", 60),
        (rf"\W*(?:{_LINK_HEADS})\s*(?::|[-–—>»|]{{1,2}}(?=\s)).*", 40),
        (rf"(?:{_FOREIGN_LINK_HEADS})\s*[:：].*", 40),
        (rf"\W*(?:{_BUTTONS})\W*", 8),
        (rf"\W*(?:share|tweet|pin|e-?mail|print|save|bookmark)(?: (?:{_SHARE_WORDS}))+\W*", 12),
        (rf"\W*(?:(?:please|to) )?(?:sign up|subscribe)\b.*\b(?:{_LETTERS})\b.*", 40),
        (
            r"\W*(?:sign up|subscribe|log in|sign in)(?: (?:now|here|today|for free|to our|for our)\b.*)?\W*",
            12,
        ),
        (rf"\W*(?:follow|like|join|find|add) (?:us|our|me)\b.*\b(?:{_NETWORKS})\b.*", 25),
        (r"\W*(?:we|(?:this|our) (?:web)?site|by (?:clicking|continuing|using))\b.*\bcookies\b.*", 70),
        (r"\W*(?:accept|manage|reject) (?:all )?cookies\W*", 6),
        (r"\W*(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|\d{4}|notice)).*", 50),
        (r".*\ball rights reserved\b.*", 50),
        (r".*\bmay not be (?:published|reproduced|copied)\b.*\b(?:redistributed|permission|consent)\b.*", 60),
    )
)
# links to the pages before and after: in capitals, and no sentence
_NEIGHBOURS = re.compile(r"(?:PREV|PREVIOUS|NEXT)[ :»«>]+.*(?:[^.!?]|\.\.+)")

_ASKED = r"(?:please )?(?:subscribe|sign (?:in|up)|log in|register)\b.{0,60}\b"
_WALL = re.compile(
    r"\W*(?:(?:read|show|see|load) more|continue(?: reading)?|read (?:the )?(?:full|whole|rest)(?: \w+){0,3}|"
    rf"(?:{_ASKED})?to (?:continue|keep) reading.{{0,60}}|"
    rf"{_ASKED}to (?:read|unlock|access|view) (?:this|the (?:full|rest)|full|all|more|our)\b.{{0,60}}|"
    r"this (?:article|content|story) is (?:\w+ )?(?:only )?(?:available )?(?:for|to|reserved for) (?:\w+ )?"
    r"(?:subscribers|members)\b.{0,60}|already a (?:subscriber|member)\b.{0,60}|\[?\+\d+ chars\]?)\W*",
    re.IGNORECASE,
)


def is_promotion(line: str) -> bool:
    """Tell whether the line is a link, a button or a notice of the page around the article."""
    words = len(line.split())
    return bool(words <= 60 and _NEIGHBOURS.fullmatch(line)) or any(
        words <= most and pattern.fullmatch(line) for pattern, most in _PROMOTIONS
    )


def is_wall(line: str) -> bool:
    """Tell whether the line says that there is more of the article elsewhere ('Read more')."""
    return _WALL.fullmatch(line) is not None
