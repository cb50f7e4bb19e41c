#!/bin/sh
# Runs once before everything else, and again after every upgrade: each line may be repeated.
set -eu
airflow db migrate
airflow pools set scrm_warehouse 1 "load, profile and publish, one run at a time"
umask 077
printf '{"admin": "%s"}' "$(cat "${SECRETS:-/run/secrets}/airflow_admin_password")" \
    > "$AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"
scrm roles --login analyst --as analyst
