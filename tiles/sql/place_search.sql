-- Places whose words begin with these, the shortest name first; a point each.
-- Parameters: query (a tsquery), most
SELECT kind, name, ST_X(here), ST_Y(here)
FROM (
  (SELECT 'address' AS kind, concat_ws(' ', number, street) AS name, position AS here, 2 AS after
   FROM address WHERE words_of(number, street, place) @@ %(query)s::tsquery
   ORDER BY length(number), number, street LIMIT %(most)s)
  UNION ALL
  (SELECT 'street', name, ST_PointOnSurface(ST_Collect(line)), 0
   FROM street WHERE name <> '' AND words_of(name) @@ %(query)s::tsquery
   GROUP BY name LIMIT %(most)s)
  UNION ALL
  (SELECT 'landmark', name, position, 1
   FROM landmark WHERE name <> '' AND words_of(name) @@ %(query)s::tsquery LIMIT %(most)s)
  UNION ALL
  (SELECT 'district', name, ST_PointOnSurface(area), 1
   FROM district WHERE name <> '' AND words_of(name) @@ %(query)s::tsquery LIMIT %(most)s)
) AS found
ORDER BY after, length(name), name
LIMIT %(most)s
