"""How much a home holds, place by place."""

from pathlib import Path
from typing import TYPE_CHECKING

from lake.home import Home

if TYPE_CHECKING:
    from reports import Stored


def of(home: Home) -> "list[Stored]":
    """Files and bytes of each place of a home that is there; the vault is left out (its size is nobody's business)."""
    from reports import Stored

    places = {
        home.raw: ("原始文件", "Raw files"), home.inbox: ("收件箱", "Inbox"), home.quarantine: ("隔离区", "Quarantine"),
        home.root / "lake": ("数据湖", "Lake"), home.warehouse: ("数据仓库", "Warehouse"),
        home.state: ("运行状态", "State of runs"), home.reports: ("报告", "Reports"),
    }  # fmt: skip
    found = []
    for place, names in places.items():
        if place.exists():
            sizes = _sizes(place)
            name = place.relative_to(home.root).as_posix()
            found.append(Stored(name=name, names=names, file_count=len(sizes), byte_count=sum(sizes)))
    return found


def _sizes(place: Path) -> list[int]:
    """Bytes of every file; one that goes away meanwhile (another step's) is not there any more."""
    sizes = []
    for path in [place] if place.is_file() else place.rglob("*"):
        try:
            if path.is_file():
                sizes.append(path.stat().st_size)
        except FileNotFoundError:
            continue
    return sizes
