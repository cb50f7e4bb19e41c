-- zh: 旋转:各细分客户处于哪些关系阶段
-- en: Pivot: the stages of each segment's customers
-- reads: v_customer
-- how_zh: 细分放在行上,关系阶段转到列上;`segment_name` 写明该细分明显多见的购买习惯、提升倍数(×)与人数(n)。
-- how_en: Segments stand on the rows, stages are turned to the columns; `segment_name` says which habits the segment shows more
--   often than all customers do, with lift (×) and number of members (n).
-- coverage_zh: 需要订单;只有最近一个完整月份有细分,成员不足十人的细分并入“未细分”。
-- coverage_en: Needs orders. Only the latest whole month has segments; those of fewer than ten members fall under `未细分`.
SELECT
    coalesce(segment, '未细分') AS segment,
    max(segment_name) AS segment_name,
    count(*) AS customer_count,
    count(CASE WHEN stage = 'exploration' THEN 1 END) AS exploration_count,
    count(CASE WHEN stage = 'build_up' THEN 1 END) AS build_up_count,
    count(CASE WHEN stage = 'maturity' THEN 1 END) AS maturity_count,
    count(CASE WHEN stage = 'decline' THEN 1 END) AS decline_count,
    sum(net_amount) AS net_amount
FROM v_customer
WHERE month = (SELECT max(month) FROM v_customer)
GROUP BY coalesce(segment, '未细分')
ORDER BY customer_count DESC, segment
