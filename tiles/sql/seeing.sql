-- The ranked answer to a click, access decided and the audit row written: one statement, so one
-- transaction and one round trip. The functions are installed by migration 0004.
SELECT seeing(
  lng => %(lng)s, lat => %(lat)s, radius => %(radius)s, most => %(most)s, moment => %(moment)s,
  drawn => %(drawn)s, levels => %(levels)s::text[], bounds => %(bounds)s::float8[],
  reader => ROW(%(role)s, %(owner_id)s, %(agency_id)s)::access_reader, reader_id => %(user_id)s,
  incident => %(incident)s, zone => %(zone)s, margin => %(margin)s,
  officer_radius => %(officer_radius)s,
  actor_id => %(actor_id)s, actor_name => %(actor_name)s, agency => %(agency)s,
  client => %(client)s, request_id => %(request_id)s
)
