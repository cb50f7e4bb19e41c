"""Training of the linear engine's weights: `python -m nlp.emotion.train --data FOLDER`. Needs scikit-learn.

Nothing here is imported when texts are read.
"""
