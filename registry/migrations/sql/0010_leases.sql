-- Which media process pulls which camera. A holder says every two seconds that it lives; its leases
-- last as long as it does, so that a thousand of them cost one row written and not a thousand.
-- Nothing here outlives the processes it is about: a crash of the database may empty it.
CREATE UNLOGGED TABLE feed_holder (
    id uuid PRIMARY KEY,
    address text NOT NULL,     -- where its siblings get its pictures
    until timestamptz NOT NULL -- from then on its cameras are anybody's
);

CREATE UNLOGGED TABLE feed_lease (
    camera_id uuid PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
    holder_id uuid NOT NULL REFERENCES feed_holder ON DELETE CASCADE
);
CREATE INDEX feed_lease_holder ON feed_lease (holder_id);
