-- zh: 下钻:从一周的负面数到最多人看到的负面帖子
-- en: Drill-down: from the week's negatives to the negative posts most people saw
-- reads: v_mention
-- asked: brand=青禾茶; first_day=2026-08-24; last_day=2026-08-30
-- how_zh: 从合计到话题,再到该话题下互动最多的三条帖子:任何数字都能落到帖子上。正文受限,这里只给标识、平台和互动量。
-- how_en: From the total to topics and to the three posts of each with most engagement: every number ends in posts. Wording is
--   restricted; ids, platform and engagement are enough to open them.
-- coverage_zh: 互动量取最近一次观测;未知的排在最后。
-- coverage_en: Engagement is the latest observation; unknown ones come last.
WITH negatives AS (
    SELECT m.topic, m.mention_id, m.platform_name, m.day, m.engagement_count
    FROM v_mention AS m
    WHERE m.brand = :brand AND m.day BETWEEN :first_day AND :last_day
    AND m.sentiment = 'negative' AND m.topic IS NOT NULL
), ranked AS (
    SELECT
        negatives.*,
        count(*) OVER () AS all_negatives,
        count(*) OVER (PARTITION BY topic) AS topic_negatives,
        row_number() OVER (PARTITION BY topic ORDER BY engagement_count DESC NULLS LAST, mention_id) AS place
    FROM negatives
)
SELECT all_negatives, topic, topic_negatives, place, day, platform_name AS platform, engagement_count
FROM ranked
WHERE place <= 3
ORDER BY topic_negatives DESC, topic, place
LIMIT 9
