"""Write the outcomes of 2008 to 2012: onsets, and build-ups that ended in nothing.

`python -m train.tables.outcomes` writes src/vedette/data/outcomes/2008-2012.jsonl by the rules of
docs/outcomes.md. N1 and B4 are computed from UCDP's deaths by country and month (VEDETTE_BENCH_DATA); the
other clauses, and the days, come from the public record and stand below line by line. Nobody looked at
headlines for them.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from train.tables.history import History, folder, month
from train.tables.priors import RISE, THRESHOLD, onset_months

from vedette.watch.roster import roster

TARGET = Path(__file__).resolve().parents[2] / "src/vedette/data/outcomes/2008-2012.jsonl"
RULE = 1
FIRST, LAST = month(2008, 1), month(2012, 12)
CENSORED = timedelta(days=180)  #: from an onset on, what follows belongs to it
BEFORE = timedelta(days=90)  #: a build-up that an onset follows so soon did not end in nothing
NOTABLE = 10  #: deaths in a month, B4
SERIES = "UCDP GED as compiled by ViEWS, state-based deaths by country and month"
RECORD = "public record"
NEW = f"UCDP onsets; {RECORD}"  #: where the day of N3 comes from
MISSION = "IIFFMCG report, September 2009"  #: the European Union's, on Georgia


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A line of the file."""

    problem: str
    onset: str
    precision: str
    type: str
    source: str
    clause: str
    roster: bool
    note: str
    rule: int = RULE


#: days of N1: country and month, the day on which the fighting behind it began
DAYS = {
    ("CHN", "2008-08"): ("2008-08-04", "attack on police in Kashgar"),
    ("CIV", "2011-02"): ("2011-02-22", "fighting in Abobo, Abidjan; on 24 February in the west"),
    ("GEO", "2008-08"): ("2008-08-07", "assault on Tskhinvali in the last hour of 7 August"),
    ("MLI", "2012-01"): ("2012-01-17", "MNLA attacks Menaka"),
    ("MMR", "2010-11"): ("2010-11-08", "DKBA brigade in Myawaddy"),
    ("NGA", "2009-07"): ("2009-07-26", "Boko Haram attacks a police station in Bauchi"),
    ("SDN", "2008-05"): ("2008-05-10", "JEM attacks Omdurman"),
    ("TCD", "2009-05"): ("2009-05-04", "rebels of the UFR cross from Sudan; battle of Am Dam on 7 May"),
    ("TJK", "2010-09"): ("2010-09-19", "convoy ambushed in the Rasht valley"),
    ("TUR", "2010-06"): ("2010-05-31", "PKK attacks a base in Iskenderun and ends its truce"),
}
#: N1 months whose fighting is that of a dyad and stands under I1, or that N2 dates better
ELSEWHERE = {
    ("CAF", "2012-12"),
    ("DJI", "2008-06"),
    ("ISR", "2008-12"),
    ("ISR", "2012-11"),
    ("LBY", "2011-03"),
    ("YEM", "2011-06"),
}

