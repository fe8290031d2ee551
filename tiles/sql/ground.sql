-- Water, parks and land use of one tile, the small left out, and a point where each name stands.
-- Parameters: z, x, y
SELECT ST_AsMVT(t, 'ground', 4096, 'g') FROM (
  SELECT g, kind, name FROM (
    SELECT
      id, 0 AS part,
      ST_AsMVTGeom(
        ST_SimplifyPreserveTopology(ST_Transform(area, 3857), 20037508.34 / (256 << %(z)s)),
        ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
      ) AS g,
      kind, NULL AS name
    FROM ground
    WHERE area && tile_degrees(%(z)s, %(x)s, %(y)s)
      AND ST_Area(area) > 16 * (360.0 / (256 << %(z)s)) ^ 2
    UNION ALL
    SELECT
      id, 1,
      ST_AsMVTGeom(
        ST_Transform(ST_PointOnSurface(area), 3857),
        ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 0, true
      ),
      kind, name
    FROM ground
    WHERE area && tile_degrees(%(z)s, %(x)s, %(y)s)
      AND name <> ''
      AND ST_Area(area) > 1000 * (360.0 / (256 << %(z)s)) ^ 2
  ) AS both_parts
  ORDER BY part, id
) AS t
