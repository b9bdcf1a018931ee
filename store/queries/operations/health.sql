-- name: needs_attention^
-- What a person or the reconciler should look at, counted for whoever is on watch.
SELECT (SELECT count(*) FROM messages WHERE state = 'unknown')                        AS messages_unknown,
       (SELECT count(*) FROM messages WHERE state = 'queued' AND error_code IS NOT NULL) AS messages_refused,
       (SELECT count(*) FROM tickets WHERE stage <> 'closed' AND due_at < now() - :overdue::interval)
                                                                                      AS tickets_overdue,
       (SELECT count(*) FROM provider_events
        WHERE processed_at IS NULL AND event_id NOT LIKE 'odd:%' AND received_at < now() - :overdue::interval)
                                                                                      AS events_left,
       (SELECT count(*) FROM provider_events WHERE processed_at IS NULL AND event_id LIKE 'odd:%') AS events_odd;
