"""What the sentiment recipe is worth where it was not trained: `python -m nlp.sentiment.study --data FOLDER`.

Nothing here is imported when texts are read. Needs scikit-learn.
"""
