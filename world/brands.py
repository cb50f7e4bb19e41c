"""The demonstration's `brands.yml`: what a brand team would write to follow this world."""

import json
from pathlib import Path

from world.books.study import QUESTIONS
from world.catalogue import BRANDS, ShopBrand, ShopEvent, ShopProduct
from world.stage import REGULAR_COUNTS

FILE_NAME = "brands.yml"
_WORDS = (
    "第二杯半价", "学生优惠", "拼单", "满减", "会员日", "控糖", "低卡", "配料表", "代糖", "续命", "早高峰", "自提柜",
    "联名", "周边", "打卡", "出片", "主题店", "杯套", "喝出异物", "塑料片", "椰浆", "食品安全", "小程序", "储值卡",
)  # fmt: skip
_SOURCES = """\
# Where posts come from. Files are relative to this file; ${WORLD_URL} is the address of the replay site.
sources:
  - {source: weibo_posts, files: ["exports/weibo_posts_*.jsonl"]}
  - {source: weibo_reposts, files: ["exports/weibo_reposts_*.jsonl.gz"]}
  - {source: xiaohongshu_notes, files: ["exports/xiaohongshu_notes_*.csv"]}
  - {source: mediacrawler_douyin, files: ["exports/douyin_*.csv"]}
  - {source: jd_reviews, files: ["exports/jd_reviews_*.csv"]}
  - {source: heimao, files: ["exports/heimao_complaints.jsonl"]}
  # our own account's articles, as WeChat's back office counts them
  - source: table
    files: ["exports/wechat_articles.csv"]
    kind: post
    platform: wechat
    brand: qinghe
    columns: {native_id: 消息ID, title: 文章标题, text: 正文, published_at: 发布时间, author.id: 公众号ID,
              author.name: 公众号, author.verified_type: 主体类型, view_count: 阅读数, wow_count: 在看数,
              like_count: 点赞数, share_count: 分享数}
  # our own books
  - {source: orders, files: ["exports/orders_*.csv"], columns: {contact: 会员手机号, nickname: 会员昵称}}
  - {source: contacts, files: ["exports/contacts.csv"], scales: {satisfaction: 5}}
  - {source: surveys, files: ["exports/surveys.csv"]}
  - {source: referrals, files: ["exports/referrals.csv"]}
  - {source: loyalty, files: ["exports/loyalty.csv"]}
  - {source: touchpoints, files: ["exports/touchpoints.csv"]}
  - {source: costs, files: ["exports/costs.csv"]}
  - {source: consents, files: ["exports/consents.csv"]}
"""
_STUDY = (
    "  # the yearly study of satisfaction: what the analysis calls each question, and the column that asks it\n"
    '  - {source: surveys, files: ["exports/study.csv"], columns: '
    f"{json.dumps({f'score.{code}': title for code, title in QUESTIONS.items()}, ensure_ascii=False)}}}\n"
)
_DRAWS = "  # accounts that left a telephone for a prize draw\n" + "".join(
    f'  - {{source: table, files: ["exports/draw_{platform}.csv"], kind: author, platform: {platform}, '
    "columns: {author.id: 账号ID, author.name: 昵称, author.contact: 手机号}}\n"
    for platform in REGULAR_COUNTS
)
_FEEDS = """\
  - {source: feed, base_url: "${WORLD_URL}", queries: [{query: "/feeds/foodnews.xml"}, {query: "/feeds/citynews.xml"}]}

sentiment: {engine: linear}
report: {brands: [qinghe], grain: week}

# Invented figures of the invented shop: what its customers are worth to it, in yuan.
customers:
  margin_share: 0.62
  acquisition_cost: 18
  influenced_share: 0.1
  complaint_reasons: [产品质量, 配送超时, 退款]
  costs: {contact: 6, return: 8, complaint: 25}

# A point is redeemed for five fen.
loyalty: {point_value: 0.05}

# What the invented shop aims at; customers count twice what the views beside them count.
scorecard:
  indicators:
    - {name: net_amount, view: finance, floor: 0, target: 25000}
    - {name: profit, view: finance, floor: 0, target: 12000}
    - {name: spend_per_buyer, view: finance, floor: 0, target: 80}
    - {name: nps, view: customer, floor: -0.2, target: 0.6}
    - {name: repurchase_share, view: customer, floor: 0.2, target: 0.8}
    - {name: clv, view: customer, floor: 0, target: 300}
    - {name: reply_share, view: process, floor: 0, target: 0.9}
    - {name: request_response_share, view: process, floor: 0, target: 1}
    - {name: discount_share, view: process, floor: 0.3, target: 0.05}
    - {name: new_buyer_count, view: learning, floor: 0, target: 60}
  judgements: [[1, 0.5, 1, 2], [2, 1, 2, 4], [1, 0.5, 1, 2], [0.5, 0.25, 0.5, 1]]

# Which events are which stage of the way to a regular.
journey:
  stages:
    - {stage: 看见, touches: [曝光, 浏览]}
    - {stage: 考虑, touches: [点击, 领券, 加购], contacts: true}
    - {stage: 下单, order_from: 1}
    - {stage: 复购, order_from: 2}

# What may be proposed for members; costs in yuan, chances assumed.
actions:
  winback:
    - {action: 满二十减八券, channel: 短信, cost: 8, chance: 0.1}
    - {churn_type: fault, action: 店长致电道歉并赠饮, channel: 电话, cost: 15, chance: 0.25}
  retention: {action: 满二十减五券, channel: 短信, cost: 5, chance: 0.2}
  care:
    - {trigger: low_rating, action: 客服回访, channel: 电话, priority: 3, valid_days: 2}
    - {trigger: first_order, action: 新会员问候, channel: 企业微信, priority: 2, pause_days: 365}
    - {trigger: anniversary, action: 入会周年赠饮, channel: 企业微信, priority: 1, pause_days: 300}
    - {trigger: silence, after_days: 45, action: 新品消息, channel: 短信, pause_days: 60}
  caps: {per_customer: 2, window_days: 30, per_day: 50}

# The invented shop asked its members, and wrote down why it may link accounts.
identity: {basis: consent, document: QH-PIA-2026-01, recorded_on: 2025-08-20}
"""


