"""Where each customer stands: class, life-cycle stage, risks, churn and what to do about it."""
