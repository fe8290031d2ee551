-- Streets with these words in their name, and what is published along each: how many cameras of agencies, at
-- least, how many stretches with private cameras, and how many such cameras, at least.
-- Parameters: words, in lower case; most; skipped.
WITH named AS MATERIALIZED (
  SELECT lower(name) AS key, min(name) AS name, ST_Collect(line) AS line
  FROM street
  WHERE name <> '' AND strpos(lower(name), %(words)s) > 0
  GROUP BY lower(name)
  ORDER BY lower(name)
  LIMIT %(most)s OFFSET %(skipped)s
)
SELECT n.name, box2d(n.line)::geometry, agency.cameras, private.stretches, private.cameras
FROM named AS n
CROSS JOIN LATERAL (
  SELECT coalesce(sum(p.band), 0) AS cameras FROM published_camera AS p
  WHERE p.anchor_m && ST_Expand(ST_Transform(n.line, 3857), 40 / cos(radians(ST_Y(ST_Centroid(n.line)))))
    AND ST_DWithin(ST_Transform(p.anchor_m, 4326)::geography, n.line::geography, 40)
    AND NOT EXISTS (SELECT FROM anchor AS a WHERE ST_Transform(a.position, 3857) = p.anchor_m)
) AS agency
CROSS JOIN LATERAL (
  SELECT count(DISTINCT a.id) AS stretches, coalesce(sum(p.band), 0) AS cameras
  FROM anchor AS a
  JOIN published_camera AS p ON p.anchor_m = ST_Transform(a.position, 3857)
  WHERE a.street = n.key
) AS private
ORDER BY n.key