def render() -> str:
    """The file's text."""
    head = "# The demonstration world: four invented tea and coffee brands. The first is ours, the others compete.\n"
    brands = "".join(_brand(brand) for brand in BRANDS)
    words = f"\n# Words that segmentation should keep whole.\nwords: {_flow(_WORDS)}\n\n"
    return f"{head}brands:\n{brands}{words}{_SOURCES}{_STUDY}{_DRAWS}{_apps()}{_FEEDS}"


def write(folder: Path) -> Path:
    """Writes `brands.yml` beside the exports and returns its path."""
    path = folder / FILE_NAME
    path.write_text(render(), encoding="utf-8")
    return path


def _brand(brand: ShopBrand) -> str:
    lines = [f"  - id: {brand.brand_id}", f"    name: {brand.name}", f"    aliases: {_flow(brand.aliases)}"]
    if brand.query:
        lines.append("    # must hold as well: keeps the same letters in another sense out")
        lines.append(f"    query: '{brand.query}'")
    lines += ["    products:", *(f"      - {_product(product)}" for product in brand.products)]
    if brand.competitors:
        lines.append(f"    competitors: [{', '.join(brand.competitors)}]")
    if brand.events:
        lines += ["    events:", *(f"      - {_event(event)}" for event in brand.events)]
    return "\n".join(lines) + "\n"


def _product(product: ShopProduct) -> str:
    category = f", category: {product.category}" if product.category else ""
    return f"{{id: {product.product_id}, name: {product.name}, aliases: {_flow(product.aliases)}{category}}}"


def _event(event: ShopEvent) -> str:
    return f"{{name: {event.name}, from: {event.begins_on}, to: {event.ends_on}, kind: {event.kind}}}"


def _apps() -> str:
    queries = ", ".join(
        f'{{query: "{brand.app_id}", params: {{country: cn}}, brand: {brand.brand_id}}}'
        for brand in BRANDS
        if brand.app_id
    )
    return f'  - {{source: appstore, base_url: "${{WORLD_URL}}", queries: [{queries}]}}\n'


def _flow(words: tuple[str, ...]) -> str:
    # A JSON list is a YAML flow list.
    return json.dumps(list(words), ensure_ascii=False)
