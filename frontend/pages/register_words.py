"""What the script of the registration page says, in the reader's language."""

from django.utils.translation import gettext


def words() -> dict[str, str]:
    """Give the words by name; those in braces are numbers and names the script puts in."""
    return _way() | _place() | _sight() | _public() | _faults()


def _way() -> dict[str, str]:
    return {
        "step": gettext("Step {n} of {of}"),
        "next": gettext("Next"),
        "back": gettext("Back"),
        "begun": gettext("You began to register a camera in this window. Nothing was sent yet."),
        "go_on": gettext("Go on with it"),
        "anew": gettext("Start anew"),
        "proving": gettext("One moment: this device shows that it is no robot."),
    }


def _place() -> dict[str, str]:
    return {
        "map": gettext("Map of the place"),
        "no_map": gettext(
            "This browser cannot draw the map. That does no harm: the address and the direction "
            "are enough."
        ),
        "here": gettext("Use my location"),
        "locating": gettext("Looking for your location…"),
        "unlocated": gettext("This device gave no location. Find the address instead."),
        "found": gettext("{n} addresses found. Choose with the arrow keys and Enter."),
        "one": gettext("One address found. Choose it with Enter."),
        "none": gettext("No address found. Try the street alone, or tap the map."),
        "unfound": gettext("The addresses could not be searched just now. You can tap the map."),
        "near": gettext("The pin is near {address}."),
        "pinned": gettext("The pin is on the map."),
        "outside": gettext(
            "This place is outside the area this centre covers, so a camera here cannot be "
            "registered."
        ),
        "pin": gettext("The camera. Arrow keys move it by 1 metre, with Shift by 5."),
    }


def _sight() -> dict[str, str]:
    return {
        "tip": gettext(
            "Direction and range. Left and right turn it, up and down change the range."
        ),
        "left": gettext("Left edge of the view"),
        "right": gettext("Right edge of the view"),
        "tip_value": gettext("{degrees} degrees, {metres} metres"),
        "edge_value": gettext("{degrees} degrees, the view is {width} degrees wide"),
        "key_seen": gettext("seen"),
        "key_hidden": gettext("behind a wall"),
        "guessed": gettext(
            "We guessed that it looks straight away from the house. Drag the handles to where it "
            "really looks."
        ),
        "moved": gettext(
            "The pin stood in the wall. We take the camera to hang {metres} m away, on the outside."
        ),
        "indoors": gettext(
            "The pin is inside a building. If the camera hangs outside, drag it to the outer wall."
        ),
        "inside": gettext(
            "Indoors it sees nothing of the street. It can be registered all the same."
        ),
        "turnless": gettext(
            "No direction yet: tap the map where it looks. The circle is how far it could see."
        ),
        "unseen": gettext(
            "What it sees could not be worked out just now. You can go on all the same."
        ),
    }


def _public() -> dict[str, str]:
    return {
        "anchor": gettext(
            "This dot is all the public would see: a spot on the street that at least 20 "
            "addresses share, never your house."
        ),
        "anchorless": gettext(
            "Too few addresses share this street, so the public map would show nothing here."
        ),
        "unshown": gettext("What the public would see could not be fetched just now."),
    }


def _faults() -> dict[str, str]:
    return {
        "look_again": gettext("Please look at this again:"),
        "placeless": gettext("Say where the camera is: find the address or tap the map."),
        "missing": gettext("This is needed."),
        "email": gettext("This is no e-mail address."),
        "between": gettext("A number from {least} to {most}."),
    }
