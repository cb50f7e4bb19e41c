"""JD: one CSV a brand from the shop's back office; no author, 用户ID holds the product, 手机型号 its name."""

from pathlib import Path

from world.catalogue import BRANDS, ShopBrand
from world.clock import exported_at
from world.exports.files import Written, csv_text, in_order, put
from world.model import Item
from world.stage import Stage

HEADER = ("用户ID", "评论内容", "会员级别", "点赞数", "回复数", "得分", "价格", "购买时间", "手机型号", "销量")
_ENCODINGS = {"beian": "gb18030"}
_REPEATED_HEADER, _BLANK_ROWS, _DAMAGED = "shanlan", "yunxiu", "qinghe"


def write(stage: Stage, folder: Path) -> list[Written]:
    """`exports/jd_reviews_<brand>.csv`: one in GB18030, one with a second header, one with blanks, one bad time."""
    return [_write_brand(stage, folder, number, brand) for number, brand in enumerate(BRANDS)]


def _write_brand(stage: Stage, folder: Path, number: int, brand: ShopBrand) -> Written:
    rng, at = stage.rng("export jd"), exported_at(8, 40 + number)
    items = in_order(item for item in stage.items if item.platform == "jd" and item.brands == (brand.brand_id,))
    rows = [_row(item, brand, rng.choice((0, 0, 10, 50, 103))) for item in items]
    mess: list[tuple[object, ...]] = []
    if brand.brand_id == _REPEATED_HEADER:
        mess = [HEADER]
    elif brand.brand_id == _BLANK_ROWS:
        mess = [("",) * len(HEADER)] * 4
    refused = int(brand.brand_id == _DAMAGED)
    if refused:
        rows.append((*rows[0][:1], "时间栏损坏的一行", *rows[0][2:7], "上周三下午", *rows[0][8:]))
    encoding = _ENCODINGS.get(brand.brand_id, "utf-8")
    path = folder / "exports" / f"jd_reviews_{brand.brand_id}.csv"
    middle = len(rows) // 2
    put(path, csv_text(HEADER, rows[:middle] + mess + rows[middle:]).encode(encoding), at)
    return Written(
        path=path,
        source="jd_reviews",
        observed_at=at,
        rows=len(rows),
        refused=refused,
        skipped=len(mess),
        encoding=encoding,
    )


def _row(item: Item, brand: ShopBrand, level: int) -> tuple[object, ...]:
    product = next(each for each in brand.packaged if item.products == (f"{brand.brand_id}/{each.product_id}",))
    return (
        100_200_300_000 + BRANDS.index(brand),
        item.text,
        level,
        item.likes,
        item.comments,
        item.rating,
        product.price,
        f"{item.at.year}/{item.at.month}/{item.at.day} {item.at.hour}:{item.at.minute:02d}",
        product.listing,
        20_000 + 7_000 * BRANDS.index(brand),
    )
