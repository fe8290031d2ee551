-- The same of a coarser resolution.
-- Parameters: study, first, last
SELECT h.cell, h.seen::float8 / h.cells, h.cameras, h.level, h.reason
FROM unnest(%(first)s::bigint[], %(last)s::bigint[]) AS run (first, last)
JOIN study_hex h ON h.study_id = %(study)s AND h.cell BETWEEN run.first AND run.last
ORDER BY h.cell
