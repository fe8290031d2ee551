-- Which cameras see a point, how well, and what this reader may know of them.
-- Lengths are metres, angles degrees clockwise from true north, points lng, lat (EPSG:4326).
-- Functions here are either SQL that the planner inlines or PL/pgSQL, which keeps its plan: SQL that
-- cannot be inlined (an argument used twice that is not a plain column or parameter is enough) is
-- planned anew by every query that calls it, 0.1 ms and more.

-- One degree of longitude and of latitude in metres; off by less than 1 in 10,000 (WGS 84 series),
-- but no less than 10 m of longitude at a pole.
CREATE FUNCTION metres_per_degree(lat float8, OUT east float8, OUT north float8)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  east := greatest(111412.84 * cosd(lat) - 93.5 * cosd(3 * lat) + 0.118 * cosd(5 * lat), 10);
  north := 111132.92 - 559.82 * cosd(2 * lat) + 1.175 * cosd(4 * lat);
END
$$;

-- How far to turn from one bearing, or longitude, to another: -180 to 180, clockwise or east positive.
CREATE FUNCTION turn(a float8, b float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT b - a - 360 * round((b - a) / 360) $$;

-- The probability that a normal error stays below a margin. PostgreSQL has erf() only from 16 on;
-- this is Abramowitz and Stegun 7.1.26, off by less than 1e-7, as in geo.confidence.
CREATE FUNCTION stays_below(margin float8, sd float8) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  z float8;
  t float8;
  tail float8;
BEGIN
  IF sd <= 0 OR abs(margin) > 6 * sd THEN
    RETURN CASE WHEN margin >= 0 THEN 1 ELSE 0 END;
  END IF;
  z := margin / sd;
  t := 1 / (1 + 0.3275911 * abs(z) / sqrt(2.0));
  tail := ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t
           + 0.254829592) * t * exp(-z * z / 2) / 2;
  RETURN CASE WHEN z < 0 THEN tail ELSE 1 - tail END;
END
$$;

-- The probability that a point lies in a field of view: geo.confidence.of_point without its near and
-- shadow terms, which the polygon has decided. off_axis is 0 to 180, or null where nobody knows
-- where the camera looks: then it is mere chance. Of a PTZ that can turn to the point it is asked
-- with an opening of 360.
CREATE FUNCTION sight_confidence(
    off_axis float8, hfov float8, azimuth_sd float8, distance float8, range float8, position_sd float8
) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  -- An error sideways leads away as well.
  radial float8 := stays_below(range - sqrt(distance * distance + position_sd * position_sd), position_sd);
  half float8 := hfov / 2;
  sd float8;
  angular float8;
BEGIN
  IF radial = 0 OR hfov >= 360 THEN
    RETURN radial;
  ELSIF off_axis IS NULL THEN
    RETURN radial * hfov / 360;
  END IF;
  sd := least(150, sqrt(azimuth_sd ^ 2 + degrees(position_sd / greatest(distance, 1e-9)) ^ 2));
  angular := stays_below(half - off_axis, sd) - stays_below(-half - off_axis, sd);
  IF 360 - off_axis - half < 6 * sd THEN  -- the flanks that meet behind
    angular := angular
      + stays_below(half - off_axis + 360, sd) - stays_below(-half - off_axis + 360, sd)
      + stays_below(half - off_axis - 360, sd) - stays_below(-half - off_axis - 360, sd);
  END IF;
  RETURN radial * least(angular, 1);
END
$$;

-- Pixels per metre on a target 1.5 m above the ground: geo.optics.density_at, and its fisheye
-- sister for what opens to half a circle or more.
CREATE FUNCTION pixel_density(distance float8, width_px int, hfov float8, height float8)
RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT width_px / CASE WHEN hfov < 180 THEN 2 * tand(hfov / 2) ELSE pi() END
         / greatest(sqrt(distance ^ 2 + (height - 1.5) ^ 2), 0.01)
$$;

-- The wind a bearing points to: 84 is E, 247 or -113 WSW.
CREATE FUNCTION wind(bearing float8) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN ('{N,NNE,NE,ENE,E,ESE,SE,SSE,S,SSW,SW,WSW,W,WNW,NW,NNW}'::text[])
         [1 + (round(bearing / 22.5)::int + 16) % 16];
END
$$;

-- Metres from a point to an area beside it; 0 inside.
CREATE FUNCTION metres_apart(area geometry, here geometry, east float8, north float8)
RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ST_Distance(
    ST_Affine(area, east, 0, 0, north, -ST_X(here) * east, -ST_Y(here) * north),
    ST_SetSRID(ST_MakePoint(0, 0), 4326))
$$;

-- A point as it is counted from the other side of the antimeridian; null where that is further off
-- than margin degrees. A field of view that crosses it is cut there, its other part 360 degrees off.
CREATE FUNCTION point_beyond(lng float8, lat float8, margin float8) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF abs(lng) + margin < 180 THEN
    RETURN NULL;
  END IF;
  RETURN ST_SetSRID(ST_MakePoint(lng - sign(lng) * 360, lat), 4326);
END
$$;

-- A camera as access was decided of it when a version of it held.
CREATE FUNCTION camera_then(today camera, status text, level smallint, owner_id uuid) RETURNS camera
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  today.status := status;
  today.level := level;
  today.owner_id := owner_id;
  RETURN today;
END
$$;

-- Why a camera that stands near a point does not see it, as the end of a sentence about it.
CREATE FUNCTION blind_words(off_axis float8, hfov float8, distance float8, range float8)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN off_axis IS NULL AND hfov < 360 THEN 'looks in an unknown direction'
    WHEN off_axis > hfov / 2 THEN 'looks away'
    WHEN distance > range THEN 'is too far off'
    ELSE 'is blocked'
  END
$$;

-- What a camera has to do with a point, in one line.
CREATE FUNCTION sight_words(
    class int, distance float8, gap float8, level text, blind text, unverified boolean
) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$  -- numbers become text: stable at best
  SELECT CASE class
      WHEN 1 THEN 'faces the point'
      WHEN 2 THEN 'can turn to the point'
      WHEN 3 THEN 'may see the point, direction unknown'
      WHEN 4 THEN 'sees an approach ' || round(gap) || ' m from the point'
      ELSE blind
    END
    || ', ' || round(distance) || ' m'
    || CASE WHEN class <= 3
         THEN ', ' || coalesce(level, 'too coarse to detect') || ', unobstructed' ELSE '' END
    || CASE WHEN unverified THEN ', not verified for a year' ELSE '' END
$$;

-- What to say where no camera sees the point; null where one does.
CREATE FUNCTION blind_explanation(seen int, turning int, maybe int, radius float8, nearest text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN CASE
    WHEN seen > 0 THEN NULL
    WHEN turning > 0 THEN 'no camera faces this point; ' || turning || ' can turn to it'
      || CASE WHEN maybe > 0 THEN ', ' || maybe || ' might see it' ELSE '' END
    WHEN maybe > 0 THEN 'no surveyed camera sees it; ' || maybe || ' might'
    WHEN nearest IS NOT NULL THEN 'no camera sees this point; nearest ' || nearest
    ELSE 'no camera sees this point; none stands within ' || round(radius) || ' m'
  END;
END
$$;
