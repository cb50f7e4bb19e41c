"""The parts of nlp.evaluate: labels of files as labels of engines, and the scoring of engines of whole texts."""
