-- What drawing tiles leans on: squares, what is published, sums for far zooms, and a cache that
-- is never stale for ever. Geometry ending in _m is EPSG:3857; a box counts in shares of the world,
-- 0 to 1 from the north-west corner.

-- A tile's square in degrees, a 64th wider on each side. ST_Transform of ST_TileEnvelope would wrap
-- the margin round the antimeridian and so turn the square inside out.
CREATE FUNCTION tile_degrees(z int, x int, y int) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ST_MakeEnvelope(
  greatest(-180.0, 360 * (x - 1 / 64.0) / 2 ^ z - 180),
  degrees(atan(sinh(pi() * (1 - 2 * (y + 1 + 1 / 64.0) / 2 ^ z)))),
  least(180.0, 360 * (x + 1 + 1 / 64.0) / 2 ^ z - 180),
  degrees(atan(sinh(pi() * (1 - 2 * (y - 1 / 64.0) / 2 ^ z)))),
  4326
);

CREATE FUNCTION world_share(metres box2d) RETURNS box
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN box(
  point((ST_XMin(metres) + 20037508.342789244) / 40075016.685578488,
        (20037508.342789244 - ST_YMax(metres)) / 40075016.685578488),
  point((ST_XMax(metres) + 20037508.342789244) / 40075016.685578488,
        (20037508.342789244 - ST_YMin(metres)) / 40075016.685578488)
);

-- What is published, and nothing else: street anchors, by kind. Strangers' login may read the band
-- and never the count. An upsert of differences needs no lock but the anchor's own.
CREATE TABLE published_camera (
  anchor_m geometry(Point, 3857) NOT NULL,
  kind text NOT NULL,
  cameras int NOT NULL CHECK (cameras >= 0),
  band smallint NOT NULL GENERATED ALWAYS AS (
    CASE WHEN cameras >= 10 THEN 10 WHEN cameras >= 5 THEN 5 WHEN cameras >= 2 THEN 2 ELSE 1 END
  ) STORED,
  PRIMARY KEY (anchor_m, kind)
);
CREATE INDEX published_camera_anchor ON published_camera USING gist (anchor_m);

-- Sums for far zooms, a sixteenth of a tile wide, and the differences yet to be folded into them.
CREATE TABLE camera_aggregate (
  z smallint, gx int, gy int, cameras int NOT NULL, private int NOT NULL,
  sum_x bigint NOT NULL, sum_y bigint NOT NULL, PRIMARY KEY (z, gx, gy)
);
CREATE TABLE published_aggregate (
  z smallint, gx int, gy int, anchors int NOT NULL,
  sum_x bigint NOT NULL, sum_y bigint NOT NULL, PRIMARY KEY (z, gx, gy)
);
CREATE INDEX camera_aggregate_empty ON camera_aggregate (cameras) WHERE cameras = 0;
CREATE INDEX published_aggregate_empty ON published_aggregate (anchors) WHERE anchors = 0;
CREATE TABLE tile_delta (
  source text NOT NULL, gx int NOT NULL, gy int NOT NULL, counted int NOT NULL, private int NOT NULL,
  sum_x bigint NOT NULL, sum_y bigint NOT NULL
);

