"""Settings: one file, read from the environment, safe by default (docs/settings.md)."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from cordee.platform.environment import (
    allowed_hosts,
    database,
    flag,
    mail,
    networks,
    secret_key,
)
from cordee.platform.single_sign_on import joining, providers

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("CORDEE_DATA_DIR", "var")).resolve()
TESTING = "pytest" in sys.modules

DEMO = flag("CORDEE_DEMO")
DEBUG = flag("CORDEE_DEBUG")
SECRET_KEY = secret_key(
    os.environ.get("CORDEE_SECRET_KEY", ""), data_dir=DATA_DIR, kept=not TESTING
)
ALLOWED_HOSTS = allowed_hosts(os.environ.get("CORDEE_HOSTS", "localhost,127.0.0.1,[::1]"))
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CORDEE_ORIGINS", "").split(",") if o]
SECURE_COOKIES = flag("CORDEE_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_COOKIES else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

ROOT_URLCONF = "cordee.urls"
WSGI_APPLICATION = "cordee.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "platform.User"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_TZ = True
TIME_ZONE = os.environ.get("CORDEE_TIME_ZONE", "Europe/Paris")
USE_THOUSAND_SEPARATOR = False

INSTALLED_APPS = [
    "cordee.web",  # first: its sign-in pages replace those of allauth
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "cordee.platform",
    "cordee.people",
    "cordee.landscape",
    "cordee.strategy",
    "cordee.reports",
    "cordee.cases",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cordee.web.account.sessions.LastSeen",
    "cordee.web.middleware.ReaderMiddleware",
    "cordee.web.opened_for.OpenedFor",
    "cordee.web.locked.Locked",
    "cordee.web.account.factors.DemandedFactor",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["cordee.web.loading.Loader"])],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cordee.web.context.shell",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "cordee.web.templatetags.cordee",
                "cordee.web.templatetags.opened_for",
            ],
        },
    }
]
DATABASES = {"default": database(os.environ.get("CORDEE_DATABASE", ""), data_dir=DATA_DIR)}
IN_MEMORY = DATABASES["default"]["NAME"] == ":memory:"
LABELS = {app.split(".")[-1] for app in INSTALLED_APPS} | {"django_tasks_database"}
MIGRATION_MODULES = dict.fromkeys(LABELS, None) if IN_MEMORY else {}
SCRATCH = TemporaryDirectory(prefix="cordee-") if IN_MEMORY else None
IMPORT_DIR = Path(SCRATCH.name) if SCRATCH else DATA_DIR / "imports"
ARCHIVE_DIR = (Path(SCRATCH.name) if SCRATCH else DATA_DIR) / "archives"
PACK_DIR = (Path(SCRATCH.name) if SCRATCH else DATA_DIR) / "packs"
ERASURE_DAYS = int(os.environ.get("CORDEE_ERASURE_DAYS", "30"))
ARCHIVE_DAYS = int(os.environ.get("CORDEE_ARCHIVE_DAYS", "7"))
PAGES_AT_ONCE = int(os.environ.get("CORDEE_PAGES_AT_ONCE", "2"))
PACK_DAYS = int(os.environ.get("CORDEE_PACK_DAYS", "7"))
IMPORT_MAX_MEGABYTES = int(os.environ.get("CORDEE_IMPORT_MAX_MEGABYTES", "100"))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

STATIC_URL = "/static/"
ASSETS_DIR = Path(__file__).parent / "platform" / "built"
STATIC_ROOT = ASSETS_DIR
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "cordee.web.account.adapters.InvitedOnly"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Cordée] "
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("CORDEE_PROXIES", "0"))
SOCIALACCOUNT_ADAPTER = "cordee.web.account.single_sign_on.CompanySignIn"
SOCIALACCOUNT_PROVIDERS = providers(os.environ)
SOCIALACCOUNT_LOGIN_ON_GET = True
JOINING = joining(os.environ)
MFA_ADAPTER = "cordee.web.account.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Cordée"
MFA_TOTP_TOLERANCE = 1
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
MAIL = mail(os.environ)
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starts_tls, MAIL.is_tls
EMAIL_TIMEOUT = 10
SITE_URL = os.environ.get(
    "CORDEE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}"
).rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
DEFAULT_FROM_EMAIL = os.environ.get("CORDEE_EMAIL_FROM", "cordee@localhost")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
WEBHOOK_HTTP = flag("CORDEE_WEBHOOK_HTTP")
WEBHOOK_NETWORKS = networks("CORDEE_WEBHOOK_NETWORKS")
ATTEMPTS = "platform_attempt"
"""Table of the attempts at signing in and of the codes already used: every process counts them."""
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": ATTEMPTS,
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # On the handler too: the worker's command lowers the level of its own loggers.
    "handlers": {"stderr": {"class": "logging.StreamHandler", "level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
