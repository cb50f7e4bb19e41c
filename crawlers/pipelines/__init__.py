"""What happens to a received page before the next one is asked for: one file, one job, order in settings.py."""
