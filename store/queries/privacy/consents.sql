-- name: add_consent^
-- A customer's word on a purpose, as it is kept.
-- row: Consent
INSERT INTO consents (customer_id, purpose, state, at, source, evidence, text_version, recorded_by)
VALUES (:customer_id, :purpose, :state, :at, :source, :evidence, :text_version, :recorded_by)
RETURNING *;

-- name: consent_by_id^
-- One word as the list shows it.
-- row: Consent
-- always
SELECT * FROM consents WHERE id = :id;

-- name: consents_of
-- Everything a customer said about purposes, newest first, for the API.
-- row: Consent
SELECT * FROM consents WHERE customer_id = person(:customer_id) ORDER BY at DESC, id DESC LIMIT :most;

-- name: last_words
-- The last word on each purpose, for whoever is about to use it.
-- row: customers/files.LastWord
SELECT DISTINCT ON (purpose) purpose, state, at, source FROM consents
WHERE customer_id = person(:customer_id) ORDER BY purpose, at DESC, id DESC;

-- name: opted_out_at$
-- Since when a customer's number gets no marketing, if it gets none.
SELECT x.at FROM customers c JOIN opt_outs x ON idx(x.phone) = idx(c.phone) WHERE c.id = person(:id);

-- name: opt_in!
-- The person agrees again: the number gets marketing texts from now on, unless somebody else who has or had it
-- withdrew, or may be the one who opted out (a reply or a note names no person) and has not agreed since.
DELETE FROM opt_outs o WHERE idx(o.phone) = idx(:phone::bytea)
  AND NOT (o.source LIKE 'consent-%' AND person(split_part(o.source, '-', 2)) <> person(:customer_id)
           AND coalesce((SELECT g.state FROM consents g
                         WHERE g.customer_id = person(split_part(o.source, '-', 2)) AND g.purpose = 'marketing_sms'
                         ORDER BY g.at DESC, g.id DESC LIMIT 1), 'withdrawn') <> 'given')
  AND NOT EXISTS (
    SELECT 1 FROM (
      SELECT c.person FROM customers c WHERE idx(c.phone) = idx(:phone::bytea)
      UNION SELECT c.person FROM customers c, unnest(c.other_phones) AS n WHERE idx(n) = idx(:phone::bytea)
      UNION SELECT person(m.customer_id) FROM messages m
            WHERE m.purpose = 'marketing' AND idx(m.phone) = idx(:phone::bytea)) AS other
    WHERE other.person <> person(:customer_id)
      AND (refused(other.person, 'marketing_sms')
           OR (o.source <> 'erased' AND o.source NOT LIKE 'consent%' AND NOT EXISTS (
             SELECT 1 FROM consents g WHERE g.customer_id = other.person AND g.purpose = 'marketing_sms'
               AND g.state = 'given' AND g.at > o.at))));

-- name: is_opted_out$
-- Whether a number gets no marketing, asked after somebody agreed again.
SELECT EXISTS (SELECT 1 FROM opt_outs WHERE idx(phone) = idx(:phone::bytea));

-- name: refuses_calls_of_ticket$
-- Whether a ticket's customer refused to be called afterwards, asked before such a call is planned.
-- not null: refused
SELECT refused(customer_id, 'follow_up_calls') FROM tickets WHERE id = :ticket_id;
