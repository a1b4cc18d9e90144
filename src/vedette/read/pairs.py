"""Two parties in a text, given by their offsets: what a reader is asked about by `Reader.relate`."""

from collections.abc import Sequence

from vedette.read.hints import Hints

Offsets = tuple[int, int]


def check_pair(text: str, actor: Offsets, recipient: Offsets | None) -> None:
    """Raise ValueError unless both parties are words of the text and stand apart from each other."""
    for name, party in (("actor", actor), ("recipient", recipient)):
        if party is None:
            continue
        start, end = party
        if not (0 <= start < end <= len(text) and text[start:end].strip()):
            raise ValueError(f"the {name} {start}..{end} is no words of a text of {len(text)} code points")
    if recipient and actor[0] < recipient[1] and recipient[0] < actor[1]:
        raise ValueError("actor and recipient overlap")


def around(text: str, pieces: Sequence[Offsets], parties: Sequence[Offsets], most: int) -> Offsets:
    """Return the part of a text that holds these parties, with as much before them as behind.

    It has `most` of the text's pieces and begins with a whole word. Raises ValueError if that is too few.
    """
    first, last = min(left for left, _ in parties), max(right for _, right in parties)
    inside = [number for number, (left, right) in enumerate(pieces) if left < last and right > first]
    if not 0 < len(inside) <= most:
        raise ValueError(f"the parties stand more than {most} word pieces apart")
    end = min(len(pieces), inside[-1] + 1 + (most - len(inside)) // 2)
    start = max(0, end - most)
    while 0 < start < inside[0] and text[pieces[start][0] - 1].isalnum():
        start += 1
    return pieces[start][0], pieces[min(len(pieces), start + most) - 1][1]


def hints_within(hints: Hints, start: int, end: int) -> Hints:
    """Return the hints on a part of the text they are given for."""
    spans = [
        (channel, value, left - start, right - start)
        for channel, value, left, right in hints.spans
        if start <= left and right <= end
    ]
    return Hints(spans=tuple(spans), codes=hints.codes)
