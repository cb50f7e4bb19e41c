"""What the measures of `fact_satisfaction` are called; crm computes them, and a test compares the words."""

from collections.abc import Mapping

SATISFACTION_MEASURES: Mapping[str, tuple[str, str]] = {
    "acsi": ("顾客满意度指数(0-100)", "Customer satisfaction index, 0 to 100"),
    "acsi_proxy": ("顾客满意度指数(文本代理)", "Customer satisfaction index (proxy)"),
    "advocacy_share_proxy": ("推荐占比(文本代理)", "Earned mentions that recommend (proxy)"),
    "ces": ("费力度(1-7 均分)", "Customer effort score, mean of 1 to 7"),
    "complaint_rate": ("投诉率(每千单)", "Complaints per 1,000 orders"),
    "csat": ("满意率", "Share of the satisfied"),
    "digital_4r_reach": ("数字4R·触达率", "Reached of those targeted"),
    "digital_4r_recognize": ("数字4R·识别率", "Identified of all customers and authors"),
    "digital_4r_relationship": ("数字4R·互动率", "Identified who interacted in 30 days"),
    "digital_4r_return": ("数字4R·回报", "Attributed revenue for one of cost"),
    "discount_share": ("优惠占比", "Discounts in the list price of what was sold"),
    "earned_voice_share": ("赢得声量占比", "Earned of owned and earned mentions"),
    "expectation_gap": ("期望差距(感知-期望)", "Perception less expectation"),
    "expectation_gap_proxy": ("期望差距(文本代理)", "Perception less expectation (proxy)"),
    "naming_share": ("指名度", "Share of requests that name the brand"),
    "naming_share_proxy": ("指名度(文本代理)", "Share of requests that name the brand (proxy)"),
    "net_reputation_proxy": ("净美誉度(文本代理)", "Net repute (proxy)"),
    "nps": ("净推荐值", "Net promoter score"),
    "price_mention_share_proxy": ("价格提及率(文本代理)", "Mentions that speak of the price (proxy)"),
    "reply_share": ("回复率", "Threads opened by customers that the brand answered"),
    "repurchase_share": ("回头率", "Share of buyers who bought again"),
    "reputation_share_proxy": ("美誉度(文本代理)", "Share of good opinions (proxy)"),
    "request_response_share": ("诉求响应率", "Earned mentions asking for an answer that got one"),
    "spend_per_buyer": ("人均购买额", "Net amount a buyer"),
    "theory_4r_reaction": ("4R理论·反应", "Questions and complaints answered in the term"),
    "theory_4r_relationship": ("4R理论·关系", "Customers who bought before and again"),
    "theory_4r_relevance": ("4R理论·关联", "Customers who buy two categories or more"),
    "theory_4r_reward": ("4R理论·回报", "Profit for one of revenue"),
    "two_way_share": ("双向沟通率", "Answered threads in which the customer spoke again"),
}
"""Code -> Chinese and English name."""
