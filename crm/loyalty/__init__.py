"""How loyal customers are, why, and what a programme of points promises them.

One method a file; results by customer bear the names of `fact_customer_month`. Where the data cannot carry a method,
its function returns NotEnoughEvidence instead of a number.
"""