#: problem, day, precision, clause, what happened, source
ONSETS = (
    ("eri-dji", "2008-06-10", "day", "I1", "Ras Doumeira, until 13 June", "UN S/RES/1862 (2009)"),
    ("rus-geo", "2008-08-08", "day", "I1", "Russian forces enter through the Roki tunnel", MISSION),
    ("geo-rus", "2008-08-08", "day", "I1", "who opened it is in dispute: both", MISSION),
    ("isr-pse", "2008-12-27", "day", "N1", "Gaza; 390 killed by the series", SERIES),
    ("pse-isr", "2008-12-27", "day", "N1", "who opened it is in dispute: both", SERIES),
    ("isr-pse", "2012-11-14", "day", "N1", "Gaza; 42 killed by the series", SERIES),
    ("pse-isr", "2012-11-14", "day", "N1", "who opened it is in dispute: both", SERIES),
    ("tha-khm", "2011-02-04", "day", "I1", "Preah Vihear; again 22 April to 3 May", "UCDP onsets 2011"),
    ("khm-tha", "2011-02-04", "day", "I1", "who opened it is in dispute: both", "UCDP onsets 2011"),
    ("sdn-ssd", "2011-05-21", "day", "I2", "the army takes Abyei, stays a year", "UN S/RES/1990 (2011)"),
    ("sdn-ssd", "2012-03-26", "day", "I1", "Heglig; taken by the South on 10 April", "UN S/RES/2046 (2012)"),
    ("ssd-sdn", "2012-03-26", "day", "I1", "who opened it is in dispute: both", "UN S/RES/2046 (2012)"),
    ("fra-lby", "2011-03-19", "day", "I1", "France, then the coalition, attack Libya's forces", RECORD),
    ("nic-cri", "2010-10-01", "month", "I2", "Nicaraguan forces on Isla Portillos", "ICJ 8 Mar 2011"),
    ("lby-internal", "2011-02-20", "day", "N2", "the garrison of Benghazi falls", RECORD),
    ("caf-internal", "2012-12-10", "day", "N2", "Seleka takes Ndele", RECORD),
    ("yem-internal", "2011-03-26", "day", "N2", "Houthis hold Saada; Zinjibar falls on 27 May", RECORD),
    ("som-internal", "2008-08-22", "day", "N2", "al-Shabaab takes Kismayo, then Merka and Baidoa", RECORD),
    ("som-internal", "2009-05-17", "day", "N2", "al-Shabaab takes Jowhar", RECORD),
    ("sdn-internal", "2011-06-05", "day", "N3", "Kadugli, South Kordofan", NEW),
    ("mmr-internal", "2011-06-09", "day", "N3", "the truce with the KIA ends near Bhamo", NEW),
    ("mli-internal", "2009-06-16", "day", "N3", "the army attacks a camp of AQIM", NEW),
    ("rwa-internal", "2009-01-20", "day", "N3", "against the FDLR, on the soil of Congo", NEW),
)  # fmt: skip

