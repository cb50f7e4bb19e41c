"""Items as the export files and pages in which they would reach a brand team: one file a source.

Each `write(stage, folder)` returns what it wrote, so that the truth can say how many rows of which file are mess.
"""

from collections.abc import Callable
from pathlib import Path

from world.exports import appstore, books, douyin, feeds, heimao, jd, wechat, weibo, xiaohongshu
from world.exports.files import Written
from world.stage import Stage

EXPORTS: tuple[Callable[[Stage, Path], list[Written]], ...] = (
    weibo.write_posts,
    weibo.write_reposts,
    xiaohongshu.write,
    douyin.write,
    jd.write,
    heimao.write,
    appstore.write,
    feeds.write,
    wechat.write,
    books.write_orders,
    books.write_draw,
    books.write_contacts,
    books.write_surveys,
    books.write_study,
    books.write_referrals,
    books.write_loyalty,
    books.write_touchpoints,
    books.write_costs,
    books.write_consents,
)
"""All writers."""
