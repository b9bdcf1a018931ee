-- Who asks: the API says it on each of its connections (api/http/database.py), in settings that begin with `huifang.`.

-- Who asks: an account's or a token's id; the member of staff, crew and department it stands for.
CREATE OR REPLACE FUNCTION huifang_asker() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('huifang.asker', true), '');

CREATE OR REPLACE FUNCTION huifang_staff() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('huifang.staff', true), '');

CREATE OR REPLACE FUNCTION huifang_crew() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('huifang.crew', true), '');

CREATE OR REPLACE FUNCTION huifang_department() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('huifang.department', true), '');

-- Whose files: `system`, `all`, `own`, `jobs`, `none`; and until when closed tickets stay in sight.
CREATE OR REPLACE FUNCTION huifang_reach() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(current_setting('huifang.reach', true), '');

CREATE OR REPLACE FUNCTION huifang_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN huifang_reach() IN ('system', 'all');

CREATE OR REPLACE FUNCTION huifang_closed_since() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN now() - make_interval(days => coalesce(nullif(current_setting('huifang.closed_days', true), '')::integer, 0));

-- Whether a ticket is in the asker's hand.
CREATE OR REPLACE FUNCTION huifang_in_hand(agent text, first_contact text, crew text, department text, stage text, changed timestamptz)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE huifang_reach()
  WHEN 'own' THEN coalesce(agent = huifang_staff() OR first_contact = huifang_staff() OR department = huifang_department(), false)
                  AND (stage <> 'closed' OR changed > huifang_closed_since())
  WHEN 'jobs' THEN coalesce(crew = huifang_crew(), false) AND stage <> 'closed'
  ELSE false END;
