"""Reads the annotated frames of train/corpus (see its MARKUP.md) and fills their slots.

python -m train.frames FILE...     checks files: errors by line, then counts
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from train.samples import Arrow, Mention, Sample
from vedette.types import Kind, Modality

MENTION_TYPES = {"a": "actor", "o": "organisation", "p": "person", "l": "place", "m": "materiel"}
SPEECH_PARTS = {"s": "source", "c": "cue", "q": "content"}
_OPEN = re.compile(
    r"\[(?P<mention>[aoplm]\d*) |\((?P<speech>[scq]\d*): |"
    r"<(?P<kind>[A-Z]+)(?:\.(?P<mod>[a-z]+))? (?P<actor>[aoplm]\d+|\?|0)(?P<arrow>[>=])"
    r"(?P<recipient>[aoplm]\d+|0|\?): |(?P<close>[\])>])"
)
_SLOT = re.compile(r"\{(\w+)(?::(\d+))?\}")
_CODE = re.compile(r"-?[SFUCDPHXO]\d$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One annotated line before its slots are filled."""

    name: str  #: 'file:line', the unit of the train/test split
    markup: str
    indicators: tuple[str, ...]
    misses: tuple[str, ...]  #: codes it only looks like


class FrameError(ValueError):
    """A line of markup that can't be read."""


def read_frames(path: Path) -> Iterator[Frame | FrameError]:
    """Yield the frames of a file; a line that can't be read yields its error."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = line.strip()  # noqa: PLW2901
        if not line or line.startswith("//"):
            continue
        name = f"{path.name}:{number}"
        markup, mark, codes = line.rpartition("#")
        tokens = codes.split()
        if not mark or not all(_CODE.match(token) for token in tokens):
            yield FrameError(f"{name}: no ' # CODES' at the end")
            continue
        frame = Frame(
            name=name,
            markup=markup.strip(),
            indicators=tuple(token for token in tokens if token[0] != "-"),
            misses=tuple(token[1:] for token in tokens if token[0] == "-"),
        )
        try:
            parse(frame)
        except FrameError as error:
            yield error
        else:
            yield frame


def fill(markup: str, slots: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    """Return the markup with every slot filled; `{state:1}` is the same wherever it stands.

    Raises FrameError for a slot that has no list.
    """
    chosen: dict[tuple[str, str], str] = {}
    used: dict[str, set[str]] = {}

    def replace(match: re.Match[str]) -> str:
        slot, number = match.group(1), match.group(2)
        if number and (slot, number) in chosen:
            return chosen[slot, number]
        if slot not in slots:
            raise FrameError(f"no list for the slot {{{slot}}}")
        free = [word for word in slots[slot] if word not in used.setdefault(slot, set())]
        word = rng.choice(free or list(slots[slot]))
        used[slot].add(word)
        if number:
            chosen[slot, number] = word
        return word

    return _SLOT.sub(replace, markup)


def parse(frame: Frame, markup: str | None = None) -> Sample:
    """Return the sample a frame's markup (by default with its slots unfilled) stands for.

    Raises FrameError with the frame's name and what is wrong.
    """
    source = frame.markup if markup is None else markup
    text = ""
    stack: list[tuple[str, int, re.Match[str]]] = []
    mentions: dict[str, Mention] = {}
    plain: list[Mention] = []
    arrows: list[tuple[re.Match[str], int, int]] = []
    speech: list[tuple[str, int, int]] = []
    position = 0
    while match := _OPEN.search(source, position):
        text += source[position : match.start()]
        position = match.end()
        if not match["close"]:
            closing = "]" if match["mention"] else ")" if match["speech"] else ">"
            stack.append((closing, len(text), match))
            continue
        if not stack or stack[-1][0] != match["close"]:
            raise FrameError(f"{frame.name}: '{match['close']}' closes nothing")
        _, start, opened = stack.pop()
        if start == len(text):
            raise FrameError(f"{frame.name}: an empty mark")
        if label := opened["mention"]:
            mention = Mention(type=MENTION_TYPES[label[0]], start=start, end=len(text))
            plain.append(mention)
            if len(label) > 1:
                if label in mentions:
                    raise FrameError(f"{frame.name}: {label} stands twice")
                mentions[label] = mention
        elif part := opened["speech"]:
            speech.append((SPEECH_PARTS[part[0]], start, len(text)))
        else:
            arrows.append((opened, start, len(text)))
    text += source[position:]
    if stack:
        raise FrameError(f"{frame.name}: a mark is not closed")
    if "  " in text:
        raise FrameError(f"{frame.name}: two spaces in a row")
    return Sample(
        name=frame.name,
        text=text,
        mentions=tuple(sorted(plain, key=lambda item: (item.start, item.end))),
        arrows=tuple(_arrow(frame, mentions, *arrow) for arrow in arrows),
        # titles seldom mark who speaks where nobody is quoted: no mark is no label
        speech=tuple(speech) or None,
        indicators=frame.indicators,
    )


def _arrow(frame: Frame, mentions: dict[str, Mention], match: re.Match[str], start: int, end: int) -> Arrow:
    if match["kind"] not in Kind.__members__:
        raise FrameError(f"{frame.name}: {match['kind']} is no PLOVER kind")
    modality = match["mod"] or "asserted"
    if modality not in set(Modality):
        raise FrameError(f"{frame.name}: {modality} is no modality")
    ends: list[Mention | None] = []
    for label in (match["actor"], match["recipient"]):
        if label in {"0", "?"}:
            ends.append(None)
        elif label in mentions:
            ends.append(mentions[label])
        else:
            raise FrameError(f"{frame.name}: nothing is marked {label}")
    return Arrow(
        kind=match["kind"],
        modality=modality,
        start=start,
        end=end,
        actor=ends[0],
        recipient=ends[1],
        reciprocal=match["arrow"] == "=",
    )


def main(paths: Sequence[str]) -> int:
    """Check the files and print what they hold. Returns 1 if a line can't be read."""
    errors = 0
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("kind", "modality", "codes", "misses")}
    frames = 0
    triggers: Counter[str] = Counter()
    for path in paths:
        for frame in read_frames(Path(path)):
            if isinstance(frame, FrameError):
                errors += 1
                print(frame)
                continue
            frames += 1
            sample = parse(frame)
            counts["codes"].update(frame.indicators)
            counts["misses"].update(frame.misses)
            arrows = sample.arrows or ()
            counts["kind"].update([arrow.kind for arrow in arrows] or ["(no event)"])
            counts["modality"].update(arrow.modality for arrow in arrows)
            triggers.update(sample.text[arrow.start : arrow.end].lower() for arrow in arrows)
    for name, counter in counts.items():
        print(name, ", ".join(f"{key} {count}" for key, count in sorted(counter.items())))
    print("commonest triggers:", ", ".join(f"{key} {count}" for key, count in triggers.most_common(12)))
    print(f"{frames} frames, {errors} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
