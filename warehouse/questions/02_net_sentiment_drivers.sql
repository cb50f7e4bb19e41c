-- zh: 是什么带动了净情感的变化?
-- en: What moved net sentiment?
-- reads: v_insight_topic_day
-- asked: brand=青禾茶; first_day=2026-08-24; last_day=2026-08-30
-- how_zh: 每个话题对变化的贡献(百分点),各行相加等于净情感的变化。语气与平时相同的话题,无论增长多少,贡献为 0。
--   `topic` 为空的一行是未分话题的内容。
-- how_en: Each topic's part in the change, in points; the rows add up to the change of net sentiment. A topic whose tone is
--   the usual one adds nothing, however much it grows. The row without a topic is content that has none.
-- coverage_zh: 两期已判断条数(`judged_*`)都要足够:少于 30 条时一条帖子就能改变符号。
-- coverage_en: Both periods need enough judged content (`judged_*`): under 30, one post can turn the sign.
WITH topics AS (
    SELECT
        d.topic,
        sum(CASE WHEN d.day >= :first_day THEN d.positive_count - d.negative_count ELSE 0 END) AS balance_now,
        sum(CASE WHEN d.day < :first_day THEN d.positive_count - d.negative_count ELSE 0 END) AS balance_before,
        sum(CASE WHEN d.day >= :first_day THEN d.positive_count + d.neutral_count + d.negative_count ELSE 0 END)
            AS judged_now,
        sum(CASE WHEN d.day < :first_day THEN d.positive_count + d.neutral_count + d.negative_count ELSE 0 END)
            AS judged_before
    FROM v_insight_topic_day AS d
    WHERE d.brand = :brand AND d.day BETWEEN :first_day - 7 AND :last_day
    GROUP BY d.topic
), whole AS (
    SELECT
        topics.*,
        nullif(sum(judged_now) OVER (), 0) AS all_now,
        nullif(sum(judged_before) OVER (), 0) AS all_before,
        sum(balance_before) OVER () / nullif(sum(judged_before) OVER (), 0) AS usual
    FROM topics
), parts AS (
    SELECT
        topic,
        judged_before,
        judged_now,
        100 * ((balance_now - usual * judged_now) / all_now - (balance_before - usual * judged_before) / all_before)
            AS points
    FROM whole
)
SELECT
    topic,
    CAST(judged_before AS DECIMAL(18, 1)) AS judged_before,
    CAST(judged_now AS DECIMAL(18, 1)) AS judged_now,
    CAST(points AS DECIMAL(9, 1)) AS contribution_points
FROM parts
ORDER BY abs(points) DESC, topic NULLS LAST
LIMIT 10
