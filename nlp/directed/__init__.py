"""Sentiment of the parts: whom or what a judgement is about, and rules where a bag of n-grams misreads.

`engine` is a sentiment engine over whole texts; its `read_targets` judges brands and products inside a text.
"""
