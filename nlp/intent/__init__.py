"""What the author of a post is up to: ask, buy, complain, recommend, leave, none."""

from nlp.intent.rules import NONE, IntentRules, load

__all__ = ["NONE", "IntentRules", "load"]
