"""The web, as granian calls it."""

import os

from django.core.wsgi import get_wsgi_application

from frontend.deploy.tied import end_with_parent

end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontend.settings")
application = get_wsgi_application()
