"""The web, as granian calls it."""

import os

from django.core.wsgi import get_wsgi_application

from frontend.deploy.tied import end_with_parent
from frontend.tiles.front import TilesFirst

end_with_parent(after=4.0)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
application = TilesFirst(get_wsgi_application())
