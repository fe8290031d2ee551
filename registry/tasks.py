"""The jobs of every room, gathered for the worker, which looks for a module of this name."""

from registry.cameras import queueing
from registry.edge import mailing as mail_of_boxes
from registry.phones import mailing as mail_of_phones

__all__ = ["mail_of_boxes", "mail_of_phones", "queueing"]
