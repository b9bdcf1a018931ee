-- name: complaint_waits$
-- Whether the ticket waits for its customer's signature.
SELECT stage = 'accepting' FROM tickets WHERE id = :ticket_id;

-- name: issue_acceptance^
-- The link of this sending, anew for each attempt; none when a later one was asked for.
INSERT INTO acceptances (ticket_id, key, asked_at, token_hash, code_hash, expires_at, tries_left)
SELECT :ticket_id, :key, :asked_at, :token_hash, :code_hash, :expires_at, :tries
WHERE NOT EXISTS (SELECT 1 FROM acceptances WHERE ticket_id = :ticket_id AND key <> :key AND asked_at > :asked_at)
ON CONFLICT (ticket_id, key) DO UPDATE SET token_hash = excluded.token_hash, code_hash = excluded.code_hash,
  expires_at = excluded.expires_at
WHERE acceptances.replaced_at IS NULL AND acceptances.answered_at IS NULL
RETURNING id;

-- name: replace_acceptances!
-- Links that nobody has answered are void: a later one was sent (`but` is its key), or the ticket went on.
UPDATE acceptances SET replaced_at = now()
WHERE ticket_id = :ticket_id AND replaced_at IS NULL AND answered_at IS NULL AND key IS DISTINCT FROM :but::text;

-- name: acceptance_of_token^
-- The link that a customer opened, with the stage of its ticket.
SELECT a.*, a.expires_at <= now() AS expired, now() AS now, t.stage, t.customer_id
FROM acceptances a JOIN tickets t ON t.id = a.ticket_id
WHERE a.token_hash = :token_hash;

-- name: lock_acceptance!
-- Locks the link while its customer answers: of two answers at once the second finds the first.
SELECT 1 FROM acceptances WHERE token_hash = :token_hash FOR UPDATE;

-- name: wrong_code$
-- Counts a wrong code; how many tries are left.
-- always
UPDATE acceptances SET tries_left = greatest(tries_left - 1, 0) WHERE id = :id RETURNING tries_left;

-- name: answer_acceptance^
-- Keeps the customer's answer; the link as it is now.
-- row: Acceptance
-- always
UPDATE acceptances SET answered_at = now(), answer = :answer, text_id = :text_id WHERE id = :id RETURNING *;

-- name: acceptance_told$
-- The ticket has heard; an answer that its timeline shows was taken, whoever asked last.
-- always
-- not null: taken
UPDATE acceptances SET told_at = now(),
       taken = :taken OR EXISTS (SELECT 1 FROM communications c WHERE c.text_id = acceptances.text_id
                                   AND c.kind = acceptances.answer)
WHERE id = :id RETURNING taken;

-- name: answers_to_tell
-- Answers that their ticket has not heard after a while, for the reconciler.
-- row: Acceptance
SELECT * FROM acceptances
WHERE answered_at IS NOT NULL AND told_at IS NULL AND answered_at < now() - :age::interval
ORDER BY id LIMIT :most;

-- name: number_unsettled$
-- Whether the ticket's customer has a new number that the old one has not agreed to, before a link goes there.
-- not null: number_unsettled
SELECT number_unsettled(:ticket_id, :settled::interval);

-- name: old_number_agrees!
-- The number that customers had agrees to the one they have, by its own reply.
UPDATE number_history SET agreed_at = now() WHERE old_number = encode(idx(:phone), 'hex') AND agreed_at IS NULL;

-- name: scans_of
-- Files that were attached to a ticket, with who filed them, for a signature on paper.
-- not null: author
SELECT x.body, x.author, c.data->>'acted_by' AS acted_by
FROM ticket_texts x JOIN communications c ON c.text_id = x.id
WHERE x.ticket_id = :ticket_id AND x.kind = 'attachment' ORDER BY x.id;
