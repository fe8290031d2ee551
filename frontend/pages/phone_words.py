"""What a caller reads, in the languages callers speak; whoever is in trouble reads little."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "name": "English",
        "title": "Show what you see",
        "asks": "{agency} asks you, about your call {number}, to show what your phone sees.",
        "shares": "If you agree, this is sent to dispatch:",
        "picture": "The picture of your camera. No sound.",
        "place": "Where you are.",
        "heading": "Which way the phone looks.",
        "long": "For {minutes} minutes at most. You can stop at any time.",
        "who": "Dispatchers and those who were sent to this call see it. It is not recorded.",
        "safe": "Only film where you are safe. Keep talking to the dispatcher.",
        "agree": "Yes, show it",
        "decline": "No",
        "stop": "Stop",
        "connecting": "Connecting…",
        "live": "Dispatch sees this",
        "waiting": "No connection. Trying again…",
        "left": "{time} left",
        "placed": "Your place is sent",
        "unplaced": "Your place is not known",
        "no_camera": "This phone gave no camera. Allow it in the browser, then try again.",
        "again": "Try again",
        "stopped": "Stopped. Nothing is sent any more.",
        "ended": "Dispatch has ended it. Nothing is sent any more.",
        "over": "The time is over. Nothing is sent any more.",
        "elsewhere": "This goes on in another window.",
        "declined": "Nothing was sent. You can close this page.",
        "used": "This link has been used. Ask the dispatcher for another.",
        "lapsed": "This link is no longer good. Ask the dispatcher for another.",
    },
    "es": {
        "name": "Español",
        "title": "Muestre lo que ve",
        "asks": "{agency} le pide, por su llamada {number}, mostrar lo que ve su teléfono.",
        "shares": "Si acepta, se envía a la central:",
        "picture": "La imagen de su cámara. Sin sonido.",
        "place": "Dónde está usted.",
        "heading": "Hacia dónde apunta el teléfono.",
        "long": "Durante {minutes} minutos como máximo. Puede parar en cualquier momento.",
        "who": "Lo ven la central y quienes fueron enviados a esta llamada. No se graba.",
        "safe": "Filme solo si está a salvo. Siga hablando con la central.",
        "agree": "Sí, mostrar",
        "decline": "No",
        "stop": "Parar",
        "connecting": "Conectando…",
        "live": "La central ve esto",
        "waiting": "Sin conexión. Intentando de nuevo…",
        "left": "Quedan {time}",
        "placed": "Se envía su ubicación",
        "unplaced": "No se conoce su ubicación",
        "no_camera": "El teléfono no dio la cámara. Permítala en el navegador e intente otra vez.",
        "again": "Intentar otra vez",
        "stopped": "Parado. Ya no se envía nada.",
        "ended": "La central lo terminó. Ya no se envía nada.",
        "over": "Se acabó el tiempo. Ya no se envía nada.",
        "elsewhere": "Sigue en otra ventana.",
        "declined": "No se envió nada. Puede cerrar esta página.",
        "used": "Este enlace ya se usó. Pida otro a la central.",
        "lapsed": "Este enlace ya no sirve. Pida otro a la central.",
    },
}


def chosen(asked: str, accepted: str) -> str:
    """Choose a language: the one asked for, else the browser's first that is known here."""
    wishes = [asked, *(part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))]
    return next((wish for wish in wishes if wish in WORDS), "en")
