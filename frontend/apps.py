"""The front as Django knows it."""

from django.apps import AppConfig

from frontend.gate import checks


class FrontendConfig(AppConfig):
    """What people see and knock on."""

    name = "frontend"

    def ready(self) -> None:
        """Look at the settings before anybody knocks."""
        checks.register_all()
