-- Turn what was drawn (temporary table `drawn`) into versions and tile rows.
-- Parameter: at, the moment from which the new versions hold.

-- A camera that is as it was, and sees what it saw, keeps its version.
UPDATE drawn d SET changed = false
FROM placement p, camera c
WHERE p.camera_id = d.id AND p.valid_to IS NULL AND c.id = d.id AND d.live
  AND (p.sees IS NULL) = (d.sees IS NULL) AND (p.reach IS NULL) = (d.reach IS NULL)
  AND COALESCE(ST_OrderingEquals(p.sees, ST_Multi(d.sees)), true)
  AND COALESCE(ST_OrderingEquals(p.reach, ST_Multi(d.reach)), true)
  AND ST_OrderingEquals(p.position, d.position)
  AND (p.position_sd, p.height, p.azimuth, p.azimuth_sd, p.tilt, p.roll, p.hfov, p.vfov, p.range, p.width_px,
       p.reach_hfov, p.reach_azimuth, p.fov_source, p.status, p.level, p.owner_id)
    IS NOT DISTINCT FROM
      (c.position_sd, d.height, c.azimuth, c.azimuth_sd, c.tilt, c.roll, c.hfov, c.vfov, c.range, c.width_px,
       c.reach_hfov, c.reach_azimuth, c.fov_source, c.status, c.level, c.owner_id);

-- Of a camera on the move one version is kept for each five seconds: the youngest is drawn over.
UPDATE drawn d SET since = p.valid_from
FROM placement p, camera c
WHERE p.camera_id = d.id AND p.valid_to IS NULL AND c.id = d.id AND d.changed AND d.live
  AND c.form = 'moving' AND p.valid_from > %(at)s::timestamptz - interval '5 seconds'
  AND (p.status, p.level, p.owner_id) = (c.status, c.level, c.owner_id);

DELETE FROM placement p
USING drawn d
WHERE p.camera_id = d.id AND p.valid_to IS NULL AND d.since IS NOT NULL;

UPDATE placement p SET valid_to = %(at)s
FROM drawn d
WHERE p.camera_id = d.id AND p.valid_to IS NULL AND d.changed;

INSERT INTO placement (camera_id, valid_from, status, level, owner_id, position, position_sd, height, azimuth,
    azimuth_sd, tilt, roll, hfov, vfov, range, width_px, reach_hfov, reach_azimuth, fov_source, sees, reach)
SELECT c.id, COALESCE(d.since, %(at)s), c.status, c.level, c.owner_id, d.position, c.position_sd, d.height, c.azimuth,
    c.azimuth_sd, c.tilt, c.roll, c.hfov, c.vfov, c.range, c.width_px, c.reach_hfov, c.reach_azimuth, c.fov_source,
    ST_Multi(d.sees), ST_Multi(d.reach)
FROM drawn d
JOIN camera c ON c.id = d.id
WHERE d.changed AND d.live
ORDER BY d.position;

UPDATE camera c SET
    placed_at = %(at)s, position = d.position, snapped_by = d.snapped_by, stands_indoors = d.indoor,
    -- A private camera is shown at its street anchor, an agency's where it is. What is published stays so.
    public_anchor = CASE
      WHEN c.form = 'moving' THEN c.public_anchor
      WHEN c.level > 0 THEN
        coalesce(anchor_at(c.surveyed_position), CASE WHEN c.public_at IS NOT NULL THEN c.public_anchor END)
      WHEN c.public_at IS NOT NULL THEN d.position
    END
FROM drawn d
WHERE c.id = d.id;

-- Only an approved camera is on the map.
DELETE FROM tile_camera t
USING drawn d
WHERE t.camera_id = d.id AND d.attr IS NULL;

INSERT INTO tile_camera AS t (number, camera_id, attr, heading, fov_deg, range_m, private, geom_m, anchor_m, sees_m)
SELECT c.number, c.id, d.attr, floor(c.azimuth), round(c.hfov), round(c.range), c.level > 0,
    ST_Transform(d.position, 3857), ST_Transform(c.public_anchor, 3857), ST_Transform(ST_Multi(d.sees), 3857)
FROM drawn d
JOIN camera c ON c.id = d.id
WHERE d.attr IS NOT NULL
ORDER BY d.position
ON CONFLICT (camera_id) DO UPDATE SET
    attr = excluded.attr, heading = excluded.heading, fov_deg = excluded.fov_deg, range_m = excluded.range_m,
    private = excluded.private, geom_m = excluded.geom_m, anchor_m = excluded.anchor_m, sees_m = excluded.sees_m
WHERE (t.attr, t.heading, t.fov_deg, t.range_m, t.private, t.geom_m::bytea, t.anchor_m::bytea, t.sees_m::bytea)
    IS DISTINCT FROM
      (excluded.attr, excluded.heading, excluded.fov_deg, excluded.range_m, excluded.private, excluded.geom_m::bytea,
       excluded.anchor_m::bytea, excluded.sees_m::bytea);
