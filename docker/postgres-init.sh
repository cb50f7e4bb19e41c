#!/bin/bash
# Runs when the volume of PostgreSQL is new: a database and a login each for Airflow, the warehouse and Superset, none of
# which may enter another's, and a login that reads the warehouse only.
set -euo pipefail
secret() { cat "${SECRETS:-/run/secrets}/$1"; }

psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set airflow="$(secret airflow_db_password)" --set warehouse="$(secret warehouse_db_password)" \
    --set superset="$(secret superset_db_password)" --set analyst="$(secret analyst_db_password)" <<'SQL'
CREATE ROLE airflow LOGIN PASSWORD :'airflow';
CREATE ROLE warehouse LOGIN CREATEROLE PASSWORD :'warehouse';
CREATE ROLE superset LOGIN PASSWORD :'superset';
CREATE ROLE analyst LOGIN PASSWORD :'analyst' CONNECTION LIMIT 20;
CREATE DATABASE airflow OWNER airflow;
CREATE DATABASE warehouse OWNER warehouse;
CREATE DATABASE superset OWNER superset;
REVOKE CONNECT ON DATABASE postgres, airflow, warehouse, superset FROM PUBLIC;
GRANT CONNECT ON DATABASE warehouse TO analyst;
ALTER ROLE analyst SET default_transaction_read_only = on;
ALTER ROLE analyst SET statement_timeout = '60s';
SQL
