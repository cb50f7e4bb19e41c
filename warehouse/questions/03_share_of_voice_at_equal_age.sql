-- zh: 在相同帖龄下,各品牌的声量份额是多少?
-- en: What is each brand's share of voice at equal post age?
-- reads: v_voice fact_engagement
-- asked: first_day=2026-08-03; last_day=2026-08-30
-- how_zh: 互动量随时间累积,早发的帖子占便宜。`share_at_72h` 只用发布后 24 至 72 小时之间的最后一次观测,各品牌同龄可比;
--   `share_latest` 用最近一次观测。两者相差大,说明差距来自帖龄而不是热度。
-- how_en: Engagement piles up with time, so older posts win. `share_at_72h` takes of each post the last observation between
--   24 and 72 hours after it appeared, so that brands are compared at equal age; `share_latest` takes the latest one. Where
--   the two differ, the gap is one of age, not of warmth.
-- coverage_zh: `seen_in_time_count` 是有该龄观测的帖子数,`posted_count` 是全部有互动数的帖子;比例低则结论弱,应加密采集。
-- coverage_en: `seen_in_time_count` of `posted_count` posts were observed at that age; where few were, gather more often.
WITH seen AS (
    SELECT
        v.brand,
        v.content_key,
        e.engagement_count,
        e.is_latest,
        e.is_at_72h AND e.age_hours >= 24 AS is_in_time
    FROM v_voice AS v
    JOIN fact_engagement AS e ON e.content_key = v.content_key
    WHERE v.published_at >= timezone('Asia/Shanghai', CAST(:first_day AS TIMESTAMP))
    AND v.published_at < timezone('Asia/Shanghai', CAST(:last_day + 1 AS TIMESTAMP))
    AND e.observed_at >= timezone('Asia/Shanghai', CAST(:first_day AS TIMESTAMP))
    AND v.brand_id IS NOT NULL AND e.engagement_count IS NOT NULL
), summed AS (
    SELECT
        brand,
        count(DISTINCT content_key) AS posted_count,
        count(*) FILTER (WHERE is_in_time) AS seen_in_time_count,
        sum(engagement_count) FILTER (WHERE is_in_time) AS at_72h,
        sum(engagement_count) FILTER (WHERE is_latest) AS latest
    FROM seen
    GROUP BY brand
)
SELECT
    brand,
    posted_count,
    seen_in_time_count,
    at_72h AS engagement_at_72h,
    latest AS engagement_latest,
    CAST(1.0 * at_72h / nullif(sum(at_72h) OVER (), 0) AS DECIMAL(9, 3)) AS share_at_72h,
    CAST(1.0 * latest / nullif(sum(latest) OVER (), 0) AS DECIMAL(9, 3)) AS share_latest
FROM summed
ORDER BY share_at_72h DESC NULLS LAST, brand
