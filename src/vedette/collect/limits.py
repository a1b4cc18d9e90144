"""How much of anything the collecting stage takes before it stops."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on input, in bytes and seconds. They protect the desk and the sites it reads."""

    #: one record, page or feed after decompression; the longest news page of Common Crawl's CC-NEWS
    #: is below 5 MB, its own cut is 1 MiB, so this is generous
    record_bytes: int = 20_000_000
    #: decompressed bytes per compressed byte, once `record_bytes` are out: text grows 3 to 20 fold,
    #: repetitive logs up to 100 fold, DEFLATE at most 1032 fold
    growth: int = 200
    seconds: float = 20.0  #: one fetch in all, redirects included, waiting for politeness excluded
    redirects: int = 5  #: RFC 9309 section 2.3.1.2 asks for at least five
    host_gap: float = 1.0  #: seconds between two requests to one host
    crawl_delay: float = 30.0  #: the longest Crawl-delay that is waited for between two requests
    retry_after: float = 86_400.0  #: seconds; a host that asks for longer is asked again after a day
    robots_bytes: int = 512_000  #: RFC 9309 section 2.5: at least 500 KiB must be parsed
    robots_seconds: float = 86_400.0  #: RFC 9309 section 2.4: not cached for more than 24 hours
    robots_retry: float = 600.0  #: seconds before a robots.txt that could not be had is tried again
    entries: int = 1_000  #: of one feed; the fullest feeds of newsrooms have a few hundred
    pages: int = 50  #: fetched in one check of a feed; further entries are taken as the feed gives them
    page_failures: int = 3  #: pages in a row that may fail before a check fetches no more of them


DEFAULTS = Limits()
