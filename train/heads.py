"""What the heads of the reader model give: label lists, token shapes, pair markers.

Training and inference share this module, so that they can't drift apart.
"""

from collections.abc import Sequence

from vedette.types import Kind, Modality

KINDS: tuple[str, ...] = tuple(Kind)
MODALITIES: tuple[str, ...] = tuple(Modality)
MENTIONS = ("actor", "organisation", "person", "place", "materiel")
SPEECH = ("source", "cue", "content")
MENTION_TAGS = ("O", *(f"{part}-{name}" for name in MENTIONS for part in "BI"))
SPEECH_TAGS = ("O", *(f"{part}-{name}" for name in SPEECH for part in "BI"))
#: The first token of a trigger carries its kind, further ones 'I'.
TRIGGER_TAGS = ("O", *KINDS, "I")
#: PLV has CONCEDE and RETREAT as one root.
PAIR_KINDS = (*KINDS, "YIELD", "none")
INDICATORS = (
    *("S1", "S2", "S3"),
    *("F1", "F2", "F3", "F4", "F5", "F6", "F7", "U1", "C1"),
    *("D1", "D2", "D3", "D4", "D5"),
    *("P1", "P2", "P3", "P4", "H1", "H2", "H3"),
    *("X1", "X2", "X3", "X4", "O1", "O2", "O3"),
)

#: Words of the vocabulary that no text uses: they mark the two parties of a pair.
ACTOR_MARKS = ("[unused1]", "[unused2]")
RECIPIENT_MARKS = ("[unused3]", "[unused4]")

SHAPES = 6


def marked(text: str, actor: tuple[int, int], recipient: tuple[int, int] | None) -> tuple[str, list[int]]:
    """Return the text with the pair marked, and the offsets of the two opening marks.

    Without a recipient its offset is 0 (the first token of the text stands in for it).
    """
    pieces = [(actor[0], 0, ACTOR_MARKS[0]), (actor[1], 1, ACTOR_MARKS[1])]
    if recipient is not None:
        pieces += [(recipient[0], 2, RECIPIENT_MARKS[0]), (recipient[1], 3, RECIPIENT_MARKS[1])]
    offsets = [0, 0]
    out, position = "", 0
    # closing marks before opening ones where two parties touch
    for at, which, mark in sorted(pieces, key=lambda piece: (piece[0], piece[1] % 2 == 0)):
        out += text[position:at] + " "
        position = at
        if which % 2 == 0:
            offsets[which // 2] = len(out)
        out += mark + " "
    return out + text[position:], offsets


def shapes(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """Return a shape for each token: the encoder's vocabulary is lower-cased, the news is not.

    0 special token, 1 lower case, 2 Capitalised, 3 UPPER CASE, 4 digits, 5 all else. A piece of a
    word has the shape of the word it belongs to.
    """
    found: list[int] = []
    for start, end in offsets:
        if end <= start:
            found.append(0)
            continue
        left = start
        while left and text[left - 1].isalnum():
            left -= 1
        right = end
        while right < len(text) and text[right].isalnum():
            right += 1
        found.append(_shape(text[left:right]))
    return found


def _shape(word: str) -> int:
    if word.isdigit():
        return 4
    if not word.isalpha():
        return 5
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 3
    return 2
