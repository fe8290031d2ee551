-- Open incidents of one tile. Parameters: z, x, y
SELECT ST_AsMVT(t, 'incident', 4096, 'g') FROM (
  SELECT
    ST_AsMVTGeom(
      ST_Transform(position, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
    ) AS g,
    id::text AS id, kind, priority, number
  FROM incident
  WHERE state = 'open'
    AND position && tile_degrees(%(z)s, %(x)s, %(y)s)
  ORDER BY reported_at, incident.id
) AS t
