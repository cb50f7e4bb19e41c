"""The project's own measurements; `scrm benchmark NAME` runs `main` of the module NAME."""
