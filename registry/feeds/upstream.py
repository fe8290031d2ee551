"""Recordings that lie in somebody else's recorder."""

from registry.feeds import credentials
from registry.feeds.models import Feed
from registry.feeds.playback import Recorded
from registry.feeds.recorders.over_http import OverHttp
from registry.feeds.recorders.replay import Replay
from registry.feeds.recorders.searched import Searched
from registry.feeds.recorders.unopened import Unopened
from registry.feeds.refusals import CredentialLost


def recorded_of(feed: Feed) -> Recorded | None:
    """Give the recorder a feed's row names, or nothing where it names none.

    Reads playback_url, spans_url, recorder_url, recording and playback_credential, which is
    decrypted only here. A password no key opens makes a recorder that refuses, with the reason.
    """
    if not (feed.playback_url or feed.recorder_url):
        return None
    stored = feed.playback_credential
    try:
        credential = credentials.decrypt(bytes(stored)) if stored else ""
    except CredentialLost as lost:
        return Unopened(lost.detail)
    if feed.recorder_url:
        return Searched(feed.recorder_url, feed.recording, credential)
    if feed.playback_url.startswith("rtsp:"):
        return Replay(feed.playback_url, credential)
    return OverHttp(feed.playback_url, feed.spans_url, credential)
