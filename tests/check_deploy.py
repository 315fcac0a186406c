"""`check --deploy` on the production settings, with an environment as production would have it."""

import os
import subprocess
import sys
import tempfile

ENVIRONMENT = {
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz-_!",
    "ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_BASE_URL": "https://portal.example.org",
    "DATABASE_URL": "postgresql://portal@127.0.0.1/portal",
    "REDIS_URL": "redis://127.0.0.1/0",
    "TRUSTED_PROXIES": "127.0.0.1/32",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | ENVIRONMENT | {"PORTAL_DATA": data}
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)
