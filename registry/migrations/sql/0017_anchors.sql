-- Where a private camera is shown: at the anchor of its house's address, and never at the house.

-- Give the anchor of an address no further than 250 m off; none where that address has none. A camera on
-- a house, or up to 15 m from one, counts as the house, so that all cameras there have one anchor.
CREATE FUNCTION anchor_at(spot geometry) RETURNS geometry
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  WITH house AS (
    SELECT ST_Centroid(footprint) AS middle FROM building
    WHERE footprint && ST_Expand(spot, 0.00015 / greatest(cos(radians(ST_Y(spot))), 0.02), 0.00015)
      AND ST_DWithin(footprint::geography, spot::geography, 15)
    ORDER BY ST_Distance(footprint::geography, spot::geography), id
    LIMIT 1
  ),
  door AS (
    SELECT near.id, near.anchor_id, near.position::geography <-> near.middle::geography AS metres
    FROM (
      SELECT a.id, a.anchor_id, a.position, h.middle
      FROM (SELECT coalesce((SELECT middle FROM house), spot) AS middle) AS h, address a
      ORDER BY a.position <-> (SELECT coalesce((SELECT middle FROM house), spot))
      LIMIT 16
    ) AS near
    ORDER BY 3, 1
    LIMIT 1
  )
  SELECT anchor.position FROM door JOIN anchor ON anchor.id = door.anchor_id WHERE door.metres <= 250;
END;

-- An address that was put on another street, or a hundred metres off, is where its anchor is not.
CREATE FUNCTION forget_anchor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.anchor_id := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER forget_anchor BEFORE UPDATE OF street, position ON address FOR EACH ROW
  WHEN (lower(OLD.street) <> lower(NEW.street) OR ST_Distance(OLD.position, NEW.position) > 0.001)
  EXECUTE FUNCTION forget_anchor();

-- What is published at an anchor, and at none: a published point that is no anchor is an agency's camera.
CREATE INDEX anchor_m ON anchor (ST_Transform(position, 3857));
CREATE INDEX anchor_street ON anchor (street);

-- The public map as files, made by the worker. `reads` tells what they were made from, and checked_at when
-- that was last seen to be still so: what was not checked for long is not handed out.
CREATE UNLOGGED TABLE published_file (
  name text PRIMARY KEY, body bytea NOT NULL, etag text NOT NULL, reads text NOT NULL,
  checked_at timestamptz NOT NULL
);
