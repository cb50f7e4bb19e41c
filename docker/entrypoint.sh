#!/bin/sh
# Reads the secrets that this container was given into the settings that hold them, then becomes the command.
# A secret is a file below SECRETS (compose mounts them there); none is ever written to the image, a log or `.env`.
set -eu
SECRETS=${SECRETS:-/run/secrets}
POSTGRES_AT=${POSTGRES_AT:-postgres:5432}
REDIS_AT=${REDIS_AT:-redis:6379}

given() { [ -r "$SECRETS/$1" ]; }
secret() { cat "$SECRETS/$1"; }

if given airflow_db_password; then
    airflow_db="airflow:$(secret airflow_db_password)@$POSTGRES_AT/airflow"
    export AIRFLOW__DATABASE__SQL_ALCHEMY_CONN="postgresql+psycopg2://$airflow_db"
    export AIRFLOW__CELERY__RESULT_BACKEND="db+postgresql://$airflow_db"
fi
if given redis_password; then
    AIRFLOW__CELERY__BROKER_URL="redis://:$(secret redis_password)@$REDIS_AT/0"
    export AIRFLOW__CELERY__BROKER_URL
fi
if given airflow_fernet_key; then
    AIRFLOW__CORE__FERNET_KEY=$(secret airflow_fernet_key)
    export AIRFLOW__CORE__FERNET_KEY
fi
if given airflow_api_secret; then
    AIRFLOW__API__SECRET_KEY=$(secret airflow_api_secret)
    export AIRFLOW__API__SECRET_KEY
fi
if given airflow_jwt_secret; then
    AIRFLOW__API_AUTH__JWT_SECRET=$(secret airflow_jwt_secret)
    export AIRFLOW__API_AUTH__JWT_SECRET
fi
if given warehouse_db_password; then
    SCRM_WAREHOUSE_URL="postgresql://warehouse:$(secret warehouse_db_password)@$POSTGRES_AT/warehouse"
    export SCRM_WAREHOUSE_URL
fi
exec "$@"
