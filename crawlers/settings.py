"""How every crawl behaves: polite, honest, and closed to the outside. Loaded by crawlers.crawl."""

import os
from importlib.util import find_spec

BOT_NAME = "scrm"
SPIDER_MODULES: list[str] = []
USER_AGENT = f"social-crm-pipeline ({os.environ.get('SCRM_CONTACT', 'set SCRM_CONTACT to your address')})"

ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
"""Scrapy 2.19 opens a code-executing HTTP server by default."""

CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1
"""One: a page is durable before the request behind it is scheduled."""
DOWNLOAD_DELAY = 1.0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 50_000_000
REDIRECT_MAX_TIMES = 5
MEMUSAGE_LIMIT_MB = 2048
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_MAX_DELAY = 60.0

RETRY_TIMES = 4
RETRY_HTTP_CODES = [500, 502, 503, 504, 408, 522, 524]
"""Not 429 (its own middleware) and none of 401, 403, 418, 432, 451: a refusal is an answer."""
BACKOFF_FIRST_SECONDS = 1.0
RETRY_AFTER_MAX_SECONDS = 120.0
"""Longest pause a server may ask for within a run; the source's yml sets its own."""
RETRY_AFTER_MAX_TIMES = 5

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "crawlers.middlewares.addresses.AddressesMiddleware": 80,
    "crawlers.middlewares.crawl_delay.CrawlDelayMiddleware": 90,
    "crawlers.middlewares.robots.RobotsMiddleware": 100,
    "crawlers.middlewares.budget.BudgetMiddleware": 540,
    "crawlers.middlewares.backoff.BackoffRetryMiddleware": 550,
    "crawlers.middlewares.retry_after.RetryAfterMiddleware": 560,
    "crawlers.middlewares.credentials.CredentialsMiddleware": 990,
}
SPIDER_MIDDLEWARES_BASE = {"scrapy.spidermiddlewares.referer.RefererMiddleware": 700}
"""No more than redirects need: every answer reaches the spider, which turns it into an outcome; it follows no links."""
METAREFRESH_ENABLED = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
"""Scrapy's figures are not looked at: the run's own report counts."""
EXTENSIONS_BASE = {
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
"""No others: none opens a port, and nobody hears of every page for figures that nobody reads."""
ITEM_PIPELINES = {
    "crawlers.pipelines.without_secrets.WithoutSecrets": 100,
    "crawlers.pipelines.keep.Keep": 800,
    "crawlers.pipelines.land.Land": 900,
}

ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") else None
"""A fifth less of a processor for each response; where there is none (Windows), Python's own."""

LOG_LEVEL = "WARNING"
LOG_FORMATTER = "crawlers.quiet.Quiet"
LOG_FORMAT = "%(levelname)s %(name)s: %(message)s"
