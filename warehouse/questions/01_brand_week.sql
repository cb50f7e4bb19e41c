-- zh: 品牌这一周怎么样?
-- en: How was the brand's week?
-- reads: v_insight_day
-- asked: brand=青禾茶; first_day=2026-08-24; last_day=2026-08-30
-- how_zh: 两行:本周与上周。先看声量与净情感的变化,再看投诉占比;声量份额只与跟踪的品牌相比。
--   去重声量远小于声量时,说明同一内容在反复转发。
-- how_en: Two rows, this week and the one before. Volume and net sentiment first, then the share of complaints; share of
--   voice is among tracked brands only. A de-duplicated volume far below the volume means the same words being repeated.
-- coverage_zh: 两周的来源须相同(问题 12);`unjudged_count` 多说明净情感只代表有文字的部分。
-- coverage_en: Both weeks need the same sources (question 12); many `unjudged_count` mean that net sentiment speaks only for
--   content with words.
WITH counted AS (
    SELECT
        CASE WHEN d.day >= :first_day THEN '本周 this week' ELSE '上周 week before' END AS period,
        d.brand = :brand AS is_own,
        sum(d.mention_count) AS mentions,
        sum(d.deduplicated_count) AS deduplicated,
        sum(d.organic_count) AS organic,
        sum(d.positive_count) AS positive,
        sum(d.neutral_count) AS neutral,
        sum(d.negative_count) AS negative,
        sum(d.unjudged_count) AS unjudged,
        sum(d.complaint_count) AS complaints,
        sum(d.engagement_count) AS engagement
    FROM v_insight_day AS d
    WHERE d.day BETWEEN :first_day - 7 AND :last_day AND d.brand_id IS NOT NULL
    GROUP BY 1, 2
), shared AS (
    SELECT counted.*, sum(mentions) OVER (PARTITION BY period) AS tracked FROM counted
)
SELECT
    period,
    mentions AS mention_count,
    deduplicated AS deduplicated_count,
    CAST(organic AS DECIMAL(18, 1)) AS organic_count,
    CAST(1.0 * (positive - negative) / nullif(positive + neutral + negative, 0) AS DECIMAL(9, 3)) AS net_sentiment,
    CAST(1.0 * negative / nullif(positive + neutral + negative, 0) AS DECIMAL(9, 3)) AS negative_share,
    unjudged AS unjudged_count,
    complaints AS complaint_count,
    CAST(1.0 * complaints / nullif(mentions, 0) AS DECIMAL(9, 3)) AS complaint_share,
    engagement AS engagement_count,
    CAST(1.0 * mentions / nullif(tracked, 0) AS DECIMAL(9, 3)) AS share_of_voice
FROM shared
WHERE is_own
ORDER BY period DESC
