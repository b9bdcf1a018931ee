-- An archive of tickets of four years, in plain SQL: no trigger runs, no key is checked (session_replication_role).
-- `people (n, name, phone)` and `sealed (what, n, value)` are there, filled by `bench/size/archive.py`.
CREATE TEMP TABLE size AS SELECT :tickets::bigint AS tickets, (:tickets * 3 / 10)::bigint AS customers,
  greatest(4, :tickets / 8000)::bigint AS buildings, :agents::bigint AS agents, :crews::bigint AS crews,
  :departments::bigint AS departments;

INSERT INTO buildings (id, name, handover_date)
SELECT 'B' || lpad(n::text, 6, '0'), '测试花园' || n || '期', current_date + (n % 90)::int
FROM size, generate_series(1, buildings) n;

INSERT INTO customers (id, name, phone, other_phones, agent_id, grade, grade_by, grade_at, signed_at, created_at, updated_at)
SELECT 'C' || lpad(p.n::text, 8, '0'), p.name, p.phone,
       CASE WHEN p.n % 10 = 0 THEN ARRAY[q.phone] ELSE '{}' END,
       CASE WHEN p.n % 20 = 0 THEN 'S' || lpad((p.n / 20 % agents + 1)::text, 8, '0') END,
       CASE WHEN p.n % 7 = 0 THEN 'regular' END, CASE WHEN p.n % 7 = 0 THEN 'S00000001' END,
       CASE WHEN p.n % 7 = 0 THEN now() - interval '1 year' END,
       CASE WHEN p.n % 3 = 0 THEN now() - interval '1 year' END, now() - interval '4 years', now() - interval '1 year'
FROM size, people p JOIN people q ON q.n = (p.n * 7919) % (SELECT customers FROM size) + 1
WHERE p.n <= (SELECT customers FROM size);

INSERT INTO ownerships (id, building_id, customer_id, block, unit, room, area, created_at)
SELECT 'O' || lpad(n::text, 8, '0'), 'B' || lpad((n % buildings + 1)::text, 6, '0'), 'C' || lpad(n::text, 8, '0'),
       (SELECT value FROM sealed WHERE what = 'block' AND sealed.n = each.n / buildings / 120 % 40),
       (SELECT value FROM sealed WHERE what = 'unit' AND sealed.n = each.n / buildings / 60 % 2),
       (SELECT value FROM sealed WHERE what = 'room' AND sealed.n = each.n / buildings % 60), 89.5,
       now() - interval '4 years'
FROM size, LATERAL (SELECT n FROM generate_series(1, customers) n) AS each;

CREATE TEMP TABLE planned AS
SELECT n, kind, CASE kind WHEN 'PreHandover' THEN 'pre-handover-O' || lpad(owner::text, 8, '0')
                          WHEN 'Repair' THEN 'repair-R2026-' || lpad(n::text, 7, '0')
                          WHEN 'Complaint' THEN 'complaint-B2026-' || lpad(n::text, 7, '0')
                          ELSE 'follow-up-R2026-' || lpad((n - n % 20 + 6)::text, 7, '0') || '-0-' || n END AS id,
       owner, opened,
       CASE WHEN opened > now() - interval '12 days' AND n % 2 = 0 THEN NULL
            ELSE least(now(), opened + interval '9 days') END AS closed
FROM (
  SELECT n, CASE WHEN n % 20 < 6 THEN 'PreHandover' WHEN n % 20 < 13 THEN 'Repair' WHEN n % 20 < 15 THEN 'Complaint'
                 ELSE 'FollowUpCall' END AS kind,
         -- One sequence for each flat; everything else wherever it happens.
         CASE WHEN n % 20 < 6 THEN least(customers, n / 20 * 6 + n % 20 + 1) ELSE (n * 104729) % customers + 1 END AS owner,
         now() - interval '4 years' * ((tickets - n)::float / tickets) AS opened
  FROM size, generate_series(1, tickets) n
) AS drawn;
DELETE FROM planned p USING planned q WHERE p.id = q.id AND p.n > q.n AND p.kind = 'PreHandover' AND q.kind = 'PreHandover';

