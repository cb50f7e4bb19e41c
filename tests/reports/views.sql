-- Fills the stand-ins of the views from v_mention; the braces take the additive columns (conftest.SUMS).
DROP TABLE v_mention_brief;
CREATE VIEW v_mention_brief AS SELECT content_key, day, platform, brand_id, brand, product, topic_id, topic, sentiment,
    is_abstained, is_complaint, complaint_type, author_id, is_inherited,
    engagement_count FROM v_mention;
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
INSERT INTO v_propagation BY NAME SELECT day, platform, brand_id, 'repost' AS kind, mention_id, author_id, author_name,
    CASE WHEN n <= 20 THEN 'weibo:story' ELSE first_value(mention_id) OVER (ORDER BY n) END AS parent_mention_id,
    'weibo:story' AS root_mention_id, 1 AS propagation_count FROM (SELECT *, row_number() OVER (ORDER BY mention_id) AS n
    FROM v_mention WHERE brand_id = 'qinghe' AND day = DATE '2026-11-03' AND platform = 'weibo' AND sentiment = 'negative')
    WHERE n <= 30;
INSERT INTO v_cascade BY NAME SELECT DATE '2026-11-02' AS day, 'weibo' AS platform, brand_id, '青禾茶' AS brand, root_mention_id AS
    mention_id, 'a_00001w' AS author_id, '云***' AS author_name, count(*) AS repost_count, count(DISTINCT author_id) AS
    author_count, 20 AS direct_count, 2 AS depth, 20 AS breadth, 2.4 AS structural_virality, 95.0 AS half_life_minutes,
    1300.0 AS span_minutes FROM v_propagation GROUP BY ALL;
INSERT INTO v_sentiment_mover BY NAME SELECT brand_id, brand, period_start, period_end, '食品安全' AS topic, platform, author_id,
    author_name, positive_count, 0 AS neutral_count, negative_count, 0 AS previous_positive_count, 0 AS
    previous_neutral_count, 0 AS previous_negative_count, (positive_count - negative_count) / 4.0 AS own_points,
    0.0 AS caused_points, (positive_count - negative_count) / 4.0 AS points FROM v_influencer;
INSERT INTO v_persona BY NAME SELECT CAST(date_trunc('week', day) AS DATE) AS period_start,
    CAST(date_trunc('week', day) AS DATE) + 6 AS period_end, 'p' || (hash(author_id) % 5) AS persona_id,
    ['学生党尝鲜者', '精致宝妈', '都市白领下午茶', '价格敏感党', '未分群'][CAST(hash(author_id) % 5 AS INT) + 1] AS persona,
    '[{"feature":"topic:t_1","zh":"爱聊口味","lift":2.31,"share":0.4,"n":31},{"feature":"hour:evening","zh":"晚间","lift":1.8,"share":0.5,"n":40}]' AS evidence, count(DISTINCT author_id) AS author_count, count(*) AS mention_count,
    count(*) FILTER (sentiment = 'positive') AS positive_count, count(*) FILTER (sentiment = 'negative') AS negative_count,
    count(*) FILTER (sentiment = 'neutral') AS neutral_count, mode(topic) AS top_topic, 0.81 AS stability,
    '{"need": [{"item": "排队", "share": 0.4, "lift": 2.1, "n": 12}], "channel": [{"item": "weibo", "share": 0.7, "lift": 1.2, "n": 20}],
    "hour": [{"item": "晚间", "share": 0.9, "lift": 1.6, "n": 26}, {"item": "上午", "share": 0.2, "lift": 0.4, "n": 11}]}' AS card
    FROM v_mention GROUP BY ALL;
INSERT INTO v_persona_drift BY NAME SELECT DISTINCT period_start, period_end, persona_id, persona, 'kept' AS state,
    persona AS before_persona, 0.92 AS jaccard FROM v_persona;
INSERT INTO v_persona_member BY NAME SELECT DISTINCT CAST(date_trunc('week', day) AS DATE) AS period_start,
    CAST(date_trunc('week', day) AS DATE) + 6 AS period_end, platform, author_id, 'p' || (hash(author_id) % 5) AS persona_id,
    ['学生党尝鲜者', '精致宝妈', '都市白领下午茶', '价格敏感党', '未分群'][CAST(hash(author_id) % 5 AS INT) + 1] AS persona,
    true AS is_primary, 1 AS author_count FROM v_mention WHERE author_id IS NOT NULL;
UPDATE v_persona_member AS m SET evidence = p.evidence, top_topic = p.top_topic, stability = p.stability, card = p.card
    FROM v_persona AS p WHERE p.persona_id = m.persona_id AND p.period_start = m.period_start;
INSERT INTO v_alert BY NAME SELECT 'al_1' AS alert_id, 'qinghe' AS brand_id, '青禾茶' AS brand, DATE '2026-11-02' AS opened_on,
    arg_max(day, n) AS peak_on, NULL AS closed_on, 'open' AS state, max(n) AS peak_negative_count,
    (SELECT round(sum(negative_count) / 49) FROM v_insight_day WHERE brand_id = 'qinghe' AND day < '2026-11-02')
    AS baseline_negative_count, '食品安全' AS topic, 'swarm' AS kind FROM (SELECT day, sum(negative_count) AS n FROM v_insight_day
    WHERE brand_id = 'qinghe' AND day >= '2026-11-02' GROUP BY day);
