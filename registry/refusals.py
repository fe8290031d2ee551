"""What every room's refusal is made of: a title, a reason and the fields at fault."""

from typing import ClassVar, NamedTuple


class Fault(NamedTuple):
    """One field that cannot be taken, and why."""

    field: str
    message: str


class Refusal(Exception):
    """This cannot be done."""

    title: ClassVar[str] = ""

    def __init__(self, detail: str = "", *, errors: list[Fault] | None = None) -> None:
        """Say why in the reader's words; without words the class's docstring speaks."""
        self.detail = detail or (self.__doc__ or "").splitlines()[0]
        self.errors = errors or []
        super().__init__(self.detail)
