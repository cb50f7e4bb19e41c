"""Where the page behind a card is: its address where pages are served, and its bytes for an attachment."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from reports import newest_pages
from reports.messages import Attachment
from reports.names import file_stem
from warehouse.connect import Target


@dataclass(frozen=True, slots=True)
class Pages:
    """The written pages of a home."""

    warehouse: Target
    folder: Path
    url: str
    """Address under which the folder is served; empty: it is not."""

    def link(self, brand_id: str) -> str:
        """Address of a brand's newest page, of the index where it has none; empty where pages are not served."""
        return f"{self.url.rstrip('/')}/{quote(self._newest(brand_id) or 'index.html')}" if self.url else ""

    def attachment(self, brand_id: str) -> Attachment | None:
        """A brand's newest page."""
        page = self._newest(brand_id)
        return Attachment(name=Path(page).name, content=(self.folder / page).read_bytes()) if page else None

    def _newest(self, brand_id: str) -> str | None:
        name = re.compile(rf"{re.escape(file_stem(brand_id))}_\d{{4}}-\d\d-\d\d_\d{{4}}-\d\d-\d\d\.html")
        pages = newest_pages(self.warehouse, self.folder)
        return next((page.relative_to(self.folder).as_posix() for page in pages if name.fullmatch(page.name)), None)
