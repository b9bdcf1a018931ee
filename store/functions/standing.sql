-- For which crew and which department somebody of the staff acts: whoever leads one for that one, else their own.

CREATE OR REPLACE FUNCTION crew_for(person text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT min(c.id) FROM crews c WHERE c.leader_id = s.id AND c.active), s.crew_id) FROM staff s WHERE s.id = person
$$;

CREATE OR REPLACE FUNCTION department_for(person text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT min(d.id) FROM departments d WHERE d.head_id = s.id AND d.active), s.department_id)
  FROM staff s WHERE s.id = person
$$;
