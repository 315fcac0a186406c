"""Settings shared by every way to run the portal. Everything that differs by place comes from the environment."""

import os
import zoneinfo
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.run.layout import layout
from portal.settings import environment
from portal.settings.country_names import COUNTRY_NAMES
from portal.settings.sign_in import *  # noqa: F403
from portal.settings.tasks import *  # noqa: F403
from portal.settings.translation import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
PLACE = layout()
PORTAL_DATA = PLACE.data

# --- who we are -----------------------------------------------------------------------------------------------
SECRET_KEY = environment.kept_secret(PORTAL_DATA)
DEBUG = False
PORTAL_BASE_URL = os.environ.get("PORTAL_BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [PORTAL_BASE_URL]
#: Whether `setup` loads the demonstration into a portal that nobody has begun to fill.
PORTAL_DEMO = os.environ.get("PORTAL_DEMO", "1") != "0"
TRUSTED_PROXIES = environment.names("TRUSTED_PROXIES", "")

INSTALLED_APPS = [
    "portal.home",
    "news",
    "partnerships",
    "parks",
    "portal.publication",
    "portal.search",
    "portal.localization",
    "portal.outbox",
    "portal.accounts",
    "portal.audit",
    "portal.core",
    "modeltranslation",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.core.people_app.PortalUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_filters",
    "django_countries",
    "anymail",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "portal.core.middleware.trusted_proxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.core.csp.PortalCSPMiddleware",
    "portal.api.answers.data_answers",
    "portal.core.middleware.hostile_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.localization.middleware.address_locale",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.accounts.middleware.SessionAuthentication",
    "portal.core.access.present_roles",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.core.access.keep_what_was_refused",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.core.middleware.own_error_pages",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.second_factor_first",
    "portal.audit.middleware.record_looks",
    "portal.audit.nets.record_changes",
    "portal.core.approval_conditions.ApprovalRefusals",
    "axes.middleware.AxesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- database, cache and files --------------------------------------------------------------------------------
DATABASES = {"default": environment.database(PLACE) | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
BROKER_URL, CACHE_URL = environment.redis_addresses(PLACE)
CACHES = {
    "default": {
        "BACKEND": "portal.core.cache.ForgivingRedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_connect_timeout": 0.05, "socket_timeout": 0.2},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

PUBLIC_MEDIA = PORTAL_DATA / "media" / "public"
STORAGES = {
    # Originals and documents: no public address.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PORTAL_DATA / "media" / "private", "base_url": None},
    },
    # Renditions of images: what public pages show.
    "public": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PUBLIC_MEDIA, "base_url": "/media/"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = PORTAL_DATA / "media" / "private"
STATIC_URL = "/static/"
STATIC_ROOT = PORTAL_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

# --- languages ------------------------------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
#: Locales of pages, the source first. One line more here, one row in the admin, and the texts: docs/locales.md.
LANGUAGES = [
    ("zh-hans", "简体中文"),
    ("en", "English"),
]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
#: Without files of a system's zone folder that are no zones: at these the script of the account page stops.
WAGTAIL_USER_TIME_ZONES = sorted(zoneinfo.available_timezones() - {"Factory", "localtime", "posixrules"})
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
#: Columns of records: apart from LANGUAGES, so that a new page locale needs no new column.
MODELTRANSLATION_LANGUAGES = ("zh-hans", "en")
MODELTRANSLATION_DEFAULT_LANGUAGE = "zh-hans"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("zh-hans", "en")}
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
COUNTRIES_OVERRIDE = COUNTRY_NAMES

# --- Wagtail --------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = _("Park portal")
WAGTAILADMIN_BASE_URL = PORTAL_BASE_URL
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "ol", "ul", "link", "document-link", "superscript", "subscript"]},
    },
}
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILIMAGES_RENDITION_STORAGE = "public"
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"png": "webp", "jpeg": "webp"}
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_DOCUMENT_MODEL = "core.PortalDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_GRAVATAR_PROVIDER_URL = None
#: An approval covers the text that it saw: see `portal.core.review_task`.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
#: Whether somebody may publish what nobody else has written or read: for a portal that one person keeps.
PORTAL_AUTHORS_MAY_PUBLISH = os.environ.get("PORTAL_AUTHORS_MAY_PUBLISH", "0") == "1"
#: What goes live with others waits for them after its last approval: see `portal.core.holding`.
WAGTAIL_FINISH_WORKFLOW_ACTION = "portal.core.review_end.finish_review"
#: No autosave: one that is under way when a page is submitted or approved makes that a conflict, and it is not done.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_NOTIFICATION_USE_HTML = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.search.backend"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- mail -----------------------------------------------------------------------------------------------------
#: Whatever Django and libraries send goes into the outbox; OUTBOX_TRANSPORT is how the outbox itself sends.
EMAIL_BACKEND = "portal.outbox.backends.OutboxBackend"
EMAIL_FILE_PATH = str(PORTAL_DATA / "mail")
OUTBOX_TRANSPORT = environment.mail_transport()
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.sender()
SERVER_EMAIL = DEFAULT_FROM_EMAIL
#: The hour of a person's day at which the digest is written.
PORTAL_DIGEST_HOUR = environment.number("PORTAL_DIGEST_HOUR", 8, least=0, most=23)
#: Hosts that notices to groups may be posted to, by https; or whole origins, such as `http://10.0.0.7:8080`.
PORTAL_WEBHOOK_HOSTS = environment.names("PORTAL_WEBHOOK_HOSTS", "qyapi.weixin.qq.com,oapi.dingtalk.com")
#: Days after which the texts of letters that ended well are wiped, and after which letters are removed.
PORTAL_LETTER_TEXT_DAYS = environment.number("PORTAL_LETTER_TEXT_DAYS", 30, least=1)
PORTAL_LETTER_DAYS = environment.number("PORTAL_LETTER_DAYS", 365, least=7)
#: The same for letters that were given up: staff may want to send them again.
PORTAL_DEAD_LETTER_DAYS = environment.number("PORTAL_DEAD_LETTER_DAYS", 730, least=7)
#: Mailbox to which undelivered letters come back; empty: none is read.
IMAP_URL = os.environ.get("IMAP_URL", "")
#: Keys by which mail services sign what they tell; django-anymail reads them here.
ANYMAIL = environment.mail_services()