INSERT INTO tickets (id, kind, stage, building_id, customer_id, ownership_id, urgent, due_at, close_reason, version,
                     opened_at, updated_at, agent_id, first_contact, crew_id, department_id, acts, next_step, anchor_date)
SELECT p.id, p.kind,
       CASE WHEN closed IS NOT NULL THEN 'closed' WHEN p.kind = 'PreHandover' THEN 'waiting'
            WHEN p.kind = 'FollowUpCall' THEN 'ready' WHEN p.kind = 'Repair' THEN 'crew' ELSE 'acknowledging' END,
       o.building_id, o.customer_id, o.id, p.n % 50 = 0, CASE WHEN closed IS NULL THEN opened + interval '13 days' END,
       CASE WHEN closed IS NULL THEN NULL WHEN p.kind = 'PreHandover' THEN 'completed' WHEN p.kind = 'FollowUpCall' THEN 'recorded'
            ELSE 'solved' END,
       9, opened, coalesce(closed, now()),
       CASE WHEN p.kind <> 'PreHandover' THEN 'S' || lpad((p.n % agents + 1)::text, 8, '0') END,
       CASE WHEN p.kind NOT IN ('PreHandover', 'FollowUpCall') THEN 'S' || lpad((p.n / 7 % agents + 1)::text, 8, '0') END,
       CASE WHEN p.kind = 'Repair' THEN 'W' || lpad((p.n % crews + 1)::text, 8, '0') END,
       CASE WHEN p.kind IN ('Repair', 'Complaint') THEN 'D' || lpad((p.n % departments + 1)::text, 6, '0') END,
       CASE WHEN closed IS NULL AND p.kind = 'FollowUpCall' THEN ARRAY['dial'] ELSE '{}' END,
       CASE WHEN closed IS NULL AND p.kind = 'PreHandover' THEN 'show-flat' END, opened::date + 60
FROM size, planned p JOIN ownerships o ON o.id = 'O' || lpad(p.owner::text, 8, '0');

INSERT INTO ticket_starts (ticket_id, workflow, input, summary, started_at, created_at)
SELECT id, kind, '{"trade": "plumbing"}', '', opened, opened FROM planned WHERE kind <> 'PreHandover';

INSERT INTO ticket_texts (id, ticket_id, kind, body, author, created_at)
SELECT 'X' || lpad(n::text, 9, '0'), id, 'report', (SELECT value FROM sealed WHERE what = 'report'), 'S00000001', opened
FROM planned WHERE kind IN ('Repair', 'Complaint');

INSERT INTO ticket_links (ticket_id, other_id, kind, at)
SELECT f.id, r.id, 'repair', f.opened FROM planned f JOIN planned r ON r.n = f.n - f.n % 20 + 6 + f.n % 5
WHERE f.kind = 'FollowUpCall' AND r.kind = 'Repair';

INSERT INTO communications (ticket_id, customer_id, kind, at, actor, data, recorded_at, text_id)
SELECT p.id, 'C' || lpad(p.owner::text, 8, '0'), k.kind, p.opened + k.step * interval '1 hour', 'S00000001', k.data,
       p.opened + k.step * interval '1 hour',
       CASE WHEN k.step = 0 AND p.kind IN ('Repair', 'Complaint') THEN 'X' || lpad(p.n::text, 9, '0') END
FROM planned p, LATERAL (VALUES
  (0, CASE p.kind WHEN 'PreHandover' THEN 'sms_sent' ELSE 'opened' END, '{}'::jsonb),
  (1, CASE p.kind WHEN 'Complaint' THEN 'classify' ELSE 'rung_told' END,
   CASE p.kind WHEN 'Complaint' THEN jsonb_build_object('category', (ARRAY['leak', 'noise', 'attitude'])[p.n % 3 + 1]) ELSE '{}' END),
  (2, CASE WHEN p.kind = 'Complaint' THEN (ARRAY['judge_well_founded', 'judge_not_founded'])[p.n % 2 + 1]
           WHEN p.kind = 'PreHandover' AND p.n % 50 = 0 THEN 'reply' ELSE 'call_ended' END, '{}'),
  (3, CASE WHEN p.n % 17 = 0 THEN 'promise_met_late' ELSE 'note' END, '{}')) AS k (step, kind, data);

