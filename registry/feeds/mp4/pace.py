"""When each picture of a film is shown: when its camera says, or as evenly as browsers want it."""

from dataclasses import dataclass

from registry.feeds.mp4.boxes import TIMESCALE

USUAL = TIMESCALE // 25  # how far apart pictures are, until the second says better
LONGEST = 10 * TIMESCALE  # a step as long, there or back, is one of the camera's clock
DEEPEST = 4  # pictures that one may be sent ahead of its turn
SURE = 8  # pictures in order, after which none is expected out of it
_OLD = 8  # how much more the steps before count than the newest


@dataclass(frozen=True, slots=True)
class Moment:
    """When a picture is decoded and shown, and for how long, in ticks on the viewers' clock."""

    decoded_at: int
    shown_at: int
    duration: int

    @property
    def seconds(self) -> float:
        """Say when it is shown, in seconds."""
        return self.shown_at / TIMESCALE


class Pace:
    """The camera's own clock, which begins at so many seconds of ours."""

    def __init__(self, begun_at: float) -> None:
        """Wait for the first picture."""
        self._origin = 0  # what is added to the camera's clock
        self._before: int | None = None  # the last picture, on the camera's clock
        self._last = Moment(-1, round(begun_at * TIMESCALE), 0)

    @property
    def ends_at(self) -> float:
        """Say when the last picture has been shown, in seconds."""
        return (self._last.shown_at + self._last.duration) / TIMESCALE

    def next(self, pts: float) -> Moment:
        """Place the next picture; pts are the camera's seconds."""
        taken_at = round(pts * TIMESCALE)
        if self._before is None:
            self._origin = self._last.shown_at - taken_at
            step = 0
        else:
            step = taken_at - self._before
        shown_at, duration = self._place(taken_at, step)
        # pictures that lean on later ones are shown before what was sent before them
        decoded_at = max(shown_at, self._last.decoded_at + 1)
        self._before, self._last = taken_at, Moment(decoded_at, shown_at, duration)
        return self._last

    def _place(self, taken_at: int, step: int) -> tuple[int, int]:
        known = 0 < step < LONGEST
        return taken_at + self._origin, step if known else self._last.duration or USUAL


class EvenPace(Pace):
    """For those who look on.

    A picture that comes more than two lengths of the last one after it makes a browser throw away
    all until the next keyframe, and a busy camera's pictures come that unevenly. So each is shown
    at the latest when the one before has had its time; what is owed is made good where they come
    close. in_order: the code has no pictures that lean on later ones, which this would misplace.
    """

    def __init__(self, begun_at: float, *, in_order: bool) -> None:
        """Wait for the first picture."""
        super().__init__(begun_at)
        self._sure = SURE if in_order else 0
        self._usual: float | None = None

    def _place(self, taken_at: int, step: int) -> tuple[int, int]:
        over = self._last.shown_at + self._last.duration
        if step < -LONGEST:
            self._origin = over - taken_at
        elif step < 0:
            self._origin = self._last.shown_at + step - taken_at
            self._sure = -(2**63)
        elif step:
            self._sure += 1
            self._learn(step)
        usual = self._usual or USUAL
        # the first picture lasts as long as any may: how far apart they are is not known yet
        duration = round(usual if self._usual and self._sure >= SURE else DEEPEST * usual)
        if self._sure >= SURE:
            return min(taken_at + self._origin, over), duration
        return taken_at + self._origin, duration

    def _learn(self, step: int) -> None:
        """Take in how far apart pictures are; a single long step is not believed."""
        if self._usual is None:
            self._usual = min(step, DEEPEST * USUAL)
        else:
            self._usual += (min(step, DEEPEST * self._usual) - self._usual) / _OLD
