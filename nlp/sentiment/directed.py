"""The linear engine, put right by rules where it is unsure: see nlp.directed."""

from nlp.directed.engine import load

__all__ = ["load"]
