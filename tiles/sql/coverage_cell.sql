-- What is kept of a study's cells that lie in some runs of ids.
-- Parameters: study, first, last
SELECT c.cell, (c.cameras > 0)::int::float8, c.cameras, c.level, c.reason
FROM unnest(%(first)s::bigint[], %(last)s::bigint[]) AS run (first, last)
JOIN study_cell c ON c.study_id = %(study)s AND c.cell BETWEEN run.first AND run.last
ORDER BY c.cell
