-- Addresses in an area or near it, each with the point of its street in front of it; the street of its
-- own name, where that is near, else the nearest.
-- Parameters: area (EWKT), reach (degrees), most
SELECT a.id, a.number, a.street, ST_X(a.position), ST_Y(a.position), ST_X(front.at), ST_Y(front.at)
FROM address AS a
LEFT JOIN LATERAL (
  SELECT ST_ClosestPoint(s.line, a.position) AS at
  FROM street AS s
  WHERE s.line && ST_Expand(a.position, 0.002)
  ORDER BY s.name = a.street DESC, s.line <-> a.position
  LIMIT 1
) AS front ON true
WHERE a.position && ST_Expand(%(area)s::geometry, %(reach)s)
  AND ST_DWithin(a.position, %(area)s::geometry, %(reach)s)
ORDER BY a.id
LIMIT %(most)s
