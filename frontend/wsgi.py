"""The web, as granian calls it."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from frontend.deploy.tied import end_with_parent
from frontend.tiles.front import TilesFirst

end_with_parent(after=10.0)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
django = get_wsgi_application()

from frontend.api.front import ClicksFirst  # noqa: E402  its rooms want Django set up

application = TilesFirst(ClicksFirst(django))
_ = get_resolver().url_patterns  # else the first visitor waits for every door to be imported
gc.freeze()  # what was loaded stays: sweeping through it would hold a click up