#: problem, day, clause, what happened; all from the public record
NULLS = (
    ("afg-pak", "2008-06-15", "B3", "President Karzai threatens to send soldiers across the border"),
    ("pak-afg", "2011-06-26", "B1", "rockets on Kunar and Nangarhar kill 36 by Afghan count"),
    ("ven-col", "2008-03-02", "B2", "President Chavez orders ten battalions to the border"),
    ("ven-col", "2009-11-08", "B3", "President Chavez tells army and people to prepare for war"),
    ("ven-col", "2010-07-30", "B2", "ties cut on 22 July, units sent to the border"),
    ("prk-kor", "2009-01-17", "B3", "general staff: 'all-out confrontational posture'"),
    ("prk-kor", "2009-05-27", "B3", "no longer bound by the armistice; a search of ships is war"),
    ("prk-kor", "2009-11-10", "B1", "ships clash off Daecheong"),
    ("prk-kor", "2010-03-26", "B1", "the Cheonan sinks, 46 killed"),
    ("kor-prk", "2010-05-24", "B3", "President Lee: self-defence if the South is attacked again"),
    ("prk-kor", "2010-11-23", "B1", "Yeonpyeong shelled, 4 killed"),
    ("kor-prk", "2010-12-20", "B3", "drill with live fire; air strikes announced if the North answers"),
    ("prk-kor", "2012-04-23", "B3", "supreme command: 'special actions soon'"),
    ("isr-irn", "2008-06-20", "B3", "long-range exercise; a deputy prime minister calls attack unavoidable"),
    ("irn-isr", "2008-07-09", "B3", "missiles tested with threats to hit Tel Aviv"),
    ("isr-irn", "2011-11-06", "B3", "president and defence minister discuss a strike in public"),
    ("irn-usa", "2011-12-28", "B3", "threat to close the Strait of Hormuz"),
    ("usa-irn", "2012-01-08", "B3", "defence secretary: closing Hormuz is a red line, will be answered"),
    ("isr-irn", "2012-03-05", "B3", "prime minister in Washington: cannot wait much longer"),
    ("isr-irn", "2012-08-15", "B3", "strike within weeks discussed by officials"),
    ("ind-pak", "2008-12-22", "B3", "after Mumbai: all options are open"),
    ("pak-ind", "2008-12-26", "B2", "troops moved from the west towards India"),
    ("ind-pak", "2011-08-31", "B1", "fire across the Line of Control, soldiers of both sides killed"),
    ("pak-ind", "2011-08-31", "B1", "fire across the Line of Control, soldiers of both sides killed"),
    ("rus-geo", "2009-08-01", "B3", "defence ministry reserves the right to use force"),
    ("arm-aze", "2008-03-04", "B1", "clash near Mardakert"),
    ("aze-arm", "2008-03-04", "B1", "clash near Mardakert"),
    ("aze-arm", "2010-06-18", "B1", "clash on the line of contact, 5 killed"),
    ("aze-arm", "2012-06-05", "B1", "clashes on the border, 8 killed"),
    ("arm-aze", "2012-06-05", "B1", "clashes on the border, 8 killed"),
    ("eth-eri", "2012-03-15", "B1", "Ethiopian forces raid camps inside Eritrea"),
    ("tcd-sdn", "2009-05-15", "B1", "Chadian aircraft attack rebels inside Sudan"),
    ("rwa-cod", "2012-07-06", "B1", "Bunagana falls to M23 with Rwandan soldiers, by UN experts"),
    ("isr-lbn", "2010-08-03", "B1", "clash at Adaisseh, soldiers of both sides killed"),
    ("lbn-isr", "2010-08-03", "B1", "clash at Adaisseh, soldiers of both sides killed"),
    ("isr-syr", "2011-06-05", "B1", "fire on crowds at the Golan line"),
    ("irq-syr", "2009-09-04", "B2", "police sent to the border after the bombings of 19 August"),
    ("syr-irq", "2012-09-07", "B1", "shell kills a girl in al-Qaim"),
    ("isr-egy", "2011-08-18", "B1", "Egyptian border guards killed after the attack near Eilat"),
    ("isr-pse", "2011-04-09", "B1", "Gaza, 18 killed in three days"),
    ("isr-pse", "2011-08-20", "B1", "Gaza after the attack near Eilat"),
    ("isr-pse", "2012-03-10", "B1", "Gaza, 25 killed in four days"),
    ("isr-pse", "2012-06-20", "B1", "Gaza, rockets and strikes"),
    ("pse-isr", "2011-04-07", "B1", "missile hits a school bus"),
    ("pse-isr", "2011-08-18", "B1", "attack near Eilat, 8 killed"),
    ("pse-isr", "2012-06-18", "B1", "attack from Sinai, one killed; rockets"),
    ("tur-cyp", "2011-09-19", "B2", "the navy is ordered to escort exploration"),
    ("tur-irq", "2008-02-21", "B1", "army crosses into northern Iraq for eight days"),
    ("tur-irq", "2011-08-21", "B1", "air strikes kill seven civilians"),
    ("sdn-ssd", "2009-02-24", "B1", "fighting in Malakal, about 50 killed"),
    ("sdn-ssd", "2011-01-08", "B1", "Abyei, before the vote of 9 January"),
    ("xkx-srb", "2011-07-25", "B2", "special police sent to two northern border posts, one killed"),
    ("mar-esh", "2010-11-08", "B1", "camp of Gdeim Izik stormed, 13 killed"),
    ("tha-khm", "2008-07-17", "B2", "troops massed by Preah Vihear"),
    ("khm-tha", "2008-07-17", "B2", "troops massed by Preah Vihear"),
    ("tha-khm", "2008-10-15", "B1", "clash by Preah Vihear, soldiers of both sides killed"),
    ("khm-tha", "2008-10-15", "B1", "clash by Preah Vihear, soldiers of both sides killed"),
    ("tha-khm", "2009-04-03", "B1", "clash by Preah Vihear, Thai soldiers killed"),
    ("khm-tha", "2009-04-03", "B1", "clash by Preah Vihear, Thai soldiers killed"),
    ("lbn-internal", "2008-05-07", "B5", "Hezbollah takes western Beirut for two weeks"),
    ("bgd-internal", "2009-02-25", "B5", "border guards mutiny in Dhaka, 74 killed"),
    ("irn-internal", "2009-06-20", "B5", "Tehran after the election"),
    ("uga-internal", "2009-09-10", "B5", "riots in Kampala, 20 or more killed"),
    ("tha-internal", "2010-04-10", "B5", "Bangkok, 25 killed; again 13 to 19 May"),
    ("cod-internal", "2011-02-27", "B5", "the president's residence in Kinshasa attacked"),
)


