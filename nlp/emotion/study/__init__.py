"""Five-fold scores of the emotion recipe: `python -m nlp.emotion.study --data FOLDER`."""
