"""The worked questions as one would write them by hand over the flat files of `benchmarks._starflat`.

Same answers, column for column; what is asked about is written into the conditions.
"""

from collections.abc import Mapping
from datetime import date

from benchmarks._starlake import BRAND_NAMES
from benchmarks._starscale import CAMPAIGN
from warehouse.questions import Question

ASKED: dict[str, str | date] = {
    "brand": BRAND_NAMES[0],
    "campaign": CAMPAIGN,
}
"""What every question is asked about; days are those of the worked examples, within the generated hundred."""
UNBOUNDED = ("07", "08", "12", "13")
"""Numbers of the questions held to no bound: three read more than one fact, the generated lake has no customers."""

_NET = "CAST(1.0 * (positive - negative) / nullif(positive + neutral + negative, 0) AS DECIMAL(9, 3))"
_SUMS = """sum(organic_count) AS organic, sum(positive_count) AS positive, sum(neutral_count) AS neutral,
        sum(negative_count) AS negative, sum(engagement_count) AS engagement"""

_HAND = {
    "01": f"""
WITH counted AS (
    SELECT CASE WHEN day >= DATE '{{first_day}}' THEN '本周 this week' ELSE '上周 week before' END AS period,
        brand = '{{brand}}' AS is_own, sum(mention_count) AS mentions, sum(deduplicated_count) AS deduplicated,
        sum(unjudged_count) AS unjudged, sum(complaint_count) AS complaints, {_SUMS}
    FROM {{insight_day}}
    WHERE day BETWEEN DATE '{{first_day}}' - 7 AND DATE '{{last_day}}' AND brand_id IS NOT NULL GROUP BY 1, 2
), shared AS (SELECT counted.*, sum(mentions) OVER (PARTITION BY period) AS tracked FROM counted)
SELECT period, mentions, deduplicated, CAST(organic AS DECIMAL(18, 1)), {_NET},
    CAST(1.0 * negative / nullif(positive + neutral + negative, 0) AS DECIMAL(9, 3)), unjudged, complaints,
    CAST(1.0 * complaints / nullif(mentions, 0) AS DECIMAL(9, 3)), engagement,
    CAST(1.0 * mentions / nullif(tracked, 0) AS DECIMAL(9, 3))
FROM shared WHERE is_own ORDER BY period DESC
""",
    "02": """
WITH topics AS (
    SELECT topic,
        coalesce(sum(positive_count - negative_count) FILTER (WHERE day >= DATE '{first_day}'), 0) AS balance_now,
        coalesce(sum(positive_count - negative_count) FILTER (WHERE day < DATE '{first_day}'), 0) AS balance_before,
        coalesce(sum(positive_count + neutral_count + negative_count) FILTER (WHERE day >= DATE '{first_day}'), 0)
            AS judged_now,
        coalesce(sum(positive_count + neutral_count + negative_count) FILTER (WHERE day < DATE '{first_day}'), 0)
            AS judged_before
    FROM {insight_topic_day}
    WHERE brand = '{brand}' AND day BETWEEN DATE '{first_day}' - 7 AND DATE '{last_day}' GROUP BY topic
), whole AS (
    SELECT topics.*, nullif(sum(judged_now) OVER (), 0) AS all_now, nullif(sum(judged_before) OVER (), 0) AS all_before,
        sum(balance_before) OVER () / nullif(sum(judged_before) OVER (), 0) AS usual
    FROM topics
), parts AS (
    SELECT topic, judged_before, judged_now, 100 * (
        (balance_now - usual * judged_now) / all_now - (balance_before - usual * judged_before) / all_before) AS points
    FROM whole
)
SELECT topic, CAST(judged_before AS DECIMAL(18, 1)), CAST(judged_now AS DECIMAL(18, 1)), CAST(points AS DECIMAL(9, 1))
FROM parts ORDER BY abs(points) DESC, topic NULLS LAST LIMIT 10
""",
    "03": """
WITH summed AS (
    SELECT brand, count(DISTINCT mention_id) AS posted, count(*) FILTER (WHERE is_at_72h AND age_hours >= 24) AS seen,
        sum(engagement_total) FILTER (WHERE is_at_72h AND age_hours >= 24) AS at_72h,
        sum(engagement_total) FILTER (WHERE is_latest) AS latest
    FROM {engagement}
    WHERE published_at >= CAST('{first_day} 00:00:00+08:00' AS TIMESTAMPTZ)
    AND published_at < CAST('{last_day} 00:00:00+08:00' AS TIMESTAMPTZ) + INTERVAL '1 day'
    AND brand_id IS NOT NULL AND engagement_total IS NOT NULL
    GROUP BY brand
)
SELECT brand, posted, seen, at_72h, latest,
    CAST(1.0 * at_72h / nullif(sum(at_72h) OVER (), 0) AS DECIMAL(9, 3)) AS share,
    CAST(1.0 * latest / nullif(sum(latest) OVER (), 0) AS DECIMAL(9, 3))
FROM summed ORDER BY share DESC NULLS LAST, brand
""",
    "04": """
WITH hours AS (
    SELECT date_trunc('hour', timezone('Asia/Shanghai', published_at)) AS hour, count(*) AS mentions,
        count(*) FILTER (WHERE sentiment = 'negative') AS negative, count(*) FILTER (WHERE is_complaint) AS complaints,
        count(*) FILTER (WHERE kind = 'repost') AS reposts, count(*) FILTER (WHERE is_water_army) AS water_army
    FROM {mention}
    WHERE brand = '{brand}' AND day BETWEEN CAST('{first_hour}' AS DATE) - 1 AND CAST('{last_hour}' AS DATE)
    AND published_at >= CAST('{first_hour}+08:00' AS TIMESTAMPTZ) - INTERVAL '24 hours'
    AND published_at < CAST('{last_hour}+08:00' AS TIMESTAMPTZ)
    GROUP BY 1
), measured AS (
    SELECT hours.*, coalesce(sum(negative) OVER (
        ORDER BY hour RANGE BETWEEN INTERVAL '24 hours' PRECEDING AND INTERVAL '1 hour' PRECEDING), 0) AS day_before
    FROM hours
)
SELECT hour, mentions, negative, CAST(day_before / 24.0 AS DECIMAL(9, 1)), sum(negative) OVER (ORDER BY hour),
    complaints, reposts, water_army
FROM measured WHERE hour >= TIMESTAMP '{first_hour}' ORDER BY hour
""",
    "05": f"""
WITH span AS (SELECT begins_on, ends_on FROM {{event}} WHERE brand = '{{brand}}' AND name = '{{campaign}}'),
counted AS (
    SELECT CASE WHEN day < begins_on THEN 1 WHEN day <= ends_on THEN 2 ELSE 3 END AS place,
        count(DISTINCT day) AS days, sum(mention_count) AS mentions, {_SUMS}
    FROM {{insight_day}} JOIN span ON day BETWEEN begins_on - 7 AND ends_on + 7 WHERE brand = '{{brand}}' GROUP BY 1
)
SELECT CASE place WHEN 1 THEN '之前 before' WHEN 2 THEN '期间 during' ELSE '之后 after' END, days,
    CAST(1.0 * mentions / days AS DECIMAL(18, 1)), CAST(1.0 * engagement / days AS DECIMAL(18, 1)),
    CAST(1.0 * organic / nullif(mentions, 0) AS DECIMAL(9, 3)), {_NET}
FROM counted ORDER BY place
""",
    "06": """
WITH cells AS (
    SELECT product, aspect_name, sum(opinion_count) AS opinions, sum(negative_count) AS negative
    FROM {aspect} WHERE brand = '{brand}' AND day BETWEEN DATE '{first_day}' AND DATE '{last_day}'
    GROUP BY product, aspect_name
), brand_cells AS (
    SELECT aspect_name, 1.0 * sum(negative) / sum(opinions) AS share FROM cells GROUP BY aspect_name
), shares AS (
    SELECT cells.*, 1.0 * negative / opinions AS share, CAST(opinions AS DOUBLE PRECISION) AS n
    FROM cells WHERE product IS NOT NULL AND opinions >= 5
)
SELECT s.product, s.aspect_name, s.opinions, s.negative, CAST(s.share AS DECIMAL(9, 3)), CAST(
    (s.share + 1.9208 / n - 1.96 * sqrt((s.share * (1 - s.share) + 0.9604 / n) / n)) / (1 + 3.8416 / n)
    AS DECIMAL(9, 3)) AS cautious, CAST(b.share AS DECIMAL(9, 3))
FROM shares s JOIN brand_cells b ON b.aspect_name = s.aspect_name
ORDER BY cautious DESC, s.product, s.aspect_name LIMIT 12
""",
    "07": """
WITH cases AS (
    SELECT coalesce(m.author_tier, '未知 unknown') AS tier, c.*
    FROM {complaint} c JOIN {mention} m ON m.mention_id = c.complaint_id AND m.brand = c.brand
    WHERE c.brand = '{brand}' AND c.day BETWEEN DATE '{first_day}' AND DATE '{last_day}'
    AND c.channel = 'complaint_platform' AND m.brand = '{brand}'
)
SELECT tier, count(*) AS complaints, count(age_days), count(*) FILTER (WHERE age_days <= 3),
    count(*) FILTER (WHERE age_days BETWEEN 4 AND 7), count(*) FILTER (WHERE age_days > 7),
    count(*) FILTER (WHERE age_days IS NOT NULL AND first_replied_at IS NULL),
    CAST(percentile_cont(0.5) WITHIN GROUP (ORDER BY reply_minutes) / 60 AS DECIMAL(9, 1)),
    CAST(percentile_cont(0.5) WITHIN GROUP (ORDER BY reply_business_minutes) / 60 AS DECIMAL(9, 1)),
    CAST(1.0 * count(*) FILTER (WHERE is_reply_late) / nullif(count(is_reply_late), 0) AS DECIMAL(9, 3))
FROM cases GROUP BY tier ORDER BY complaints DESC, tier
""",
    "08": """
WITH paid AS (
    SELECT platform, author_id, currency, sum(cost_amount) AS cost FROM {cost}
    WHERE brand = '{brand}' AND day BETWEEN DATE '{first_day}' AND DATE '{last_day}' AND author_id IS NOT NULL
    GROUP BY platform, author_id, currency
), own AS (
    SELECT platform, author_id, max(author_name) AS author_name, max(author_tier) AS tier, count(*) AS posts,
        sum(engagement_count) AS engagement, sum(engagement_count * organic_weight) AS organic
    FROM {mention} WHERE brand = '{brand}' AND day BETWEEN DATE '{first_day}' AND DATE '{last_day}'
    GROUP BY platform, author_id
), passed_on AS (
    SELECT platform, parent_author_id AS author_id, sum(engagement_count * organic_weight) AS organic
    FROM {propagation}
    WHERE brand = '{brand}' AND day BETWEEN DATE '{first_day}' AND DATE '{last_day}'
    AND (author_id IS NULL OR author_id <> parent_author_id)
    GROUP BY platform, parent_author_id
), measured AS (
    SELECT paid.platform, o.author_name, o.tier, paid.currency, paid.cost, o.posts, o.engagement,
        coalesce(o.organic, 0) + coalesce(p.organic, 0) AS organic
    FROM paid LEFT JOIN own o ON o.platform = paid.platform AND o.author_id = paid.author_id
    LEFT JOIN passed_on p ON p.platform = paid.platform AND p.author_id = paid.author_id
)
SELECT platform, author_name, tier, coalesce(posts, 0), CAST(cost AS DECIMAL(18, 2)) AS cost_amount, currency,
    engagement, CAST(organic AS DECIMAL(18, 1)), CAST(cost / nullif(engagement, 0) AS DECIMAL(18, 2)),
    CAST(cost / nullif(organic, 0) AS DECIMAL(18, 2)) AS cost_per_organic
FROM measured ORDER BY cost_per_organic NULLS LAST, cost_amount DESC, platform, author_name LIMIT 20
""",
    "09": """
SELECT coalesce(region, '地区未知') AS place, count(*) AS mentions, count(*) FILTER (WHERE platform = 'weibo'),
    count(*) FILTER (WHERE platform = 'xiaohongshu'), count(*) FILTER (WHERE platform = 'douyin'),
    count(*) FILTER (WHERE platform NOT IN ('weibo', 'xiaohongshu', 'douyin')),
    CAST(1.0 * (count(*) FILTER (WHERE sentiment = 'positive') - count(*) FILTER (WHERE sentiment = 'negative'))
        / nullif(count(sentiment), 0) AS DECIMAL(9, 3))
FROM {mention} WHERE brand = '{brand}' AND day BETWEEN DATE '{first_day}' AND DATE '{last_day}'
GROUP BY 1 ORDER BY mentions DESC, place LIMIT 12
""",
    "10": """
WITH shares AS (
    SELECT period_end, persona, sum(author_count) AS authors,
        1.0 * sum(share_numerator) / nullif(max(share_denominator), 0) AS share, max(stability) AS stability
    FROM {persona} GROUP BY period_end, persona
), compared AS (
    SELECT shares.*, lag(share) OVER (PARTITION BY persona ORDER BY period_end) AS before FROM shares
)
SELECT period_end, persona, authors, CAST(share AS DECIMAL(9, 3)) AS member_share, CAST(stability AS DECIMAL(9, 2)),
    CAST(100 * (share - before) AS DECIMAL(9, 1)), CAST((share - before) * ln(share / before) AS DECIMAL(9, 4))
FROM compared ORDER BY period_end, member_share DESC, persona
""",
    "11": """
WITH bought AS (
    SELECT customer_id, CAST(extract(year FROM day) * 12 + extract(month FROM day) AS INTEGER) AS month, order_count,
        net_amount
    FROM {order_line}
    WHERE brand = '{brand}' AND currency = 'CNY' AND day <= DATE '{last_day}' AND customer_id IS NOT NULL
), customers AS (
    SELECT customer_id, min(month) AS first_month, sum(order_count) AS orders FROM bought
    GROUP BY customer_id HAVING sum(order_count) > 0
), cohorts AS (
    SELECT first_month, CAST(extract(year FROM DATE '{last_day}') * 12 + extract(month FROM DATE '{last_day}')
            AS INTEGER) - first_month AS age,
        count(DISTINCT c.customer_id) AS customers,
        count(DISTINCT CASE WHEN c.orders > 1 THEN c.customer_id END) AS returned, sum(order_count) AS orders,
        sum(CASE WHEN month <= first_month THEN net_amount ELSE 0 END) AS value_0,
        sum(CASE WHEN month <= first_month + 1 THEN net_amount ELSE 0 END) AS value_1,
        sum(CASE WHEN month <= first_month + 2 THEN net_amount ELSE 0 END) AS value_2,
        sum(CASE WHEN month <= first_month + 5 THEN net_amount ELSE 0 END) AS value_5, sum(net_amount) AS value
    FROM customers c JOIN bought b ON b.customer_id = c.customer_id GROUP BY first_month
)
SELECT
    CAST((first_month - 1 - mod(first_month - 1, 12)) / 12 * 100 + mod(first_month - 1, 12) + 1 AS INTEGER) AS cohort,
    customers, orders, CAST(1.0 * returned / customers AS DECIMAL(9, 3)), CAST(value_0 / customers AS DECIMAL(18, 2)),
    CASE WHEN age >= 1 THEN CAST(value_1 / customers AS DECIMAL(18, 2)) END,
    CASE WHEN age >= 2 THEN CAST(value_2 / customers AS DECIMAL(18, 2)) END,
    CASE WHEN age >= 5 THEN CAST(value_5 / customers AS DECIMAL(18, 2)) END, CAST(value / customers AS DECIMAL(18, 2))
FROM cohorts ORDER BY cohort
""",
    "12": """
WITH spoken AS (
    SELECT source, count(*) AS mentions, count(*) FILTER (WHERE sentiment IS NULL) AS without_verdict
    FROM {mention} WHERE brand = '{brand}' AND day BETWEEN DATE '{first_day}' AND DATE '{last_day}' GROUP BY source
), gathered AS (
    SELECT source, count(*) AS runs, count(*) FILTER (WHERE outcome NOT IN ('ok', 'ok_empty')) AS incomplete_runs,
        sum(row_count) AS row_count, sum(refused_count) AS refused, count(*) FILTER (WHERE is_capped) > 0 AS is_capped,
        sum(missing_estimate_count) AS missing,
        CAST(timezone('Asia/Shanghai', max(window_to)) AS DATE) AS newest_day
    FROM {coverage} GROUP BY source
)
SELECT g.source, coalesce(s.mentions, 0) AS mentions, coalesce(s.without_verdict, 0), g.runs, g.incomplete_runs,
    CAST(1.0 * g.refused / nullif(g.row_count, 0) AS DECIMAL(9, 4)), g.is_capped, g.missing,
    DATE '{last_day}' - g.newest_day
FROM gathered g LEFT JOIN spoken s ON s.source = g.source ORDER BY mentions DESC, g.source
""",
    "13": """
WITH used AS (
    SELECT customer_id, tier, profit, month FROM {customer}
    WHERE customer_class = 'actual' AND month BETWEEN DATE '{first_day}' AND DATE '{last_day}'
), kept AS (
    SELECT a.tier, power(1.0 * count(*) FILTER (WHERE b.customer_class = 'actual') / count(*), 12) AS share
    FROM used a JOIN {customer} b ON b.customer_id = a.customer_id
        AND b.month = CAST(a.month + INTERVAL '1' MONTH AS DATE) AND b.month <= DATE '{last_day}'
    GROUP BY a.tier
), earned AS (
    SELECT tier, count(*) FILTER (WHERE month = (SELECT max(month) FROM {customer} WHERE month <= DATE '{last_day}'))
            AS customers,
        CAST(12.0 * avg(profit) AS DECIMAL(18, 2)) AS profit
    FROM used GROUP BY tier
), told AS (
    SELECT tier, customers, profit, CAST(share AS DECIMAL(9, 4)) AS share,
        least(CAST(share AS DECIMAL(9, 4)) + CAST({gain} AS DECIMAL(9, 4)), 1.0) AS share_if
    FROM kept JOIN earned USING (tier)
), valued AS (
    SELECT told.*, profit * share / (1 + CAST({discount_rate} AS DECIMAL(9, 4)) - share) AS now_value,
        profit * share_if / (1 + CAST({discount_rate} AS DECIMAL(9, 4)) - share_if) AS then_value
    FROM told
)
SELECT tier, customers, profit, share, CAST(now_value AS DECIMAL(18, 2)), CAST(then_value AS DECIMAL(18, 2)),
    CAST(customers * (then_value - now_value) AS DECIMAL(18, 2)) AS worth
FROM valued ORDER BY worth DESC, tier
""",
}


def by_hand(question: Question, places: Mapping[str, str]) -> str:
    """The statement over flat files or tables that answers a question, about the same brand and days."""
    return _HAND[question.name[:2]].format(**question.asked, **places)
