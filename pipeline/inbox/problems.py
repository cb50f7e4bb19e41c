"""Why a file was not taken, in words for the person who dropped it. Nothing here repeats what a row says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache

from crawlers import catalog
from crawlers.spec import FieldRule, SourceSpec
from records.errors import SchemaDrift

_COLUMNS = re.compile(
    r"no (?:sheet has a )?column (?:for )?(?P<missing>.+?)(?: \(it has | \(sheets: |; the file has )"
    r"(?P<seen>.*)(?:\); is this |\); name it |; mend )"
)
"""What the readers of tables say of a file without the columns they need."""
_HEADER_NAMES = 2
"""Known column names that make a first row a header; one alone may be somebody's word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong and what to do, in both languages."""

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
    technical: str = ""
    """The program's own line, last in a notice; empty when there is none."""


LINK = Problem(
    zh="这是一个链接（快捷方式）或特殊文件，不是文件本身",
    en="a link or special file, not a file itself",
    remedy_zh="请把文件本身复制进来",
    remedy_en="copy the file itself here",
)
FOLDER = Problem(
    zh="这是一个子文件夹，名字不是已配置的品牌，里面的文件不会被导入",
    en="a folder that bears no tracked brand's name; files in it are not taken",
    remedy_zh="请把文件直接放进来源文件夹；如果都属于一个品牌，把文件夹改成该品牌的编号或名字",
    remedy_en="put the files into the source's folder itself, or name this folder by a brand's id or name",
)
EMPTY = Problem(
    zh="文件是空的（0 字节）",
    en="an empty file (0 bytes)",
    remedy_zh="如果还在上传，请等它完成；否则请重新导出再放进来",
    remedy_en="if it is still arriving, wait; otherwise export it again",
)
NO_RIGHT = Problem(
    zh="程序没有读取这个文件的权限",
    en="the program may not read this file",
    remedy_zh="请开放读取权限，或者复制一份再放进来",
    remedy_en="give the right to read it, or drop a copy",
)
NO_RIGHT_TO_MOVE = Problem(
    zh="程序没有写这个文件夹的权限，导入后无法移走文件，所以没有导入",
    en="the program may not write this folder and could not move a taken file away, so nothing of it is taken",
    remedy_zh="请让管理员开放这个文件夹的写权限",
    remedy_en="give the account that runs the pipeline the right to write the folder",
)
CHANGED = Problem(
    zh="读取时文件还在变化",
    en="it changed while it was read",
    remedy_zh="不用处理，下次会再读",
    remedy_en="nothing to do, it is taken next time",
)
GROWING = Problem(
    zh="文件还在写入",
    en="it is still being written",
    remedy_zh="不用处理，写完后会导入",
    remedy_en="nothing to do, it is taken when it is whole",
)


def unknown_source(folders: Iterable[str]) -> Problem:
    """A file that no source reads, or that more than a folder's name is needed for."""
    known = [catalog.spec(name) for name in folders]
    zh = "、".join(f"{spec.name}（{spec.title.zh}）" for spec in known) or "（还没有配置）"
    en = ", ".join(f"{spec.name} ({spec.title.en})" for spec in known) or "(none configured)"
    return Problem(
        zh="看不出这个文件属于哪个来源",
        en="no source is known that reads this file",
        remedy_zh=f"请放进对应来源的文件夹：{zh}",
        remedy_en=f"put it into the folder of its source: {en}",
    )


def asked_online(spec: SourceSpec) -> Problem:
    """A file in the folder of a source that is crawled."""
    return Problem(
        zh=f"「{spec.title.zh}」由程序联网采集，不从文件导入，这个文件也不像其他来源的导出",
        en=f"{spec.title.en} is asked over the network, not read from files, and no other source reads this file",
        remedy_zh="请放进对应来源的文件夹",
        remedy_en="put it into the folder of its source",
    )


def refused(spec: SourceSpec, error: Exception) -> Problem:
    """A file that its source could not read."""
    columns = _COLUMNS.search(str(error))
    if columns:
        return _without_columns(spec, columns, str(error))
    technical = _safe(str(error))
    if isinstance(error, SchemaDrift):
        return Problem(
            zh=f"内容和「{spec.title.zh}」的格式对不上，太多行读不出来，所以整份都没有导入",
            en=f"too many of its rows are not what {spec.title.en} holds, so nothing of it was taken",
            remedy_zh="请检查是不是放错了文件夹，或者重新完整导出一次",
            remedy_en="check that it is in the right folder, or export it again as a whole",
            technical=technical,
        )
    return Problem(
        zh=f"文件打不开：已损坏，或者不是「{spec.title.zh}」能读的格式（{'、'.join(spec.formats)}）",
        en=f"cannot be read: damaged, or not in a format of {spec.title.en} ({', '.join(spec.formats)})",
        remedy_zh="请用表格软件打开后另存为 XLSX 或 CSV（UTF-8），或者重新导出，再放进来",
        remedy_en="open it in a spreadsheet program and save it as XLSX or CSV (UTF-8), or export it again",
        technical=technical,
    )


def failed(error: Exception) -> Problem:
    """A file on which the program itself failed; the error's words may repeat the file's and are left out."""
    return Problem(
        zh="读取时程序出错，是程序的问题",
        en="the program failed on it; the fault is the program's",
        remedy_zh="请把这份说明转给数据工程师",
        remedy_en="pass this notice on to the data engineer",
        technical=f"unexpected {type(error).__name__}",
    )


def suggesting(problem: Problem, spec: SourceSpec) -> Problem:
    """The problem of a file that another source reads."""
    return replace(
        problem,
        remedy_zh=f"它像是「{spec.title.zh}」的文件：请放进 {spec.name} 文件夹",
        remedy_en=f"it looks like a file of {spec.title.en}: put it into the folder {spec.name}",
    )


def _without_columns(spec: SourceSpec, found: re.Match[str], line: str) -> Problem:
    """Columns are named only where they are: cells of a table without a header are somebody's words."""
    missing, seen = found["missing"], " ".join(found["seen"].split())
    is_header = _is_header(seen)
    has_zh = f"它有这些列：{seen}" if is_header else "它的第一行不像表头"
    has_en = f"it has {seen}" if is_header else "its first row does not look like a header"
    has = seen if is_header else "..."
    return Problem(
        zh=f"缺少「{spec.title.zh}」需要的列：{missing}；{has_zh}",
        en=f"it lacks columns needed for {spec.title.en}: {missing}; {has_en}",
        remedy_zh="请导出时保留这些列和表头，或者放进它所属来源的文件夹",
        remedy_en="export it with these columns and the header, or put it into the folder of its own source",
        technical=" ".join(f"{line[: found.start('seen')]}{has}{line[found.end('seen') :]}".split()),
    )


def _is_header(seen: str) -> bool:
    names = {name.strip() for name in re.split("[,;:]", seen)}
    return len(names & _column_names()) >= _HEADER_NAMES


def _safe(line: str) -> str:
    """A reader's line without what it may quote of a table's first rows."""
    plain = " ".join(line.split())
    return re.split(r" \(|; the file has ", plain)[0] if "column" in plain else plain


@cache
def _column_names() -> frozenset[str]:
    """Every column that some source's yml knows."""
    found: set[str] = set()
    for spec in map(catalog.spec, catalog.names()):
        found.update(name for names in spec.required for name in names)
        mappings = (getattr(spec, each.name) for each in fields(spec))
        for mapping in (each for each in mappings if isinstance(each, Mapping)):
            found.update(name for rule in mapping.values() if isinstance(rule, FieldRule) for name in rule.columns)
    return frozenset(found)
