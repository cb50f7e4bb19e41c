"""How satisfied customers are: told by surveys, shown by what they do, and read from what they write.

One method a file. What can be loaded into `fact_satisfaction` has the shape of `crm.satisfaction.rows`, with numerator
and denominator, an interval, n, and the grade of its definition; what is read from texts in place of a survey is marked
as a proxy. Where the data cannot carry a method, its function returns NotEnoughEvidence instead of a number.
"""
