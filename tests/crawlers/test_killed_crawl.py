"""A crawl whose parent is killed leaves what it has kept, ends by itself, and is resumed without loss or doubles."""

import json
import subprocess
import sys
from typing import Any

from crawlers.crawl import CrawlJob
from crawlers.errand import Errand
from crawlers.gather import gather
from crawlers.land import Landing
from lake.home import Home
from lake.partition import read
from lake.raw import read_raw
from records import SourceQuery

PAGES = 8


def _path(page: int) -> str:
    return f"/cn/rss/customerreviews/page={page}/id=42/sortBy=mostRecent/json"


def _body(page: int) -> bytes:
    entries = [
        {
            "id": {"label": f"{page}{n}"},
            "content": {"label": f"第 {page} 页第 {n} 条"},
            "im:rating": {"label": "4"},
            "im:voteSum": {"label": "1"},
        }
        for n in range(3)
    ]
    return json.dumps({"feed": {"entry": entries if page <= PAGES else []}}).encode()


def test_kill_and_resume(home: Home, replay: Any) -> None:
    for page in range(1, PAGES + 2):
        replay.serve(_path(page), _body(page))
    replay.delay_seconds = 0.1
    queries = [SourceQuery(source="appstore", query="42")]
    landing = Landing(home=home, key=b"k" * 32, run_id="r1")
    errands = tuple(Errand(query=each) for each in queries)
    job = CrawlJob(source="appstore", landing=landing, errands=errands, base_url=replay.base_url)
    crawl = subprocess.Popen([sys.executable, "-m", "crawlers.crawl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert crawl.stdin
    assert crawl.stdout
    crawl.stdin.write(job.to_json().encode() + b"\n")
    crawl.stdin.flush()
    for _ in range(3):
        crawl.stdout.readline()
    crawl.stdin.close()  # what the end of the parent looks like, kill -9 included
    assert crawl.wait(timeout=10) == 1
    crawl.stdout.close()
    kept = len(list(read_raw(home.raw, "appstore", run_id="r1")))
    assert 3 <= kept < PAGES

    (coverage,) = gather("appstore", queries, home=home, key=b"k" * 32, run_id="r1", base_url=replay.base_url)
    assert (coverage.outcome, coverage.mention_count, coverage.page_count) == ("ok", 3 * PAGES, PAGES + 1)
    assert read(home.lake, "mentions").num_rows == read(home.lake, "observations").num_rows == 3 * PAGES
    assert replay.asked.count(_path(1)) == 1
