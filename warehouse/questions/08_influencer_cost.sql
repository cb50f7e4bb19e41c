-- zh: 付给达人的钱,换来了多少自然互动?
-- en: What did a natural interaction cost, influencer by influencer?
-- reads: fact_cost fact_propagation v_voice fact_engagement
-- asked: brand=青禾茶; first_day=2026-07-06; last_day=2026-08-30
-- how_zh: 每行一个收了费的账号。`organic_engagement` 是其帖子与转发、回复其帖子的内容的互动量,按自然权重计:付费帖、抽奖、
--   疑似水军为 0 或折减。`cost_per_engagement` 低而 `cost_per_organic` 高,说明互动是买来的,没有带动别人。
-- how_en: One row an account that was paid. `organic_engagement` is that of its posts and of what reposts or answers them, by
--   organic weight: paid posts, lotteries and what looks like a water army count for nothing or less. A low
--   `cost_per_engagement` beside a high `cost_per_organic` means that the engagement was bought and moved nobody else.
-- coverage_zh: 需要费用表(`scrm gather costs`);只认得写明平台与账号的费用。互动取最近一次观测。
-- coverage_en: Needs the costs (`scrm gather costs`); only items that name platform and account. Engagement is the latest seen.
WITH paid AS (
    SELECT p.platform, c.author_id, c.currency, sum(c.cost_amount) AS cost
    FROM fact_cost AS c
    JOIN dim_platform AS p ON p.platform_key = c.platform_key
    JOIN dim_brand AS b ON b.brand_key = c.brand_key
    JOIN dim_date AS d ON d.date_key = c.date_key
    WHERE b.name = :brand AND d.day BETWEEN :first_day AND :last_day AND c.author_id IS NOT NULL
    GROUP BY p.platform, c.author_id, c.currency
), own AS (
    SELECT
        v.platform,
        a.author_id,
        max(a.name) AS author_name,
        max(a.tier) AS tier,
        count(*) AS posts,
        sum(e.engagement_count) AS engagement,
        sum(e.engagement_count * v.organic_weight) AS organic
    FROM v_voice AS v
    JOIN dim_author AS a ON a.author_key = v.author_key
    LEFT JOIN fact_engagement AS e ON e.content_key = v.content_key AND e.is_latest
    WHERE v.brand = :brand AND v.day BETWEEN :first_day AND :last_day
    AND a.author_id IN (SELECT author_id FROM paid)
    GROUP BY v.platform, a.author_id
), passed_on AS (
    SELECT v.platform, w.author_id, sum(e.engagement_count * v.organic_weight) AS organic
    FROM fact_propagation AS f
    JOIN dim_author AS w ON w.author_key = f.parent_author_key
    JOIN v_voice AS v ON v.content_key = f.content_key
    JOIN dim_author AS a ON a.author_key = v.author_key
    JOIN fact_engagement AS e ON e.content_key = v.content_key AND e.is_latest
    WHERE v.brand = :brand AND v.day BETWEEN :first_day AND :last_day
    AND w.author_id IN (SELECT author_id FROM paid)
    AND (a.author_id IS NULL OR a.author_id <> w.author_id)
    GROUP BY v.platform, w.author_id
), measured AS (
    SELECT
        paid.platform,
        o.author_name,
        o.tier,
        paid.currency,
        paid.cost,
        o.posts,
        o.engagement,
        coalesce(o.organic, 0) + coalesce(p.organic, 0) AS organic
    FROM paid
    LEFT JOIN own AS o ON o.platform = paid.platform AND o.author_id = paid.author_id
    LEFT JOIN passed_on AS p ON p.platform = paid.platform AND p.author_id = paid.author_id
)
SELECT
    platform,
    author_name,
    tier,
    coalesce(posts, 0) AS post_count,
    CAST(cost AS DECIMAL(18, 2)) AS cost_amount,
    currency,
    engagement AS engagement_count,
    CAST(organic AS DECIMAL(18, 1)) AS organic_engagement,
    CAST(cost / nullif(engagement, 0) AS DECIMAL(18, 2)) AS cost_per_engagement,
    CAST(cost / nullif(organic, 0) AS DECIMAL(18, 2)) AS cost_per_organic
FROM measured
ORDER BY cost_per_organic NULLS LAST, cost_amount DESC, platform, author_name
LIMIT 20
