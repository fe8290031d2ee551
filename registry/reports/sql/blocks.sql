-- What private cameras add to each block of a study, in steps; nothing where too few are its owners.
-- Parameters, in order: study
COPY (
    SELECT cell, addresses, share
    FROM study_block
    WHERE study_id = %s
    ORDER BY cell
) TO STDOUT (FORMAT csv, HEADER)
