"""What owners agree to when they register a camera, by version and language.

A text that was shown is never changed again: a new one has a new version. Each consent keeps the
version and the digest of the words as they were read.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

VERSION = "2026-11"


class Wording(NamedTuple):
    """One text: what is ticked, what police can and cannot see, and the public map's own tick."""

    agree: str
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    rights: tuple[str, ...]
    public: str
    public_shows: tuple[str, ...]
    public_hides: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Give the SHA-256 of every word of it."""
        words = (self.agree, *self.can, *self.cannot, *self.rights, self.public,
                 *self.public_shows, *self.public_hides)  # fmt: skip
        return sha256("\n".join(words).encode()).hexdigest()


TEXTS: Mapping[str, Mapping[str, Wording]] = {
    "2026-11": {
        "en": Wording(
            agree="I own this camera or may speak for whoever does, and I register it.",
            can=(
                "Where the camera is, which way it looks and what it can probably see.",
                "Your name and e-mail address, only to ask you about footage of an incident.",
                "How long the camera keeps its recordings.",
            ),
            cannot=(
                "Your video: not live and not recorded. Registering opens no picture to anybody.",
                "Your passwords or your recorder. Nothing is connected.",
            ),
            rights=(
                "When police ask for footage you may say no, or not answer at all.",
                "You can change or delete all of this at any time, from the links we send you.",
            ),
            public="Also count this camera on the public map.",
            public_shows=(
                "that there are some cameras near a point on your street, which at least 20"
                " addresses share",
                "whether they belong to homes, businesses or schools",
            ),
            public_hides=(
                "your name, your address, your house, or which way the camera looks",
                "how many cameras there are exactly",
            ),
        ),
        "es": Wording(
            agree="La cámara es mía o puedo hablar por su dueño, y la registro.",
            can=(
                "Dónde está la cámara, hacia dónde mira y qué puede ver probablemente.",
                "Su nombre y su correo, solo para preguntarle por grabaciones de un incidente.",
                "Cuánto tiempo guarda la cámara sus grabaciones.",
            ),
            cannot=(
                "Su video: ni en vivo ni grabado. Registrar no abre ninguna imagen a nadie.",
                "Sus contraseñas ni su grabador. No se conecta nada.",
            ),
            rights=(
                "Cuando la policía pida grabaciones, usted puede negarse o no contestar.",
                "Puede cambiar o borrar todo esto cuando quiera, con los enlaces que le enviamos.",
            ),
            public="Contar esta cámara también en el mapa público.",
            public_shows=(
                "que hay algunas cámaras cerca de un punto de su calle, que comparten al menos"
                " 20 direcciones",
                "si son de viviendas, comercios o escuelas",
            ),
            public_hides=(
                "su nombre, su dirección, su casa ni hacia dónde mira la cámara",
                "cuántas cámaras hay exactamente",
            ),
        ),
    }
}


def wording(language: str, version: str = VERSION) -> Wording:
    """Give a text; a language it was not written in is answered in English."""
    return TEXTS[version].get(language, TEXTS[version]["en"])