def computed_onsets(history: History) -> Iterator[Outcome]:
    """Yield the onsets of N1 that no line above has already."""
    for code, deaths in sorted(history.deaths.items()):
        for now in onset_months(deaths, FIRST, LAST):
            name = label(now)
            if (code, name) in ELSEWHERE or not code.isalpha():
                continue
            day, note = DAYS.get((code, name), (f"{name}-01", ""))
            highest = max(deaths.get(now - n, 0.0) for n in range(1, 13))
            counted = f"{deaths[now]:.0f} killed in {name}, at most {highest:.0f} a month in the year before"
            yield outcome(
                f"{code.lower()}-internal",
                day,
                "day" if (code, name) in DAYS else "month",
                "onset",
                "N1",
                f"{note}; {counted}" if note else counted,
                f"{SERIES}; {RECORD}" if note else SERIES,
            )


def computed_nulls(history: History, onsets: list[Outcome]) -> Iterator[Outcome]:
    """Yield the build-ups of B4 on the roster."""
    for seed in roster().values():
        if seed.kind != "intrastate":
            continue
        begun = [date.fromisoformat(one.onset) for one in onsets if one.problem == seed.id]
        deaths, last = history.deaths[seed.target], date.min
        for now in range(FIRST, LAST + 1):
            highest = max(deaths.get(now - n, 0.0) for n in range(1, 13))
            day, count = date.fromisoformat(f"{label(now)}-01"), deaths.get(now, 0.0)
            rose = count >= max(NOTABLE, highest) and count < max(THRESHOLD, RISE * highest)
            if not rose or day - last <= CENSORED:
                continue
            if any(one - BEFORE <= day <= one + CENSORED for one in begun):
                continue
            last = day
            note = f"{count:.0f} killed in {label(now)}, at most {highest:.0f} a month in the year before"
            yield outcome(seed.id, day.isoformat(), "month", "null", "B4", note, SERIES)


def outcome(
    problem: str, onset: str, precision: str, kind: str, clause: str, note: str, source: str
) -> Outcome:
    """Return a line, knowing whether its problem is on the roster."""
    return Outcome(
        problem=problem,
        onset=onset,
        precision=precision,
        type=kind,
        clause=clause,
        note=note,
        source=source,
        roster=problem in roster(),
    )


def label(now: int) -> str:
    """Return '2008-08' of a month."""
    return f"{1980 + (now - 1) // 12}-{(now - 1) % 12 + 1:02d}"


def outcomes(history: History) -> list[Outcome]:
    """Return all outcomes by day. Raises ValueError where the lists contradict the rule."""
    found = [
        outcome(problem, day, precision, "onset", clause, note, source)
        for problem, day, precision, clause, note, source in ONSETS
    ]
    found += computed_onsets(history)
    found.sort(key=lambda one: (one.problem, one.onset))
    onsets: list[Outcome] = []
    for one in found:
        began = date.fromisoformat(one.onset)
        before = [date.fromisoformat(other.onset) for other in onsets if other.problem == one.problem]
        if not before or began - before[-1] > CENSORED:
            onsets.append(one)
    nulls = [
        outcome(problem, day, "day", "null", clause, note, RECORD) for problem, day, clause, note in NULLS
    ]
    for one in nulls:
        at = date.fromisoformat(one.onset)
        if not one.roster:
            raise ValueError(f"{one.problem} is not on the roster")
        for other in onsets:
            began = date.fromisoformat(other.onset)
            if other.problem == one.problem and began - BEFORE <= at <= began + CENSORED:
                raise ValueError(f"{one.problem} {one.onset} belongs to the onset of {other.onset}")
    nulls += computed_nulls(history, onsets)
    return sorted([*onsets, *nulls], key=lambda one: (one.onset, one.problem))


def main() -> None:
    """Write the file."""
    lines = [json.dumps(asdict(one)) for one in outcomes(History(folder()))]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
