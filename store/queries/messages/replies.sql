-- name: replies_page
-- What owners texted back, for the API.
-- An opt-out was carried out at once: nobody has to see to it.
SELECT c.id, c.ticket_id, c.customer_id, c.at, c.words, c.kind = 'reply_opt_out' AS opt_out,
       t.building_id, b.name AS building, o.block, o.unit, o.room, x.name AS owner, x.phone,
       h.at AS handled_at, h.actor AS handled_by, h.words AS handled_words
FROM communications c JOIN tickets t ON t.id = c.ticket_id
LEFT JOIN buildings b ON b.id = t.building_id LEFT JOIN ownerships o ON o.id = t.ownership_id
LEFT JOIN customers x ON x.id = c.customer_id
LEFT JOIN communications h ON h.dedupe_key = 'reply_handled/' || c.id
WHERE c.kind IN ('reply', 'reply_opt_out') AND c.id > :after
  AND (:id::bigint IS NULL OR c.id = :id)
  AND (:building_id::text IS NULL OR t.building_id = :building_id)
  AND (:since::timestamptz IS NULL OR c.at >= :since)
  AND (:handled::boolean IS NULL OR (c.kind = 'reply_opt_out' OR h.id IS NOT NULL) = :handled)
ORDER BY c.id LIMIT :most;

-- name: record_reply_handled!
-- Says in the timeline who saw to a reply.
-- Who saw to it first stays on record.
INSERT INTO communications (dedupe_key, ticket_id, customer_id, kind, at, actor, data, words)
SELECT 'reply_handled/' || id, ticket_id, customer_id, 'reply_handled', now(), :actor, :data, :words
FROM communications WHERE id = :id AND kind IN ('reply', 'reply_opt_out')
ON CONFLICT (dedupe_key) DO NOTHING;

-- name: tell_desk!
-- Whoever is at the desk may open the ticket of an owner who is nobody's customer.
INSERT INTO told_of (staff_id, ticket_id)
SELECT s, t.id FROM tickets t JOIN customers c ON c.id = person(t.customer_id) CROSS JOIN unnest(:staff::text[]) AS s
WHERE t.id = :ticket_id AND c.agent_id IS NULL AND t.agent_id IS NULL AND t.first_contact IS NULL
ON CONFLICT DO NOTHING;
