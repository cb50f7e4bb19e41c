#!/bin/sh
# Writes every secret that docker-compose.yml names and that is not there yet; what is there is kept.
#   docker/make-secrets.sh [FOLDER]      (default: secrets)
# The folder is for its owner alone. The files in it may be read by the users that containers run as.
set -eu
folder=${1:-secrets}
umask 077
mkdir -p "$folder"
chmod 700 "$folder"

random() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

keep() {  # NAME, and its content on standard input
    if [ -s "$folder/$1" ]; then
        cat > /dev/null
    else
        cat > "$folder/$1.new"
        chmod 444 "$folder/$1.new"
        mv "$folder/$1.new" "$folder/$1"
    fi
}

for name in postgres_password airflow_db_password warehouse_db_password superset_db_password analyst_db_password \
    redis_password airflow_api_secret airflow_jwt_secret airflow_admin_password superset_secret_key \
    superset_admin_password reports_password; do
    random 24 | keep "$name"
done
head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' | keep airflow_fernet_key
printf 'brand:%s\n' "$(openssl passwd -apr1 "$(cat "$folder/reports_password")")" | keep reports_htpasswd
# Chats: made empty for a person to fill in (docs/alerts.md); the folder keeps others out, containers must read the file.
for name in wecom_url dingtalk_url dingtalk_secret feishu_url feishu_secret slack_url smtp_url webhook_url webhook_secret; do
    if [ ! -e "$folder/$name" ]; then
        : > "$folder/$name"
        chmod 644 "$folder/$name"
    fi
done
echo "$folder: $(ls "$folder" | wc -l) secrets"
