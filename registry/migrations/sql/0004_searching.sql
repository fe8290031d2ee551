-- Finding a place by the beginnings of its words, in any order.
CREATE FUNCTION words_of(VARIADIC parts text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('simple'::regconfig, array_to_string(parts, ' '))
$$;

CREATE INDEX address_words ON address USING gin (words_of(number, street, place));
CREATE INDEX street_words ON street USING gin (words_of(name)) WHERE name <> '';
CREATE INDEX landmark_words ON landmark USING gin (words_of(name)) WHERE name <> '';
CREATE INDEX district_words ON district USING gin (words_of(name)) WHERE name <> '';
