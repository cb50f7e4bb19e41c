# Superset with the driver for PostgreSQL, which the official image leaves out, and the dashboards it imports.
FROM apache/superset:6.1.0
USER root
RUN uv pip install --no-cache --python /app/.venv/bin/python psycopg2-binary==2.9.13
COPY docker/superset_config.py /app/pythonpath/superset_config.py
COPY docker/superset-init.sh docker/superset_assets.py /app/docker/
COPY superset/dashboards /app/dashboards
USER superset
