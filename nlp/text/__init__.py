"""Cleaning, folding and segmentation of Chinese social text."""

from nlp.text.clean import CleanText, clean
from nlp.text.fold import fold
from nlp.text.segment import Segmenter, segmenter, stop_words

__all__ = ["CleanText", "Segmenter", "clean", "fold", "segmenter", "stop_words"]
