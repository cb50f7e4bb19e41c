"""Partitions, raw zone, manifests and run state: the truth that the warehouse is built from."""