-- Drawn layers, shared by all workers, and what was written since. Both are lost together in a crash
-- (UNLOGGED), and neither belongs in a backup: snapshots mean nothing in another cluster.
CREATE UNLOGGED TABLE tile_cache (
  layer text, z smallint, x int, y int,
  area box NOT NULL, reads text[] NOT NULL, body bytea NOT NULL, snapshot pg_snapshot NOT NULL,
  drawn_at timestamptz NOT NULL, PRIMARY KEY (layer, z, x, y)
);
ALTER TABLE tile_cache ALTER body SET STORAGE EXTERNAL;
CREATE INDEX tile_cache_area ON tile_cache USING gist (area);
CREATE UNLOGGED TABLE tile_touch (
  source text NOT NULL, area box NOT NULL, xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE UNLOGGED TABLE tile_mark (
  snapshot pg_snapshot NOT NULL, at timestamptz NOT NULL
);

-- Tile rows of the centre's own cameras, a caller's phone (kind 7) left out, and of private ones.
CREATE INDEX tile_camera_agency ON tile_camera USING gist (geom_m)
  WHERE NOT private AND attr & 15 <> 7;
CREATE INDEX tile_camera_anchor ON tile_camera USING gist (anchor_m)
  WHERE private AND attr & 15 <> 7;

-- Say that tiles under this box, in metres, are to be drawn again. Listeners get the row itself.
CREATE FUNCTION touch(source text, metres box2d) RETURNS void LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO tile_touch (source, area) SELECT touch.source, world_share(metres) WHERE metres IS NOT NULL;
  SELECT pg_notify('tile_touch', json_build_array(
      touch.source, ST_XMin(metres), ST_YMin(metres), ST_XMax(metres), ST_YMax(metres),
      pg_current_xact_id()::text
    )::text)
  WHERE metres IS NOT NULL;
END;

-- A table in degrees changed. Arguments: its geometry.
CREATE FUNCTION touch_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  rows text;
  reach box2d;
BEGIN
  FOREACH rows IN ARRAY CASE TG_OP
    WHEN 'INSERT' THEN '{after}'::text[] WHEN 'DELETE' THEN '{before}' ELSE '{before,after}' END
  LOOP
    EXECUTE format('SELECT ST_Extent(%I) FROM %I', TG_ARGV[0], rows) INTO reach;
    PERFORM touch(TG_TABLE_NAME::text, Box2D(ST_Transform(ST_MakeEnvelope(
      ST_XMin(reach), greatest(ST_YMin(reach), -85.06), ST_XMax(reach), least(ST_YMax(reach), 85.06), 4326
    ), 3857)));
  END LOOP;
  RETURN NULL;
END $$;

-- Where a point counts: its cell at z 11, a sixteenth of a tile wide, and its whole metres.
CREATE FUNCTION grid_cell(at_m geometry, OUT gx int, OUT gy int, OUT x bigint, OUT y bigint)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
  SELECT
    greatest(0, least(32767, floor((ST_X(at_m) + 20037508.342789244) / 1222.9924525628144)))::int,
    greatest(0, least(32767, floor((20037508.342789244 - ST_Y(at_m)) / 1222.9924525628144)))::int,
    round(ST_X(at_m))::bigint, round(ST_Y(at_m))::bigint;
END;

-- Tile rows changed: tell the cache, and leave the difference for the sums. A private camera counts at
-- its anchor, and without one not at all; a caller's phone (kind 7) nowhere.
CREATE FUNCTION camera_reach(geom_m geometry, anchor_m geometry, sees_m geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ST_Envelope(ST_Collect(ARRAY[geom_m, anchor_m, ST_Envelope(sees_m)]));

CREATE FUNCTION counts_at(private boolean, attr int, geom_m geometry, anchor_m geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN attr & 15 = 7 THEN NULL WHEN private THEN anchor_m ELSE geom_m END;

CREATE FUNCTION touch_camera() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was box2d;
  is_now box2d;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM touch('tile_camera', (SELECT ST_Extent(camera_reach(geom_m, anchor_m, sees_m)) FROM after));
    INSERT INTO tile_delta SELECT 'camera_aggregate', c.gx, c.gy, count(*), count(*) FILTER (WHERE private),
      sum(c.x), sum(c.y)
    FROM after, grid_cell(counts_at(private, attr, geom_m, anchor_m)) AS c
    WHERE c.gx IS NOT NULL GROUP BY c.gx, c.gy;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM touch('tile_camera', (SELECT ST_Extent(camera_reach(geom_m, anchor_m, sees_m)) FROM before));
    INSERT INTO tile_delta SELECT 'camera_aggregate', c.gx, c.gy, -count(*), -count(*) FILTER (WHERE private),
      -sum(c.x), -sum(c.y)
    FROM before, grid_cell(counts_at(private, attr, geom_m, anchor_m)) AS c
    WHERE c.gx IS NOT NULL GROUP BY c.gx, c.gy;
  ELSE
    SELECT ST_Extent(camera_reach(geom_m, anchor_m, sees_m)) INTO was FROM before;
    SELECT ST_Extent(camera_reach(geom_m, anchor_m, sees_m)) INTO is_now FROM after;
    PERFORM touch('tile_camera', was);
    IF was::text <> is_now::text THEN
      PERFORM touch('tile_camera', is_now);
    END IF;
    INSERT INTO tile_delta SELECT 'camera_aggregate', c.gx, c.gy, sum(step), coalesce(sum(step) FILTER (WHERE private), 0),
      sum(step * c.x), sum(step * c.y)
    FROM (
      SELECT -1 AS step, private, counts_at(private, attr, geom_m, anchor_m) AS spot FROM before
      UNION ALL
      SELECT 1, private, counts_at(private, attr, geom_m, anchor_m) FROM after
    ) AS steps, grid_cell(spot) AS c
    WHERE spot IS NOT NULL GROUP BY c.gx, c.gy
    HAVING sum(step) <> 0 OR sum(step * c.x) <> 0 OR sum(step * c.y) <> 0
      OR sum(step) FILTER (WHERE private) <> 0;
  END IF;
  RETURN NULL;
END $$;

-- Publication, approval or anchors changed: bring the published anchors up to date in the same breath.
CREATE FUNCTION publish_cameras() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM publish(public_anchor, kind, 1) FROM after
    WHERE public_at IS NOT NULL AND status = 'approved' ORDER BY public_anchor, kind;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM publish(public_anchor, kind, -1) FROM before
    WHERE public_at IS NOT NULL AND status = 'approved' ORDER BY public_anchor, kind;
  ELSE
    PERFORM publish(public_anchor, kind, step) FROM (
      SELECT public_anchor, kind, sum(step)::int AS step FROM (
        SELECT public_anchor, kind, -1 AS step FROM before WHERE public_at IS NOT NULL AND status = 'approved'
        UNION ALL
        SELECT public_anchor, kind, 1 FROM after WHERE public_at IS NOT NULL AND status = 'approved'
      ) AS steps
      GROUP BY public_anchor, kind HAVING sum(step) <> 0 ORDER BY public_anchor, kind
    ) AS changed;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION publish(anchor geometry, camera_kind text, step int) RETURNS void LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO published_camera AS p (anchor_m, kind, cameras)
  SELECT ST_Transform(anchor, 3857), camera_kind, step WHERE step > 0
  ON CONFLICT (anchor_m, kind) DO UPDATE SET cameras = p.cameras + excluded.cameras;
  UPDATE published_camera SET cameras = cameras + step
  WHERE step < 0 AND anchor_m = ST_Transform(anchor, 3857) AND kind = camera_kind;
  DELETE FROM published_camera
  WHERE anchor_m = ST_Transform(anchor, 3857) AND kind = camera_kind AND cameras = 0;
END;

CREATE FUNCTION touch_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM touch('published_camera', (SELECT ST_Extent(anchor_m) FROM before));
    INSERT INTO tile_delta
    SELECT 'published_aggregate', c.gx, c.gy, -1, 0, -c.x, -c.y FROM before, grid_cell(anchor_m) AS c;
  ELSE
    PERFORM touch('published_camera', (SELECT ST_Extent(anchor_m) FROM after));
    IF TG_OP = 'INSERT' THEN
      INSERT INTO tile_delta
      SELECT 'published_aggregate', c.gx, c.gy, 1, 0, c.x, c.y FROM after, grid_cell(anchor_m) AS c;
    END IF;
  END IF;
  RETURN NULL;
END $$;

-- Fold what has changed into the sums, one folder at a time; tell whether there was anything.
CREATE FUNCTION fold_deltas() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  folded record;
  any_folded boolean := false;
BEGIN
  IF NOT EXISTS (SELECT FROM tile_delta) OR NOT pg_try_advisory_xact_lock(hashtext('fold_deltas')) THEN
    RETURN false;
  END IF;
  FOR folded IN
    WITH taken AS (DELETE FROM tile_delta RETURNING *),
    cell AS (
      SELECT source, z::smallint AS z, gx >> (11 - z) AS gx, gy >> (11 - z) AS gy, sum(counted)::int AS counted,
        sum(private)::int AS private, sum(sum_x)::bigint AS sum_x, sum(sum_y)::bigint AS sum_y
      FROM taken CROSS JOIN generate_series(0, 11) AS z
      GROUP BY 1, 2, 3, 4
    ),
    cameras AS (
      INSERT INTO camera_aggregate AS a
      SELECT z, gx, gy, counted, private, sum_x, sum_y FROM cell WHERE source = 'camera_aggregate'
      ON CONFLICT (z, gx, gy) DO UPDATE SET
        cameras = a.cameras + excluded.cameras, private = a.private + excluded.private,
        sum_x = a.sum_x + excluded.sum_x, sum_y = a.sum_y + excluded.sum_y
    ),
    published AS (
      INSERT INTO published_aggregate AS a
      SELECT z, gx, gy, counted, sum_x, sum_y FROM cell WHERE source = 'published_aggregate'
      ON CONFLICT (z, gx, gy) DO UPDATE SET
        anchors = a.anchors + excluded.anchors, sum_x = a.sum_x + excluded.sum_x, sum_y = a.sum_y + excluded.sum_y
    )
    SELECT source, Box2D(ST_Collect(
        ST_Point(min(gx) * 1222.9924525628144 - 20037508.342789244, 20037508.342789244 - min(gy) * 1222.9924525628144),
        ST_Point((max(gx) + 1) * 1222.9924525628144 - 20037508.342789244,
                 20037508.342789244 - (max(gy) + 1) * 1222.9924525628144))) AS reach
    FROM taken GROUP BY source
  LOOP
    PERFORM touch(folded.source, folded.reach);
    any_folded := true;
  END LOOP;
  DELETE FROM camera_aggregate WHERE cameras = 0;
  DELETE FROM published_aggregate WHERE anchors = 0;
  RETURN any_folded;
END $$;

-- Throw away what is stale or a day old, then the touches that can no longer be missed: those that every
-- statement of the last minute has seen. (No blob is stored more than half a minute after it was drawn.)
CREATE FUNCTION sweep_tiles() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('sweep_tiles'))
    OR EXISTS (SELECT FROM tile_mark WHERE at > clock_timestamp() - interval '1 minute') THEN
    RETURN;
  END IF;
  DELETE FROM tile_cache c WHERE drawn_at < now() - interval '1 day' OR EXISTS (
    SELECT FROM tile_touch t
    WHERE t.source = ANY (c.reads) AND t.area && c.area AND NOT pg_visible_in_snapshot(t.xid, c.snapshot));
  DELETE FROM tile_touch t USING tile_mark m WHERE pg_visible_in_snapshot(t.xid, m.snapshot);
  DELETE FROM tile_mark;
  INSERT INTO tile_mark SELECT pg_current_snapshot(), clock_timestamp();
END $$;

CREATE TRIGGER touch_place_insert AFTER INSERT ON building REFERENCING NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('footprint');
CREATE TRIGGER touch_place_update AFTER UPDATE ON building REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('footprint');
CREATE TRIGGER touch_place_delete AFTER DELETE ON building REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('footprint');
CREATE TRIGGER touch_place_insert AFTER INSERT ON street REFERENCING NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('line');
CREATE TRIGGER touch_place_update AFTER UPDATE ON street REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('line');
CREATE TRIGGER touch_place_delete AFTER DELETE ON street REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('line');
CREATE TRIGGER touch_place_insert AFTER INSERT ON ground REFERENCING NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('area');
CREATE TRIGGER touch_place_update AFTER UPDATE ON ground REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('area');
CREATE TRIGGER touch_place_delete AFTER DELETE ON ground REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('area');
CREATE TRIGGER touch_place_insert AFTER INSERT ON district REFERENCING NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('area');
CREATE TRIGGER touch_place_update AFTER UPDATE ON district REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('area');
CREATE TRIGGER touch_place_delete AFTER DELETE ON district REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('area');
CREATE TRIGGER touch_place_insert AFTER INSERT ON landmark REFERENCING NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('position');
CREATE TRIGGER touch_place_update AFTER UPDATE ON landmark REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('position');
CREATE TRIGGER touch_place_delete AFTER DELETE ON landmark REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION touch_place('position');
CREATE TRIGGER touch_camera_insert AFTER INSERT ON tile_camera REFERENCING NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_camera();
CREATE TRIGGER touch_camera_update AFTER UPDATE ON tile_camera REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_camera();
CREATE TRIGGER touch_camera_delete AFTER DELETE ON tile_camera REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION touch_camera();
CREATE TRIGGER touch_published_insert AFTER INSERT ON published_camera REFERENCING NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_published();
CREATE TRIGGER touch_published_update AFTER UPDATE ON published_camera REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION touch_published();
CREATE TRIGGER touch_published_delete AFTER DELETE ON published_camera REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION touch_published();
CREATE TRIGGER publish_cameras_insert AFTER INSERT ON camera REFERENCING NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION publish_cameras();
CREATE TRIGGER publish_cameras_update AFTER UPDATE ON camera REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION publish_cameras();
CREATE TRIGGER publish_cameras_delete AFTER DELETE ON camera REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION publish_cameras();

-- A session ended or a role was taken away: tell who keeps passes.
CREATE FUNCTION tell_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('revoked', '');
  RETURN NULL;
END $$;
CREATE TRIGGER tell_revoked AFTER DELETE ON session FOR EACH ROW
  WHEN (OLD.user_id IS NOT NULL) EXECUTE FUNCTION tell_revoked();
CREATE TRIGGER tell_revoked AFTER UPDATE OF role, is_active ON registry_user FOR EACH ROW
  WHEN (OLD.role IS DISTINCT FROM NEW.role OR OLD.is_active IS DISTINCT FROM NEW.is_active)
  EXECUTE FUNCTION tell_revoked();