# --- Celery ---------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = BROKER_URL

# --- data -----------------------------------------------------------------------------------------------------
#: Requests for data below `/api/v1/` that one address may make in a minute.
PORTAL_API_RATE = environment.number("PORTAL_API_RATE", 300, least=1, most=1_000_000)

# --- inquiries ------------------------------------------------------------------------------------------------
#: The version of the page `privacy` that investors agree to; raise it with every change of that page.
PRIVACY_NOTICE_VERSION = "2026-11"
#: How far a browser counts at most before a public form is taken, or 0: forms are not checked for robots. 50,000 is
#: half a second on a laptop, two or three on an old telephone.
PORTAL_PROOF_WORK = environment.number("PORTAL_PROOF_WORK", 50_000, least=0, most=10_000_000)
#: Public forms that may be sent in an hour: naming one e-mail address, and from one network whose visitors answer a
#: question in words (where browsers do the work, five times as many).
PORTAL_FORMS_PER_EMAIL = environment.number("PORTAL_FORMS_PER_EMAIL", 5, least=1, most=1_000_000)
PORTAL_FORMS_PER_NETWORK = environment.number("PORTAL_FORMS_PER_NETWORK", 20, least=1, most=1_000_000)
#: The virus scanner of files that strangers send, `tcp://host:port` or `unix:///path` of a clamd; empty: none.
CLAMD_URL = os.environ.get("CLAMD_URL", "")

# --- security -------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.core.views.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {
        # Its warnings and traces repeat whole addresses, and those of group robots are secrets.
        "urllib3": {"level": "ERROR"},
        # Every failure is in the audit log; axes would also write the names that were typed.
        "axes": {"level": "ERROR"},
    },
}
