-- Streets of one tile: the wider a street, the farther away it shows.
-- Parameters: z, x, y
SELECT ST_AsMVT(t, 'street', 4096, 'g') FROM (
  SELECT
    ST_AsMVTGeom(
      ST_Simplify(ST_Transform(line, 3857), 20037508.34 / (256 << %(z)s)),
      ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
    ) AS g,
    kind,
    CASE WHEN %(z)s >= 13 THEN nullif(name, '') END AS name
  FROM street
  WHERE line && tile_degrees(%(z)s, %(x)s, %(y)s)
    AND %(z)s >= CASE
      WHEN kind IN ('motorway', 'trunk') THEN 6
      WHEN kind = 'primary' THEN 8
      WHEN kind IN ('motorway_link', 'trunk_link', 'secondary') THEN 10
      WHEN kind IN ('primary_link', 'secondary_link', 'tertiary') THEN 11
      WHEN kind IN ('residential', 'unclassified', 'tertiary_link', 'living_street', 'road') THEN 12
      WHEN kind IN ('pedestrian', 'busway') THEN 13
      WHEN kind IN ('service', 'track', 'cycleway') THEN 14
      ELSE 15
    END
  ORDER BY id
) AS t
