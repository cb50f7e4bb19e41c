"""Hashed character n-grams: what every linear engine here reads, and how its weights are fitted and stored."""
