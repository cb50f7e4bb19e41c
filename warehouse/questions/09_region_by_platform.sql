-- zh: 哪些地区、在哪个平台上谈论品牌,口碑如何?
-- en: Where do people speak of the brand, by region and platform, and in what tone?
-- reads: v_voice
-- asked: brand=青禾茶; first_day=2026-08-24; last_day=2026-08-30
-- how_zh: 每行一个地区,平台横排;最后一列是净情感。地区是作者发布当时的 IP 属地或资料所写。
-- how_en: One row a region with platforms side by side, net sentiment last. The region is the author's IP属地 or profile at the
--   time of the post.
-- coverage_zh: 许多来源不给地区:`地区未知` 一行说明有多少内容无从归属;排名只在已知部分内有效。
-- coverage_en: Many sources give no region: the row `地区未知` says how much cannot be placed; the ranking holds for the rest.
SELECT
    coalesce(m.region, '地区未知') AS region,
    count(*) AS mention_count,
    count(*) FILTER (WHERE m.platform = 'weibo') AS weibo,
    count(*) FILTER (WHERE m.platform = 'xiaohongshu') AS xiaohongshu,
    count(*) FILTER (WHERE m.platform = 'douyin') AS douyin,
    count(*) FILTER (WHERE m.platform NOT IN ('weibo', 'xiaohongshu', 'douyin')) AS other,
    CAST(
        1.0 * (count(*) FILTER (WHERE m.sentiment = 'positive') - count(*) FILTER (WHERE m.sentiment = 'negative'))
        / nullif(count(m.sentiment), 0) AS DECIMAL(9, 3)
    ) AS net_sentiment
FROM v_voice AS m
WHERE m.brand = :brand AND m.day BETWEEN :first_day AND :last_day
GROUP BY 1
ORDER BY mention_count DESC, region
LIMIT 12
