-- A million cameras: forty towns, and one city so dense that a tile of zoom 12 holds fifty thousand.
-- camera_wide is what a straightforward table looks like; tile_camera holds the same rows.
-- Parameter: rows
ALTER TABLE tile_camera DROP CONSTRAINT IF EXISTS tile_camera_camera_id_78745f02_fk_camera_id;
SELECT setseed(0.7);
CREATE TABLE camera_wide AS
SELECT
  id, 'Camera ' || id AS name, (ARRAY['traffic', 'building', 'school', 'business'])[1 + id %% 4] AS kind,
  id %% 3 AS level, (ARRAY['online', 'offline', 'stale'])[1 + id %% 3] AS status,
  id %% 500 AS org_id, (random() * 359)::int AS heading, id %% 2 = 0 AS is_public,
  ST_SetSRID(ST_MakePoint(
    x + spread * sqrt(-2 * ln(1 - random())) * cosd(turn),
    y + spread * sqrt(-2 * ln(1 - random())) * sind(turn)), 3857) AS geom
FROM (
  SELECT id, 360 * random() AS turn,
    CASE WHEN id %% 16 = 0 THEN -9406000.0 ELSE -9600000 + 500000 * ((id %% 40) %% 8) / 8.0 END AS x,
    CASE WHEN id %% 16 = 0 THEN 4580000.0 ELSE 4400000 + 400000 * ((id %% 40) / 8) / 5.0 END AS y,
    CASE WHEN id %% 16 = 0 THEN 2500 ELSE 12000 END AS spread
  FROM generate_series(1, %(rows)s) AS id
) AS drawn;
ALTER TABLE camera_wide ADD PRIMARY KEY (id);
GRANT SELECT ON camera_wide TO PUBLIC;
CREATE INDEX ON camera_wide USING gist (geom);
INSERT INTO tile_camera (number, camera_id, attr, heading, fov_deg, range_m, private, geom_m, sees_m)
SELECT
  id, gen_random_uuid(), id %% 4, heading, 80, 60, false, geom,
  ST_Multi(ST_MakePolygon(ST_MakeLine(ARRAY[geom,
    ST_Translate(geom, 60 * sind(heading - 40), 60 * cosd(heading - 40)),
    ST_Translate(geom, 60 * sind(heading - 20), 60 * cosd(heading - 20)),
    ST_Translate(geom, 60 * sind(heading), 60 * cosd(heading)),
    ST_Translate(geom, 60 * sind(heading + 20), 60 * cosd(heading + 20)),
    ST_Translate(geom, 60 * sind(heading + 40), 60 * cosd(heading + 40)),
    geom])))
FROM camera_wide ORDER BY geom;
SELECT fold_deltas();
