-- What is only ever appended to.

-- Nobody changes what was written, its owner neither; whoever takes this away is found out by the macs.
CREATE OR REPLACE FUNCTION trail_is_appended_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the access trail is only ever appended to' USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE OR REPLACE FUNCTION sign_in_events_are_appended_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'sign-in events are only ever appended to' USING ERRCODE = 'insufficient_privilege';
END
$$;
