"""robots.txt as RFC 9309 wants it: one that cannot be had forbids everything for now; Scrapy takes it for consent."""

from typing import Any

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

_FIRST_SERVER_ERROR = 500


class RobotsUnknown(IgnoreRequest):  # type: ignore[misc]
    """What robots.txt allows is not known; nothing was asked."""


class _UnknownRules:
    """Stands for rules that could not be had."""

    def __init__(self, problem: str) -> None:
        self._problem = problem

    def allowed(self, url: str, user_agent: str) -> bool:
        """Raises RobotsUnknown."""
        raise RobotsUnknown(self._problem)


class RobotsMiddleware(RobotsTxtMiddleware):  # type: ignore[misc]
    """Scrapy's own, but for a robots.txt that is answered by a server error or not at all."""

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        if response.status >= _FIRST_SERVER_ERROR:
            raise RobotsUnknown(f"HTTP {response.status}")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        waiting = self._parsers[netloc]
        why = str(exc) if isinstance(exc, RobotsUnknown) else type(exc).__name__
        rules = _UnknownRules(f"no answer to robots.txt ({why}), so nothing else is asked; run again later")
        self._parsers[netloc] = rules
        waiting.callback(rules)
