-- Fills the stand-ins of the views from v_mention; the braces take the additive columns (conftest.SUMS).
INSERT INTO v_insight_day BY NAME SELECT day, platform, brand_id, brand, {sums} FROM v_mention GROUP BY ALL;
INSERT INTO v_insight_topic_day BY NAME SELECT day, platform, brand_id, brand, topic_id, topic, {sums} FROM v_mention GROUP BY ALL;
INSERT INTO v_complaint BY NAME SELECT mention_id AS complaint_id, day, platform, brand_id, brand, product, complaint_type,
    0.8 AS severity, platform AS channel, CASE WHEN platform = 'heimao' THEN CASE WHEN content_key % 3 = 0 THEN 'replied'
    WHEN content_key % 3 = 1 THEN 'resolved' ELSE 'open' END END AS status, published_at AS opened_at,
    CASE WHEN platform = 'heimao' AND content_key % 3 < 2 AND content_key % 6 > 0 THEN published_at + INTERVAL 90 MINUTE END
    AS first_replied_at,
    CASE WHEN platform = 'heimao' AND content_key % 3 = 1 THEN published_at + INTERVAL 2 DAY END AS resolved_at,
    CASE WHEN platform = 'heimao' AND content_key % 3 < 2 AND content_key % 6 > 0 THEN 90 END AS reply_minutes,
    CASE WHEN platform = 'heimao' AND content_key % 3 = 1 THEN 2880 END AS resolution_minutes, url
    FROM v_mention WHERE is_complaint;
INSERT INTO v_influencer BY NAME SELECT *, row_number() OVER (PARTITION BY brand_id, period_start
    ORDER BY reach_count DESC, author_id) AS rank FROM (
    SELECT brand_id, brand, CAST(date_trunc('week', day) AS DATE) AS period_start,
    CAST(date_trunc('week', day) AS DATE) + 6 AS period_end, author_id, any_value(author_name) AS author_name, platform,
    any_value(author_tier) AS tier, max(follower_count) AS follower_count, count(*) AS mention_count,
    sum(follower_count) AS reach_count, sum(engagement_count) AS engagement_count, 0.001 * count(*) AS pagerank,
    sum(share_count) AS repost_count, count(*) FILTER (sentiment = 'negative') AS negative_count,
    count(*) FILTER (sentiment = 'positive') AS positive_count
    FROM v_mention WHERE follower_count IS NOT NULL GROUP BY ALL) QUALIFY rank <= 30;
INSERT INTO v_persona BY NAME SELECT CAST(date_trunc('week', day) AS DATE) AS period_start,
    CAST(date_trunc('week', day) AS DATE) + 6 AS period_end, 'p' || (hash(author_id) % 5) AS persona_id,
    ['学生党尝鲜者', '精致宝妈', '都市白领下午茶', '价格敏感党', '未分群'][CAST(hash(author_id) % 5 AS INT) + 1] AS persona,
    '[{"feature":"topic:t_1","zh":"爱聊口味","lift":2.31,"share":0.4,"n":31},{"feature":"habit:night","zh":"夜间活跃","lift":1.8,"share":0.5,"n":40}]' AS evidence, count(DISTINCT author_id) AS author_count, count(*) AS mention_count,
    count(*) FILTER (sentiment = 'positive') AS positive_count, count(*) FILTER (sentiment = 'negative') AS negative_count,
    count(*) FILTER (sentiment = 'neutral') AS neutral_count, mode(topic) AS top_topic, 0.81 AS stability
    FROM v_mention GROUP BY ALL;
INSERT INTO v_persona_member BY NAME SELECT DISTINCT CAST(date_trunc('week', day) AS DATE) AS period_start,
    CAST(date_trunc('week', day) AS DATE) + 6 AS period_end, platform, author_id, 'p' || (hash(author_id) % 5) AS persona_id,
    ['学生党尝鲜者', '精致宝妈', '都市白领下午茶', '价格敏感党', '未分群'][CAST(hash(author_id) % 5 AS INT) + 1] AS persona,
    true AS is_primary, 1 AS author_count FROM v_mention WHERE author_id IS NOT NULL;
INSERT INTO v_alert BY NAME SELECT 'al_1' AS alert_id, 'qinghe' AS brand_id, '青禾茶' AS brand, DATE '2026-11-02' AS opened_on,
    arg_max(day, n) AS peak_on, NULL AS closed_on, 'open' AS state, max(n) AS peak_negative_count,
    (SELECT round(sum(negative_count) / 49) FROM v_insight_day WHERE brand_id = 'qinghe' AND day < '2026-11-02')
    AS baseline_negative_count, '食品安全' AS topic, 'swarm' AS kind FROM (SELECT day, sum(negative_count) AS n FROM v_insight_day
    WHERE brand_id = 'qinghe' AND day >= '2026-11-02' GROUP BY day);
INSERT INTO v_event VALUES ('qinghe', '青禾茶', '秋季联名款上市', '2026-10-15', '2026-10-18', 'campaign'),
    ('qinghe', '青禾茶', '异物视频登上热搜', '2026-11-02', '2026-11-02', 'event'),
    ('qinghe', '青禾茶', '品牌发布致歉声明', '2026-11-04', '2026-11-04', 'event');
INSERT INTO v_coverage BY NAME SELECT source, source || '.csv' AS query, 'r1' AS run_id, TIMESTAMPTZ '2026-11-09 06:00:00+08'
    AS started_at, TIMESTAMPTZ '2026-11-09 06:01:00+08' AS ended_at, CASE WHEN source LIKE 'douyin%' THEN 'partial'
    ELSE 'ok' END AS outcome, 1 AS page_count, count(*) AS row_count, count(*) AS mention_count, 0 AS author_count,
    7 AS refused_count, 0 AS skipped_count, source LIKE 'douyin%' AS is_capped,
    CASE WHEN source LIKE 'douyin%' THEN 120 END AS missing_estimate_count FROM v_mention GROUP BY source;
CREATE TABLE dim_model (model_key BIGINT, task VARCHAR, engine VARCHAR, version VARCHAR, is_current BOOLEAN);
INSERT INTO dim_model VALUES (1, 'sentiment', 'linear', '3f2a91c0', true), (2, 'topic', 'lda', '88c1e0aa', true),
    (3, 'complaint', 'rules', '5d0b7712', true), (4, 'sentiment', 'linear', '00000000', false);
INSERT INTO v_correction BY NAME SELECT mention_id, day, platform, brand_id, brand,
    CASE WHEN is_abstained THEN 'abstained' ELSE sentiment END AS machine,
    CASE WHEN content_key % 10 = 0 THEN 'neutral' ELSE coalesce(sentiment, 'negative') END AS human, true AS is_random,
    1 AS correction_count, 0 AS agreed_count FROM v_mention WHERE brand_id = 'qinghe' AND content_key % 5 = 0
    AND (is_abstained OR sentiment IS NOT NULL);
