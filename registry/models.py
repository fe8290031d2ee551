"""Every noun of the registry, gathered for Django: one app label, one migrations folder."""

from registry.accounts.models import (
    Agency,
    Machine,
    Receipt,
    Role,
    Session,
    SigninLink,
    Tally,
    User,
)
from registry.audit.models import Entry, PublishedDay, Seal, Unsealed
from registry.cameras.models import Camera, Mask, Placement, Pose, TileCamera
from registry.cameras.verdicts import Verdict
from registry.canvass.models import Door, Handed, Walk
from registry.coverage.models import (
    Block,
    CameraCell,
    CellsKept,
    Study,
    StudyBlock,
    StudyCell,
    StudyHex,
    StudyStreet,
)
from registry.edge.models import Box, BoxCamera, BoxLook, Pairing
from registry.evidence.models import Certificate, Custody, Item, RetentionClass, Upload
from registry.feeds.models import Feed, Frame, UptimeDay
from registry.footage.models import FootageClip, FootageRequest, Recipient
from registry.incidents.models import Incident, LiveView, Question
from registry.ledger.models import LedgerEntry, Outcome
from registry.notices.models import Notice
from registry.owners.consent_models import Consent, RecordsNotice
from registry.owners.models import Grant, Owner, OwnerLink
from registry.ownership.models import Dispute, Withholding
from registry.phones.models import Invite
from registry.places.models import (
    Address,
    Anchor,
    Building,
    District,
    Ground,
    Import,
    Landmark,
    Street,
)
from registry.ptz.models import Control, Hold
from registry.recordings.models import Recorder, Retention, Segment
from registry.reports.models import Report, ReportPart
from registry.scenarios.models import Scenario, Trial, Version
from registry.siting.models import CameraType, UnitCost
from registry.siting.proposals import Proposal

__all__ = [
    "Address",
    "Agency",
    "Anchor",
    "Block",
    "Box",
    "BoxCamera",
    "BoxLook",
    "Building",
    "Camera",
    "CameraCell",
    "CameraType",
    "CellsKept",
    "Certificate",
    "Consent",
    "Control",
    "Custody",
    "Dispute",
    "District",
    "Door",
    "Entry",
    "Feed",
    "FootageClip",
    "FootageRequest",
    "Frame",
    "Grant",
    "Ground",
    "Handed",
    "Hold",
    "Import",
    "Incident",
    "Invite",
    "Item",
    "Landmark",
    "LedgerEntry",
    "LiveView",
    "Machine",
    "Mask",
    "Notice",
    "Outcome",
    "Owner",
    "OwnerLink",
    "Pairing",
    "Placement",
    "Pose",
    "Proposal",
    "PublishedDay",
    "Question",
    "Receipt",
    "Recipient",
    "Recorder",
    "RecordsNotice",
    "Report",
    "ReportPart",
    "Retention",
    "RetentionClass",
    "Role",
    "Scenario",
    "Seal",
    "Segment",
    "Session",
    "SigninLink",
    "Street",
    "Study",
    "StudyBlock",
    "StudyCell",
    "StudyHex",
    "StudyStreet",
    "Tally",
    "TileCamera",
    "Trial",
    "UnitCost",
    "Unsealed",
    "Upload",
    "UptimeDay",
    "User",
    "Verdict",
    "Version",
    "Walk",
    "Withholding",
]