INSERT INTO v_alert_spreader BY NAME SELECT 'al_1' AS alert_id, row_number() OVER (ORDER BY max(follower_count) DESC, author_id) AS rank,
    platform, author_id, any_value(author_name) AS author_name, any_value(author_tier) AS tier, count(*) AS negative_count,
    max(follower_count) AS follower_count FROM v_mention WHERE brand_id = 'qinghe' AND day >= '2026-11-02' AND topic = '食品安全'
    AND sentiment = 'negative' AND follower_count IS NOT NULL GROUP BY platform, author_id QUALIFY rank <= 10;
INSERT INTO v_aspect BY NAME SELECT mention_id, day, brand_id, brand, product, 'restaurant.' || complaint_type AS aspect,
    topic AS aspect_name, sentiment FROM v_mention WHERE complaint_type IS NOT NULL;
INSERT INTO v_improvement BY NAME SELECT DATE '2026-11-01' AS month, 'qinghe' AS brand_id, '青禾茶' AS brand, product,
    product IS NULL AS is_total, aspect, aspect_name, row_number() OVER (PARTITION BY product ORDER BY gap DESC) AS impact_rank,
    n AS mention_count, n // 2 AS negative_count, 120 AS all_mention_count, 200 AS review_count, 4.1 - gap AS mean_rating,
    gap AS rating_gap, gap - 0.2 AS gap_low, gap + 0.2 AS gap_high, gap * n / 120 AS impact, gap > 0.2 AS is_sure,
    0.4 AS part_worth_proxy, 0.1 AS part_worth_low, 0.7 AS part_worth_high, kind AS kano_kind_proxy FROM (VALUES
    (NULL, 'restaurant.food_safety', '食品安全', 40, 1.9, 'must_be'), (NULL, 'restaurant.delivery', '配送', 30, 0.8, NULL),
    (NULL, 'restaurant.price', '价格', 24, 0.3, 'one_dimensional'), (NULL, 'restaurant.service', '服务', 16, 0.1, NULL),
    (NULL, 'restaurant.quality', '口味', 10, -0.6, 'attractive'), ('生椰拿铁', 'restaurant.food_safety', '食品安全', 30, 2.2, NULL))
    AS told(product, aspect, aspect_name, n, gap, kind);
INSERT INTO v_satisfaction BY NAME SELECT month, 'qinghe' AS brand_id, '青禾茶' AS brand, true AS is_total, measure,
    measure_name, measure AS measure_name_en, numerator, denominator, low AS value_low, high AS value_high,
    n AS evidence_count, measure LIKE '%_proxy' AS is_proxy FROM (VALUES
    (DATE '2026-10-01', 'nps', '净推荐值', 30, 100, 0.2, 0.4, 100), (DATE '2026-11-01', 'nps', '净推荐值', -10, 100, -0.25, 0.05, 100),
    (DATE '2026-11-01', 'csat', '满意率', 70, 100, 0.6, 0.78, 100), (DATE '2026-09-01', 'ces', '费力度(1-7 均分)', 500, 100, 4.8, 5.2, 100),
    (DATE '2026-11-01', 'ces', '费力度(1-7 均分)', 4, 4, 1, 1, 4), (DATE '2026-10-01', 'ces', '费力度(1-7 均分)', 15, 5, 2, 4, 5),
    (DATE '2026-05-01', 'repurchase_share', '回头率', 260, 500, 0.48, 0.56, 500),
    (DATE '2026-10-01', 'reputation_share_proxy', '美誉度(文本代理)', 700, 1000, 0.67, 0.73, 1000),
    (DATE '2026-11-01', 'reputation_share_proxy', '美誉度(文本代理)', 690, 1000, 0.66, 0.72, 1000))
    AS told(month, measure, measure_name, numerator, denominator, low, high, n);
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
INSERT INTO v_service_period BY NAME SELECT 'qinghe' AS brand_id, '青禾茶' AS brand, true AS is_total, DATE '2026-11-01' AS month,
    milestone, 60 AS complaint_count, 60 AS case_count, n AS ended_count, 60 - n AS censored_count, median AS median_minutes,
    0.4 AS within_24h_share, 6 AS late_count, 40 AS decided_count FROM (VALUES ('reply', 40, 1210.0), ('resolution', 20, NULL))
    AS told(milestone, n, median);
INSERT INTO v_root_cause BY NAME SELECT 'qinghe' AS brand_id, '青禾茶' AS brand, '生椰拿铁' AS product, 'food_safety' AS theme,
    '食品安全' AS theme_name, DATE '2026-09-14' AS period_start, DATE '2026-11-08' AS period_end, 50 AS complaint_count,
    20.0 AS expected_count, 2.5 AS lift, 1.9 AS lift_low, 3.3 AS lift_high, 0.001 AS q_value, 1 AS rank;
INSERT INTO v_term_day BY NAME SELECT day, brand_id, brand, term, coalesce(CASE WHEN is_abstained THEN NULL ELSE sentiment END,
    'unjudged') AS tone, count(*) AS mention_count, count(DISTINCT author_id) AS author_count FROM v_mention JOIN (
    SELECT unnest(['异物', '肚子疼', '投诉', '门店', '视频', '退款', '失望', '敷衍', '好喝', '回购', '加分', '活动', '离谱', '青禾茶'])
    AS term) ON contains(text, term) WHERE text IS NOT NULL GROUP BY ALL;
