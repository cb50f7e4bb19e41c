"""The author books of one file: rows of several platforms need several."""

from crawlers.authors import AuthorBook


class AuthorBooks:
    """One author book a platform, opened when it is first asked for."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._by_platform: dict[str, AuthorBook] = {}

    def of(self, platform: str) -> AuthorBook:
        """The book of a platform."""
        if platform not in self._by_platform:
            self._by_platform[platform] = AuthorBook(platform, self._key)
        return self._by_platform[platform]
