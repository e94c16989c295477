import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.patience import wait_briefly

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

wait_briefly(settings.DATABASES["default"])
application = get_wsgi_application()
