"""Messages with everything that must not act: markup, a call to everybody, an address, right-to-left text, emoji."""

from dataclasses import replace

from reports.card import inert
from reports.messages import Message

ALERT = Message(
    key="al_1", stage="opened", brand_id="qinghe", brand="青禾茶", label=("预警", "Alert"), at="2026-11-02 14:00",
    mood="bad",
    sentences=(
        ("11月2日14时起，「生椰拿铁」的「食品安全」引发负面：单日负面 960 条，是平日的 12 倍，截至8日仍未平息。",
         "Since 2 Nov 14:00, “食品安全” of “生椰拿铁” drew negative mentions: 960 that day, 12x the usual 80."),
        ("传播最广的是微博头部账号青***（160万 粉丝）。", "Spread most by 青*** (Weibo, head, 1.6M followers)."),
    ),
    posts=(
        inert("· 微博：喝出异物😡 @所有人 [点我](http://evil.invalid) <b>=cmd()</b> *大家* 转发"),
        inert("· 抖音：تجربة سيئة\u202e txt.exe 👨‍👩‍👧 5元|杯 & 退款"),
    ),
    link="https://crm.invalid/reports/青禾 (茶).html", urgency=0.8, size=960,
)  # fmt: skip

OVER = replace(
    ALERT, stage="over", label=("预警解除", "Alert over"), mood="over", is_over=True, posts=(), is_repeat=True
)
WEEKLY = replace(
    ALERT, key="weekly:qinghe:2026-11-02", stage="weekly", label=("周报·变化", "Weekly: change"), mood="news",
    at="2026-11-02 – 2026-11-08",
    sentences=(("本周净情感 −12.3%。", "Net sentiment −12.3% this week."), ("声量 1,204", "Volume 1,204")),
)  # fmt: skip
DAILY = replace(WEEKLY, key="daily:qinghe:2026-11-08", stage="daily", label=("日报·平稳", "Daily: calm"), mood="calm",
                at="2026-11-08", link="")  # fmt: skip
ALL = {"alert": ALERT, "over": OVER, "daily": DAILY, "weekly": WEEKLY}
