"""The star: records become tables, tables become answers. The only room that knows SQLAlchemy and DuckDB."""
