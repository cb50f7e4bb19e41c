"""Training of the aspect engines' weights: `python -m nlp.aspects.train --data FOLDER`. Needs scikit-learn.

Nothing here is imported when texts are read.
"""
