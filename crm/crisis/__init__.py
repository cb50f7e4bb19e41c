"""Crisis alerts: what is usual for a brand, when its negatives leave that, which single posts alarm.

`alerts` judges days, `crises` hours, both by the past alone; `alert_episodes` takes each brand by what is known of it.
"""

from crm.crisis.clocks import alert_episodes
from crm.crisis.daily import alerts
from crm.crisis.episodes import Crises, crises
from crm.crisis.tones import daily_negatives, daily_topic_negatives, hourly_negatives

__all__ = [
    "Crises", "alert_episodes", "alerts", "crises", "daily_negatives", "daily_topic_negatives", "hourly_negatives",
]  # fmt: skip
