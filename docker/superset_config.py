"""Superset for analysts: Chinese first, its own database, the warehouse through a login that reads only.

`SUPERSET_DATABASE_URL` puts Superset's own tables elsewhere (`make superset`: a file), for one person on one machine.
"""

import os
from pathlib import Path
from urllib.parse import quote

SECRETS = Path(os.environ.get("SECRETS", "/run/secrets"))


def _secret(name: str) -> str:
    return SECRETS.joinpath(name).read_text(encoding="utf-8").strip()


SECRET_KEY = _secret("superset_secret_key")
SQLALCHEMY_DATABASE_URI = os.environ.get("SUPERSET_DATABASE_URL") or (
    f"postgresql+psycopg2://superset:{quote(_secret('superset_db_password'))}"
    f"@{os.environ.get('POSTGRES_AT', 'postgres:5432')}/superset"
)
BABEL_DEFAULT_LOCALE = "zh"
LANGUAGES = {"zh": {"flag": "cn", "name": "简体中文"}, "en": {"flag": "us", "name": "English"}}
ROW_LIMIT = 10_000
SQLLAB_TIMEOUT = 60
FEATURE_FLAGS = {"DRILL_TO_DETAIL": True, "DRILL_BY": True, "DASHBOARD_RBAC": True}
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
ENABLE_PROXY_FIX = True
# The built-in policy lets pages call a tracking host; this one names nobody outside.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
}
