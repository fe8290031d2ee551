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
            + 0.254829592) * t * exp(-least(z * z / 2, 60)) / 2 AS tail
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

-- How far to turn from one bearing, or longitude, to another: -180 to 180, clockwise or east positive.
CREATE FUNCTION turn(a float8, b float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT b - a - 360 * round((b - a) / 360) $$;

-- The probability that a point lies in a field of view; geo.confidence.of_point says why. Of a PTZ
-- that can turn to it (class 2) the direction is no matter, of an unknown one (3) it is mere chance.
CREATE FUNCTION sight_confidence(
    class int, off_axis float8, hfov float8, azimuth_sd float8,
    distance float8, range float8, position_sd float8
) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
           WHEN class = 3 THEN hfov / 360
           WHEN class = 2 OR hfov >= 360 THEN 1
           ELSE normal_below((hfov / 2 - off_axis) / sd) - normal_below((-hfov / 2 - off_axis) / sd)
         END * normal_below((range - distance) / greatest(position_sd, 0.01))
  FROM (
    SELECT greatest(sqrt(azimuth_sd ^ 2 + degrees(atan2(position_sd, distance)) ^ 2), 0.01) AS sd
  ) AS spread
$$;

-- Metres from a point to an area beside it; 0 inside.
CREATE FUNCTION metres_apart(area geometry, here geometry, east float8, north float8)
RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN ST_Covers(area, here) THEN 0 ELSE ST_Distance(
    ST_Affine(area, east, 0, 0, north, -ST_X(here) * east, -ST_Y(here) * north),
    ST_SetSRID(ST_MakePoint(0, 0), 4326)) END
$$;

-- A point, and again as seen from the other side of the antimeridian where that is near: a field of
-- view that crosses it runs on past 180 degrees.
CREATE FUNCTION either_side(lng float8, lat float8, margin float8) RETURNS geometry[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN abs(lng) + margin < 180 THEN ARRAY[here]
    ELSE ARRAY[here, ST_Translate(here, -sign(lng) * 360, 0)] END
  FROM (SELECT ST_SetSRID(ST_MakePoint(lng, lat), 4326) AS here) AS spot
$$;

-- Why a camera that stands near a point does not see it, as the end of a sentence about it.
CREATE FUNCTION blind_words(off_axis float8, hfov float8, distance float8, range float8)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN off_axis IS NULL THEN 'looks in an unknown direction'
    WHEN off_axis > hfov / 2 THEN 'looks away'
    WHEN distance > range THEN 'is too far off'
    ELSE 'is blocked'
  END
$$;

-- What a camera has to do with a point, in one line.
CREATE FUNCTION sight_words(
    class int, distance float8, gap float8, level text, blind text, verified_at timestamptz, at timestamptz
) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE class
           WHEN 1 THEN 'faces the point'
           WHEN 2 THEN 'can turn to the point'
           WHEN 3 THEN 'may see the point, direction unknown'
           WHEN 4 THEN 'sees an approach ' || round(gap) || ' m from the point'
           ELSE blind
         END
         || ', ' || round(distance) || ' m'
         || CASE WHEN class <= 3 THEN ', ' || coalesce(level, 'too coarse to detect') || ', unobstructed'
            ELSE '' END
         || CASE WHEN verified_at < at - interval '365 days' THEN ', not verified for a year' ELSE '' END
$$;
