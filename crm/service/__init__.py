"""Complaints and service: how fast and how well they are answered, what causes them, how many people that takes.

Shares come with their numerator, denominator and interval; what is not known stays out and is counted.
"""