INSERT INTO messages (dedupe_key, reference, ticket_id, customer_id, step, purpose, template, phone, text, segments, state,
                      provider, sent_at, created_at, erased_at)
SELECT 'pre-handover/' || p.id || '/1', 'm-' || p.n, p.id, c.id, 'show-flat', 'marketing', 'show-flat', c.phone,
       (SELECT value FROM sealed WHERE what = 'text'), 2, 'delivered', 'sandbox', p.opened, p.opened, p.opened
FROM planned p JOIN customers c ON c.id = 'C' || lpad(p.owner::text, 8, '0') WHERE p.kind = 'PreHandover';

INSERT INTO calls (ticket_id, key, reference, kind, staff_id, customer_id, state, provider, outcome, talk_seconds, placed_at,
                   ended_at, created_at)
SELECT p.id, 'dial/1', 'c-' || p.n, 'bridge', 'S00000001', 'C' || lpad(p.owner::text, 8, '0'), 'ended', 'sandbox', 'answered', 90,
       p.opened, p.opened, p.opened FROM planned p WHERE p.kind = 'FollowUpCall' AND p.closed IS NOT NULL;

INSERT INTO call_records (ticket_id, customer_id, agent_id, satisfaction, answers, at)
SELECT id, 'C' || lpad(owner::text, 8, '0'), 'S00000001', 'satisfied', '[]', closed
FROM planned WHERE kind = 'FollowUpCall' AND closed IS NOT NULL;

INSERT INTO crew_visits (ticket_id, number, crew_id, in_time, satisfaction, outcome, ended_at)
SELECT id, 1, 'W' || lpad((n % crews + 1)::text, 8, '0'), true, 'satisfied', 'solved', closed
FROM size, planned WHERE kind = 'Repair' AND closed IS NOT NULL;

INSERT INTO feedback (ticket_id, department_id, reason, category, reopened, at)
SELECT id, 'D' || lpad((n % departments + 1)::text, 6, '0'), 'solved', NULL, 0, closed
FROM size, planned WHERE kind IN ('Complaint', 'Repair') AND closed IS NOT NULL;

INSERT INTO told_of (staff_id, ticket_id, at)
SELECT 'S' || lpad((n / 3 % agents + 1)::text, 8, '0'), id, opened FROM size, planned WHERE n % 40 = 9;

INSERT INTO contracts (id, customer_id, number, signed_on, recorded_by)
SELECT 'H' || lpad(p.n::text, 8, '0'), 'C' || lpad(p.n::text, 8, '0'), p.contract, current_date - 365, 'S00000001'
FROM people p WHERE p.contract IS NOT NULL AND p.n <= (SELECT customers FROM size);

INSERT INTO pre_sales (customer_id, stage, salesperson_id, updated_by)
SELECT 'C' || lpad(n::text, 8, '0'), 'potential', 'S' || lpad((agents + 1 + n / 15 % 6)::text, 8, '0'), 'S00000001'
FROM size, generate_series(15, customers, 15) n;

INSERT INTO consents (customer_id, purpose, state, at, source, recorded_by)
SELECT 'C' || lpad(n::text, 8, '0'), 'marketing_sms', 'given', now() - interval '1 year', 'contract', 'S00000001'
FROM size, generate_series(1, customers, 5) n;

INSERT INTO opt_outs (phone, at, source)
SELECT phone, now(), 'staff' FROM people WHERE n % 100 = 3 AND n <= (SELECT customers FROM size) ON CONFLICT DO NOTHING;

INSERT INTO open_files (file_id, who, last, lent_until)
SELECT file_id, who, max(last), max(lent_until) FROM file_openers GROUP BY file_id, who;
