"""The door of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  # every page is read now, not by the first visitor
gc.collect()
gc.freeze()  # what is loaded by now stays: no collection looks through it again
