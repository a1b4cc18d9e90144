from collections import Counter

import yaml

from vedette.config import data_file, load_outlets
from vedette.types import OutletKind


def test_the_shipped_table_is_sound() -> None:
    rows = yaml.safe_load(data_file("outlets.yaml").read_text("utf-8"))
    assert len(rows) > 150
    domains = Counter(row["domain"] for row in rows)
    assert [domain for domain, count in domains.items() if count > 1] == []
    assert all(domain == domain.lower() and not domain.startswith("www.") for domain in domains)
    facts: dict[str, set[tuple[str, str | None]]] = {}
    for row in rows:
        facts.setdefault(row["name"], set()).add((row["kind"], row.get("country")))
    assert [name for name, said in facts.items() if len(said) > 1] == []
    assert all(len(row.get("country", "XXX")) == 3 for row in rows)


def test_outlets_are_found_by_name_and_by_any_host_of_the_domain() -> None:
    table = load_outlets()
    assert table.find(name="tass").kind is OutletKind.STATE_MEDIA
    assert table.find(url="https://www.rt.com/news/1").country == "RUS"
    assert table.find(url="https://feeds.bbci.co.uk/news/rss.xml").name == "BBC"
    assert table.find(url="https://nowhere.example/").kind is OutletKind.UNKNOWN
    assert table.find(url="https://news.yahoo.com/a").kind is OutletKind.AGGREGATOR
    assert table.find(url="https://peacekeeping.un.org/en").name == "United Nations"
    assert table.find(name="Daily Mail").country == "GBR"
