-- Which cameras see a point, how well, and what this reader may know of them.
-- Lengths are metres, angles degrees clockwise from true north, points lng, lat (EPSG:4326).

-- One degree of longitude and of latitude in metres; off by less than 1 in 10,000 (WGS 84 series).
CREATE FUNCTION metres_per_degree(lat float8, OUT east float8, OUT north float8)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 111412.84 * cosd(lat) - 93.5 * cosd(3 * lat) + 0.118 * cosd(5 * lat),
         111132.92 - 559.82 * cosd(2 * lat) + 1.175 * cosd(4 * lat)
$$;

-- The share of a normal distribution below z. PostgreSQL has erf() only from 16 on; this is
-- Abramowitz and Stegun 7.1.26, off by less than 1e-7.
CREATE FUNCTION normal_below(z float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN z < 0 THEN tail ELSE 1 - tail END
  FROM (SELECT 1 / (1 + 0.3275911 * abs(z) / sqrt(2.0)) AS t) AS step,
  LATERAL (
    SELECT ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t
            + 0.254829592) * t * exp(-least(z * z / 2, 700)) / 2 AS tail
  ) AS series
$$;

-- Pixels per metre on a target 1.5 m above the ground; geo.optics.density_at, and its fisheye
-- sister for what opens to half a circle or more.
CREATE FUNCTION pixel_density(distance float8, width_px int, hfov float8, height float8)
RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT width_px / (CASE WHEN hfov < 180 THEN 2 * tand(hfov / 2) ELSE pi() END)
         / greatest(sqrt(distance * distance + (height - 1.5) * (height - 1.5)), 0.01)
$$;

-- The wind a bearing points to: 84 is E, 247 WSW.
CREATE FUNCTION wind(bearing float8) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ('{N,NNE,NE,ENE,E,ESE,SE,SSE,S,SSW,SW,WSW,W,WNW,NW,NNW}'::text[])
         [1 + round(bearing / 22.5)::int % 16]
$$;

-- The probability that a point lies in a field of view; geo.confidence.of_point says why.
CREATE FUNCTION sight_confidence(
    off_axis float8, hfov float8, azimuth_sd float8, distance float8, range float8, position_sd float8
) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN hfov >= 360 THEN 1 ELSE
           normal_below((hfov / 2 - off_axis) / sd) - normal_below((-hfov / 2 - off_axis) / sd) END
         * normal_below((range - distance) / greatest(position_sd, 0.01))
  FROM (
    SELECT greatest(sqrt(azimuth_sd ^ 2 + degrees(atan2(position_sd, distance)) ^ 2), 0.01) AS sd
  ) AS spread
$$;

-- The placements that see a point (class 1), reach it (2), see within 50 m of it (4) or stand
-- near it (5), with the gap in metres between the point and what they see. Asked twice over beside
-- the antimeridian, where a field of view runs on past 180 degrees.
CREATE FUNCTION sightings(lng float8, lat float8, radius float8, moment timestamptz)
RETURNS TABLE (placement_id bigint, class int, gap float8)
LANGUAGE plpgsql STABLE ROWS 50
-- Left alone the planner weighs each call anew (1 ms) or scans a million rows for an unknown point.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
AS $$
DECLARE
  scale record := metres_per_degree(lat);
  across float8 := 1 / greatest(scale.east, 1);
  along float8 := 1 / scale.north;
  heres geometry[] := ARRAY[ST_SetSRID(ST_MakePoint(lng, lat), 4326)];
BEGIN
  IF abs(lng) + radius * across > 179.9 THEN
    heres := heres || ST_SetSRID(ST_MakePoint(lng - sign(lng) * 360, lat), 4326);
  END IF;
  IF moment IS NULL THEN
    RETURN QUERY
      SELECT p.id, CASE WHEN d.gap = 0 THEN 1 ELSE 4 END, d.gap
      FROM unnest(heres) AS here
      JOIN placement p ON p.sees && ST_Expand(here, 50 * across, 50 * along)
      CROSS JOIN LATERAL (SELECT gap_between(p.sees, here, scale.east, scale.north) AS gap) d
      WHERE p.valid_to IS NULL AND d.gap <= 50
      UNION ALL
      SELECT p.id, 2, 0
      FROM unnest(heres) AS here
      JOIN placement p ON p.reach && here AND ST_Covers(p.reach, here)
      WHERE p.valid_to IS NULL
      UNION ALL
      SELECT p.id, 5, NULL
      FROM unnest(heres) AS here
      JOIN placement p ON p.position && ST_Expand(here, radius * across, radius * along)
      WHERE p.valid_to IS NULL;
  END IF;
END
$$;
