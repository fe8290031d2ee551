"""What stops a start: one clear line, and what to do about it."""


class CannotStart(Exception):
    """This machine cannot run the centre as asked; the message says what to do."""
