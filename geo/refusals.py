"""What every refusal of this room is made of."""


class Impossible(ValueError):
    """These numbers describe nothing that can exist."""
