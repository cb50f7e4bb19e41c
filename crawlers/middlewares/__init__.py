"""How requests are made politely: one file, one job, order in settings.py."""
