"""The registry as Django knows it: one app label for every room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """What this centre knows and does."""

    name = "registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
