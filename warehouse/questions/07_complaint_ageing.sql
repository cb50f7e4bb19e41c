-- zh: 未了结的投诉积压多久了?各层级作者的回复是否及时?
-- en: How old are open complaints, and is the answer in time, by tier of author?
-- reads: v_complaint v_voice
-- asked: brand=青禾茶; first_day=2026-07-06; last_day=2026-08-30
-- how_zh: 每行一个粉丝层级。处理中的按到数据最后一日的天数分段;`late_reply_share` 是超过回复期限的占比(未回复而已过期的也算),
--   期限按工作日计。`median_business_hours` 只算营业时间,节假日与调休已计入,周末收到的投诉不会显得慢。层级越高未回复越多,风险越大。
-- how_en: One row a tier of followers. Open ones by days until the last day of the data; `late_reply_share` were not answered
--   within their term in working days, unanswered ones past it included. `median_business_hours` counts opening hours alone, with
--   holidays and make-up days, so that a complaint of Saturday does not look slow. The higher the tier of those who wait, the
--   greater the risk.
-- coverage_zh: 只有投诉平台给出处理过程;帖子里识别出的投诉(`channel = 'post'`)没有回复信息,不在此列。投诉平台多不给粉丝数,层级为未知。
-- coverage_en: Only complaint platforms show how a case was handled; complaints detected in posts (`channel = 'post'`) are left
--   out. Such platforms rarely tell followers, so most tiers are unknown.
WITH cases AS (
    SELECT
        coalesce(a.tier, '未知 unknown') AS tier,
        c.first_replied_at,
        c.reply_minutes,
        c.reply_business_minutes,
        c.is_reply_late,
        c.age_days
    FROM v_complaint AS c
    JOIN v_voice AS v ON v.content_key = c.content_key AND v.brand_id = c.brand_id
    JOIN dim_author AS a ON a.author_key = v.author_key
    WHERE c.brand = :brand AND v.brand = :brand AND c.day BETWEEN :first_day AND :last_day
    AND c.channel = 'complaint_platform'
)
SELECT
    tier,
    count(*) AS complaint_count,
    count(age_days) AS open_count,
    count(*) FILTER (WHERE age_days <= 3) AS open_to_3_days,
    count(*) FILTER (WHERE age_days BETWEEN 4 AND 7) AS open_4_to_7_days,
    count(*) FILTER (WHERE age_days > 7) AS open_over_7_days,
    count(*) FILTER (WHERE age_days IS NOT NULL AND first_replied_at IS NULL) AS open_unanswered_count,
    CAST(percentile_cont(0.5) WITHIN GROUP (ORDER BY reply_minutes) / 60 AS DECIMAL(9, 1)) AS median_reply_hours,
    CAST(percentile_cont(0.5) WITHIN GROUP (ORDER BY reply_business_minutes) / 60 AS DECIMAL(9, 1))
        AS median_business_hours,
    CAST(1.0 * count(*) FILTER (WHERE is_reply_late) / nullif(count(is_reply_late), 0) AS DECIMAL(9, 3))
        AS late_reply_share
FROM cases
GROUP BY tier
ORDER BY complaint_count DESC, tier
