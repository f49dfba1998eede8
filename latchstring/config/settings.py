"""Django's settings, read from the environment. Every LATCHSTRING_* name is in docs/configuration.md."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP

from latchstring.config import data_dir, databases, domain_pace, engines, env, files, logs, mailers, receiver
from latchstring.config.sign_in import *  # noqa: F403
from latchstring.kernel import metrics

DATA_DIR = data_dir.prepare(Path(env.text("DATA_DIR", "data")).absolute())
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, least=1, most=65_535)
WEB_PROCESSES = env.number("WEB_PROCESSES", 2, least=1, most=64)
WEB_THREADS = env.number("WEB_THREADS", 2 * (os.cpu_count() or 1) + 1, least=1, most=64)
BASE_URL = env.base_url("BASE_URL", f"http://127.0.0.1:{PORT}")
SECRET_KEY = env.text("SECRET_KEY") or data_dir.secret_key(DATA_DIR)
MASTER_KEY = files.master_key(env.text("MASTER_KEY"), DATA_DIR)
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, most=16)

HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = ["*"]  # web.common.firms answers only to hosts that belong to a firm
ROOT_URLCONF = "latchstring.config.urls"
WSGI_APPLICATION = "latchstring.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "dj_queue",
    "latchstring.audit",
    "latchstring.firms",
    "latchstring.signing",
    "latchstring.mail",
    "latchstring.accounts",
    "latchstring.clients",
    "latchstring.portals",
    "latchstring.files",
    "latchstring.reviews",
    "latchstring.ui",
    "latchstring.web",
]

MIDDLEWARE = [
    "latchstring.web.common.origin.OriginMiddleware",
    "latchstring.web.common.request_lines.RequestLineMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "latchstring.web.common.firms.FirmMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "latchstring.web.common.actors.ActorMiddleware",
    "latchstring.web.common.errors.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["latchstring.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "latchstring.web.common.context.shell",
            ],
        },
    }
]

DATABASES = {
    "default": databases.from_url(env.text("DATABASE_URL", f"sqlite://{DATA_DIR}/latchstring.sqlite3")),
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "latchstring_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # codes of apps that were used are kept here
    },
}

PASSWORD_HASHERS = ["latchstring.accounts.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["latchstring.accounts.backend.Backend"]

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", "English (United States)"), ("en-gb", "English (United Kingdom)")]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "latchstring.ui.stylesheet.StaticFiles"},
}

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# The proxy that ends TLS also redirects; being in browsers' preload lists is for the owner of the domain to ask for.
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "latchstring.accounts.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
MFA_TRUST_COOKIE_NAME = "__Host-device" if HTTPS else "device"
MESSAGE_COOKIE_NAME = "__Host-notices" if HTTPS else "notices"
KNOWN_COOKIE_NAME = "__Host-known" if HTTPS else "known"
INVITATION_COOKIE_NAME = "__Host-invitation" if HTTPS else "invitation"
MESSAGE_STORAGE = "latchstring.web.common.notice_cookie.Notices"
CSRF_FAILURE_VIEW = "latchstring.web.common.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
MEDIA_ROOT = DATA_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "latchstring.web.common.form_sizes.FormSize",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

FILES = files.from_url(env.text("FILES_URL", "local:"), DATA_DIR)
CLAMD = files.clamd(env.text("CLAMD_URL"))
BREACHED_PASSWORDS = files.breached_passwords(env.text("BREACHED_PASSWORDS"))
LARGEST_FILE = env.number("LARGEST_FILE", 5_120, least=1, most=5_120)

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "start"

MAILERS = {"default": mailers.from_url(env.text("EMAIL_URL", "mailbox:"))}
WEBHOOK_SECRET = env.text("WEBHOOK_SECRET")
WEBHOOK_VIEW = mailers.webhook_view(MAILERS["default"]) if WEBHOOK_SECRET else ""
ANYMAIL = mailers.anymail(MAILERS["default"], WEBHOOK_SECRET)
BOUNCE_DOMAIN = env.domain("BOUNCE_DOMAIN")
RECEIVER = receiver.listen("RECEIVER_URL", env.text("RECEIVER_URL"), BOUNCE_DOMAIN)
BOUNCE_MAILBOX = receiver.imap("BOUNCE_MAILBOX_URL", env.text("BOUNCE_MAILBOX_URL"))
DOMAIN_PACE = domain_pace.from_text(env.text("DOMAIN_PACE"))
MAILBOX = MAILERS["default"]["BACKEND"] == mailers.MAILBOX

LOGGING_CONFIG = None
logs.configure(env.choice("LOG_FORMAT", "text", "text", "json"), env.choice("LOG_LEVEL", "info", *logs.LEVELS))

METRICS_TOKEN = env.secret("METRICS_TOKEN")
METRICS_PORT = env.number("METRICS_PORT", 0, most=65_535)
if METRICS_TOKEN or METRICS_PORT:
    metrics.put_away(DATA_DIR / "metrics")

TASKS = {"default": engines.from_url(env.text("TASKS_URL", "database:"))}
SWEEP = engines.SWEEP_TASK
WAKE_UPS = {
    "deliver": "latchstring.config.tasks.deliver",
    "deliver_urgent": "latchstring.config.tasks.deliver_urgent",
    "settle": "latchstring.config.tasks.settle",
    "open_batches": "latchstring.config.tasks.open_batches",
    "remind": "latchstring.config.tasks.remind",
    "suspend_dormant": "latchstring.config.tasks.suspend_dormant",
    "tell_of_ends": "latchstring.config.tasks.tell_of_ends",
    "run_imports": "latchstring.config.tasks.run_imports",
    "change_clients": "latchstring.config.tasks.change_clients",
    "answer_forgotten": "latchstring.config.tasks.answer_forgotten",
    "follow_names": "latchstring.config.tasks.follow_names",
    "tell_of_alerts": "latchstring.config.tasks.tell_of_alerts",
    "look_at_files": "latchstring.config.tasks.look_at_files",
    "clear_files": "latchstring.config.tasks.clear_files",
    "propose_reviews": "latchstring.config.tasks.propose_reviews",
    "review": "latchstring.config.tasks.review",
    "check_domains": "latchstring.config.tasks.check_domains",
    "collect_bounces": "latchstring.config.tasks.collect_bounces",
}

BASE_HOST = urlsplit(BASE_URL).hostname or ""
DNS_SERVER = env.name_server("DNS_SERVER")

env.refuse_unknown()
