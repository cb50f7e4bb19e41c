#!/bin/sh
# Runs once before Superset, and again after every upgrade: each line may be repeated.
set -eu
here=$(dirname "$0")
secret() { cat "${SECRETS:-/run/secrets}/$1"; }
superset db upgrade
superset fab create-admin --username admin --firstname Admin --lastname Admin --email admin@example.com \
    --password "$(secret superset_admin_password)"
superset init
: "${WAREHOUSE_URL:=postgresql+psycopg2://analyst:$(secret analyst_db_password)@${POSTGRES_AT:-postgres:5432}/warehouse}"
export WAREHOUSE_URL
python "$here/superset_assets.py" import "${ASSETS:-/app/dashboards}"
