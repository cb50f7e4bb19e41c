"""A home with an inbox, and people who drop files there; all texts are invented."""

from pathlib import Path
from typing import Any

import fsspec

from lake.partition import read
from pipeline.inbox.desk import today
from pipeline.job import Job, open_job
from pipeline.progress import Event

CONFIG = """
brands: [{name: 青禾茶, id: qinghe, aliases: [青禾家]}, {name: 云岫茶铺, id: yun}]
inbox: INBOX
sources: [{source: xiaohongshu_notes, files: [none.csv]}]
"""
HEADER = "id,title,user_id,likes,comments,stars,notes,fans,collect,content"
REVIEWS = "昵称,购买时间,评论内容,手机参数,会员级别,商品名称\n小七,2026-03-01 10:00:00,{},标准杯,金牌,茉莉茶\n"


def notes(*rows: tuple[int, int]) -> str:
    """An export with one row for each (note number, likes)."""
    lines = [f"{0x69A40000 + n:08x}{n:016x},午后一杯,u{n},{likes},0,0,1,10,2,第 {n} 杯茉莉茶" for n, likes in rows]
    return "\n".join([HEADER, *lines]) + "\n"


class Office:
    """A home with its inbox, and the people who drop files there."""

    def __init__(self, folder: Path, inbox: str) -> None:
        config = folder / "brands.yml"
        config.write_text(CONFIG.replace("INBOX", inbox or "''"), encoding="utf-8")
        self.folder, self.config, self.events = folder, config, list[Event]()
        self.job = self.again()
        self.files, self.root = fsspec.core.url_to_fs(inbox or str(self.job.home.inbox))
        self.files.makedirs(self.root, exist_ok=True)

    def emptied(self) -> "Office":
        """Without what another test left in the object store, which lives as long as the process."""
        self.files.rm(self.root, recursive=True)
        self.files.makedirs(self.root)
        return self

    def again(self) -> Job:
        """A further run."""
        self.job = open_job(self.folder / "home", self.config, report=self.events.append)
        return self.job

    def drop(self, place: str, text: str | bytes) -> None:
        """Puts a file into the inbox."""
        path = f"{self.root}/{place}"
        self.files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        self.files.pipe_file(path, text.encode() if isinstance(text, str) else text)

    def waiting(self) -> list[str]:
        """Every file in the inbox, done/ included, without days."""
        found = self.files.find(self.root)
        return sorted(each.removeprefix(f"{self.root}/").replace(today(), "DAY") for each in found)

    def rows(self, dataset: str = "mentions") -> list[dict[str, Any]]:
        """The lake's rows."""
        return sorted(read(self.job.home.lake, dataset).to_pylist(), key=str)

    def has(self, dataset: str) -> bool:
        """Whether the lake has any rows of it."""
        return read(self.job.home.lake, dataset).num_rows > 0

    def read(self, place: str) -> str:
        """A notice in the inbox."""
        content: bytes = self.files.cat_file(f"{self.root}/{place}")
        return content.decode("utf-8-sig")

    def told(self) -> str:
        """What was said since the last time."""
        lines = "\n".join(event.note for event in self.events if event.state == "refused")
        self.events.clear()
        return lines
