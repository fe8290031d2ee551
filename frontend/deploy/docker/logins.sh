#!/bin/sh
# The three logins and their database, at the first start of the PostGIS image.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" \
     --set public="$PUBLIC_PASSWORD" <<'SQL'
CREATE ROLE sightline_owner LOGIN PASSWORD :'owner';
CREATE ROLE sightline_app LOGIN PASSWORD :'app';
CREATE ROLE sightline_public LOGIN PASSWORD :'public';
CREATE DATABASE sightline OWNER sightline_owner;
\connect sightline
CREATE EXTENSION IF NOT EXISTS postgis;
SQL
