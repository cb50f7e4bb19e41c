"""Training of the linear engine's weights: `python -m nlp.sentiment.train --data FOLDER`. Needs scikit-learn.

Nothing here is imported when texts are read.
"""
