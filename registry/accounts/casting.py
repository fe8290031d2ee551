"""The demo's people: one for each role, so that every rule can be seen at work."""

from registry.accounts.models import Agency, Role, User

AGENCY = "Harlan Fork Police Department"


def cast(agency: str = AGENCY) -> dict[str, User]:
    """Enter one person for each role; whoever is there already is left as they are.

    Nobody has a password: they sign in by a link made at the shell, or after an administrator
    has set one.
    """
    force, _ = Agency.objects.get_or_create(name=agency)
    return {role.value: _enter(role, force) for role in Role}


def _enter(role: Role, force: Agency) -> User:
    user, made = User.objects.get_or_create(
        username=role.value,
        defaults={
            "role": role,
            "agency": None if role is Role.OWNER else force,
            "first_name": "Demo",
            "last_name": role.label,
        },
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
