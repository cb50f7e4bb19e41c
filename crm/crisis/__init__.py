"""Crisis alerts: what is usual for a brand, when its negatives leave that, which single posts alarm.

`alerts` judges days, `crises` hours; both by the past alone.
"""

from crm.crisis.daily import alerts
from crm.crisis.episodes import Crises, crises
from crm.crisis.tones import daily_negatives, daily_topic_negatives, hourly_negatives

__all__ = ["Crises", "alerts", "crises", "daily_negatives", "daily_topic_negatives", "hourly_negatives"]
