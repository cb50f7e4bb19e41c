"""A row that cannot be landed ends the crawl as an error; nothing of what people said reaches a log."""

import json
from datetime import datetime
from typing import Any

import pytest
from scrapy.exceptions import DropItem

from crawlers.pipelines.land import Land
from crawlers.reading import Reading
from crawlers.received import Received
from records import RawPage
from records.time import SHANGHAI


class _Spider:
    stopped: str | None = None

    def stop(self, message: str) -> None:
        self.stopped = message


class _Crawler:
    def __init__(self) -> None:
        self.spider = _Spider()


class _Takings:
    def __init__(self, error: Exception) -> None:
        self._error = error

    def take(self, page: RawPage, reading: Reading | None) -> None:
        raise self._error


def _item() -> Received:
    body = json.dumps({"text": "谁也不该在日志里看到这句话"}).encode()
    page = RawPage(source="steam", url="u", body=body, fetched_at=datetime.now(SHANGHAI))
    return Received(page=page, reading=Reading(what="一句话"))


@pytest.mark.parametrize(
    ("error", "raised", "said"),
    [
        (OSError(28, "No space left on device"), DropItem, "No space left on device; free space"),
        (AttributeError("a fault of ours with words of people"), AttributeError, "AttributeError; see the crawl's log"),
    ],
)
def test_the_crawl_is_stopped(error: Exception, raised: type[Exception], said: str) -> None:
    crawler: Any = _Crawler()
    takings: Any = _Takings(error)
    with pytest.raises(raised):
        Land(crawler, takings).process_item(_item())
    assert said in (crawler.spider.stopped or "")


def test_an_item_shows_nothing_of_itself() -> None:
    assert repr(_item()) == "Received()"
