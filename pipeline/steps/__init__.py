"""The steps of the whole job in order: gather -> enrich -> load -> profile -> publish -> report -> alert.

Each takes a Job, is safe to repeat, and returns counts a person can read. DAG files call these and nothing else.
"""
