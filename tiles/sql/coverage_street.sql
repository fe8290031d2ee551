-- A study's streets in one tile, each stretch as well as it is seen.
-- Parameters: z, x, y, study
SELECT ST_AsMVT(t, 'coverage_street', 4096, 'g') FROM (
  SELECT
    ST_AsMVTGeom(
      ST_Transform(line, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
    ) AS g,
    level, seen, reason, name, metres
  FROM study_street
  WHERE study_id = %(study)s
    AND line && tile_degrees(%(z)s, %(x)s, %(y)s)
  ORDER BY id
) AS t
