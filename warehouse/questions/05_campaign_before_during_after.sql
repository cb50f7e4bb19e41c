-- zh: 一次活动之前、期间和之后有什么不同?
-- en: What differed before, during and after a campaign?
-- reads: v_event v_insight_day
-- asked: brand=青禾茶; campaign=杨梅冰茶上市
-- how_zh: 前后各取 7 天,均按日平均,长短不同也可比。声量上升而净情感下降,是引来了批评;`organic_share` 低说明声量来自付费或刷量。
--   这只是前后对比,不是因果:同期的节日与竞品活动要另看。
-- how_en: Seven days before and after, all as daily means, so that spans of different length compare. A rise in volume with a
--   fall in net sentiment drew critics; a low `organic_share` means that paid or staged content made the volume. It is a
--   comparison, not a cause: holidays and rivals' campaigns of the same days need a look of their own.
-- coverage_zh: `day_count` 应为完整天数:少于应有天数说明有的日子没有数据。
-- coverage_en: `day_count` should be whole: fewer days than the span has mean days without data.
WITH span AS (
    SELECT e.brand, e.begins_on, e.ends_on
    FROM v_event AS e
    WHERE e.brand = :brand AND e.name = :campaign
), counted AS (
    SELECT
        CASE WHEN d.day < s.begins_on THEN 1 WHEN d.day <= s.ends_on THEN 2 ELSE 3 END AS place,
        count(DISTINCT d.day) AS days,
        sum(d.mention_count) AS mentions,
        sum(d.organic_count) AS organic,
        sum(d.positive_count) AS positive,
        sum(d.neutral_count) AS neutral,
        sum(d.negative_count) AS negative,
        sum(d.engagement_count) AS engagement
    FROM v_insight_day AS d
    JOIN span AS s ON s.brand = d.brand AND d.day BETWEEN s.begins_on - 7 AND s.ends_on + 7
    GROUP BY 1
)
SELECT
    CASE place WHEN 1 THEN '之前 before' WHEN 2 THEN '期间 during' ELSE '之后 after' END AS phase,
    days AS day_count,
    CAST(1.0 * mentions / days AS DECIMAL(18, 1)) AS mentions_per_day,
    CAST(1.0 * engagement / days AS DECIMAL(18, 1)) AS engagement_per_day,
    CAST(1.0 * organic / nullif(mentions, 0) AS DECIMAL(9, 3)) AS organic_share,
    CAST(1.0 * (positive - negative) / nullif(positive + neutral + negative, 0) AS DECIMAL(9, 3)) AS net_sentiment
FROM counted
ORDER BY place
