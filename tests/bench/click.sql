-- A million cameras in a hundred towns of 10,000, each thinning out from its middle: where a camera
-- stands there are some 70 to the square kilometre, in the middle of a town 130. Run as the owner.
-- Fields of view are wedges bent by what stands in the way, 22 to 40 vertices each.
SELECT setseed(0.29);

-- The agency of the demo's people: see accounts.casting.
INSERT INTO registry_agency (id, name) VALUES (gen_random_uuid(), 'Harlan Fork Police Department');
INSERT INTO owner (id, kind, name, email, phone, agency_id)
SELECT gen_random_uuid(), kind, kind || ' ' || n, '', '', CASE kind WHEN 'agency' THEN
         (SELECT id FROM registry_agency) END
FROM unnest('{agency,school,business,resident}'::text[]) AS kind,
     generate_series(1, CASE kind WHEN 'agency' THEN 1 ELSE 5000 END) AS n;

CREATE TEMPORARY TABLE town AS
SELECT n, -86.5 + 3.5 * random() AS lng, 36.8 + 1.8 * random() AS lat FROM generate_series(1, 100) AS n;

-- Two thousand shapes that look north from the origin, 1 m to the unit and 1 long: turned, stretched
-- and moved to each camera.
CREATE TEMPORARY TABLE shape AS
SELECT n, opening, ST_MakePolygon(ST_MakeLine(
         ARRAY[ST_MakePoint(0, 0)] || rim || ARRAY[ST_MakePoint(0, 0)])) AS area
FROM (
  SELECT n, opening, array_agg(
           ST_MakePoint(r * sind(a), r * cosd(a)) ORDER BY a) AS rim
  FROM (
    SELECT n, opening, opening * (i / (vertices - 1.0) - 0.5) AS a,
           CASE WHEN (i / 4 + n) % 3 = 0 THEN 0.35 + 0.5 * ((n * 7919 + i / 4 * 104729) % 97) / 97.0
                ELSE 1 END AS r
    FROM (
      SELECT n, 50 + 60 * random() AS opening, 20 + n % 19 AS vertices
      FROM generate_series(0, 1999) AS n
    ) AS lens, generate_series(0, vertices - 1) AS i
  ) AS ray
  GROUP BY n, opening
) AS outline;
CREATE INDEX ON shape (n);

CREATE TEMPORARY TABLE here AS
SELECT drawn.n, gen_random_uuid() AS id, owner_kind, azimuth, range, form, level,
       ST_SetSRID(ST_MakePoint(
         lng + 3500 * sqrt(-2 * ln(1 - u)) * cosd(360 * v) / 88000,
         lat + 3500 * sqrt(-2 * ln(1 - u)) * sind(360 * v) / 111000), 4326) AS position
FROM (
  SELECT n, random() AS u, random() AS v, 360 * random() AS azimuth, 35 + 45 * random() AS range,
         CASE WHEN n % 10 = 0 THEN 'ptz' ELSE 'fixed' END AS form,
         (n / 7) % 3 AS level,
         ('{agency,business,resident}'::text[])[1 + (n / 7) % 3] AS owner_kind
  FROM generate_series(1, 1000000) AS n
) AS drawn
JOIN town ON town.n = 1 + drawn.n % 100;

CREATE TEMPORARY TABLE holder AS
SELECT id, kind, row_number() OVER (PARTITION BY kind) AS n FROM owner;
ANALYZE here, shape, holder;

INSERT INTO camera (id, number, ref, name, kind, form, level, status, mount, indoor, owner_id,
  position, surveyed_position, position_sd, height, azimuth, azimuth_sd, roll, hfov, range, width_px,
  fov_source, snapped_by, stands_indoors, created_at, updated_at, placed_at)
SELECT h.id, h.n, '', 'Camera ' || h.n,
       CASE owner_kind WHEN 'agency' THEN 'traffic' ELSE owner_kind END,
       form, level, 'approved', 'wall', false, o.id,
       position, position, 3, 4, CASE WHEN h.n % 20 <> 7 THEN azimuth END, 10, 0, opening, range, 1920,
       'imported', 0, false, now(), now(), now()
FROM here AS h
JOIN shape AS s ON s.n = h.n % 2000
JOIN holder AS o ON o.kind = owner_kind AND o.n = CASE owner_kind WHEN 'agency' THEN 1 ELSE 1 + h.n % 5000 END;

INSERT INTO placement (camera_id, valid_from, status, level, owner_id, position, position_sd, height, azimuth, azimuth_sd, roll,
  hfov, range, width_px, fov_source, sees, reach)
SELECT c.id, now() - interval '30 days', status, level, owner_id, c.position, position_sd, height, azimuth, azimuth_sd, roll,
       hfov, range, width_px, fov_source,
       CASE WHEN azimuth IS NOT NULL THEN turned.area END,
       CASE WHEN azimuth IS NULL OR form = 'ptz' THEN ST_Multi(ST_Buffer(c.position, range / 100000)) END
FROM camera AS c
JOIN shape AS s ON s.n = c.number % 2000
CROSS JOIN LATERAL (
  SELECT ST_Multi(ST_SetSRID(ST_Affine(s.area,
           cosd(coalesce(azimuth, 0)) * range / 88000, sind(coalesce(azimuth, 0)) * range / 88000,
          -sind(coalesce(azimuth, 0)) * range / 111000, cosd(coalesce(azimuth, 0)) * range / 111000,
           ST_X(c.position), ST_Y(c.position)), 4326)) AS area
) AS turned
-- Placing writes them in this order too: see registry/cameras/placing.sql.
ORDER BY c.position;

INSERT INTO frame (camera_id, version, captured_at, state, reason)
SELECT id, 1, now() - number % 90 * interval '1 second', 'live', '' FROM camera WHERE level <> 1;

INSERT INTO camera_grant (id, owner_id, camera_id, agency_id, capabilities, condition, priority_at_most,
  within, valid_from, max_session_min, notify_owner)
SELECT gen_random_uuid(), owner_id, id, (SELECT id FROM registry_agency),
       '{still,live}', CASE number % 2 WHEN 0 THEN 'always' ELSE 'priority' END, 1, 300,
       now() - interval '30 days', 15, true
FROM camera WHERE level = 2;
