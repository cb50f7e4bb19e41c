"""The demonstration world: a generator with its own sentences, a truth file, and a replay site with scripted faults.

`world.generate(folder)` writes it; `world.site.serve(folder)` serves its feeds.
"""

from world.generate import DEFAULT_SEED, World, generate

__all__ = ["DEFAULT_SEED", "World", "generate"]
