# Tickets in lists and timelines, and requests about them; "none is missed" (P19).
rule-unrecorded = None unrecorded
rule-unrecorded-meaning = Reported, but no ticket was opened. The system makes up for it by itself; if it stays here, check the workflow service.
rule-unhandled = None unhandled
rule-unhandled-meaning = Open, but nobody is answerable for it, nobody is working on it, or it has no crew: assign somebody. Or closed as a duplicate of a ticket that ended and solved nothing: open it again, or note what became of it.
rule-unchecked = None unchecked
rule-unchecked-meaning = Closed without the customer's word. Call the customer.
rule-not_fed_back = None left out of the feedback
rule-not_fed_back-meaning = Closed, but no department was given feedback. Give feedback to the department concerned.

invalid-own-duplicate = A ticket cannot be a duplicate of itself
invalid-own-duplicate-action = Name the other open ticket.
invalid-duplicate-closed = That ticket is closed
invalid-duplicate-closed-action = Name an open ticket about the same thing.
invalid-duplicate-elsewhere = That ticket was closed as a duplicate; { $ticket } has the matter now
invalid-duplicate-elsewhere-action = Name { $ticket }.
invalid-duplicate-ending = That ticket is about to end or has not begun: it cannot take the matter over
invalid-duplicate-ending-action = Look at it again in a minute, or name another open ticket.
invalid-duplicate-kind = A ticket of that kind cannot hold this matter
invalid-duplicate-kind-action = Name a ticket of the same kind: only one that carries the matter to its end can hold it.
invalid-duplicate-of-another = That ticket is another customer's, and about another flat
invalid-duplicate-of-another-action = Name a ticket of the same customer or of the same flat.
invalid-same-ticket = This is the ticket itself.
invalid-same-ticket-action = Name the other ticket.

problem-not-closed = The ticket is still open
problem-not-closed-detail = Departments get feedback once a ticket is closed. Until then, add a note or hand it on.
problem-no-such-ticket = No such ticket
problem-no-such-ticket-detail = Look up its id in the list of tickets.
problem-ticket-closed = The ticket is closed
problem-ticket-closed-detail = A closed ticket cannot be cancelled. Notes can still be added.
problem-not-its-turn = Not possible now
problem-not-its-turn-detail = The ticket is at "{ $stage }". Possible now: { $possible }
problem-not-your-part = Not for your role
problem-not-your-part-detail = This step is for: { $roles }
problem-ticket-open = The ticket is open
problem-ticket-open-detail = Only a closed ticket can be reopened.

standing-next = Next: { $step }
standing-open = In progress
standing-closed = Closed: { $reason }

event-closed = Ticket closed: { $reason }
event-attachment = Attached: { $title }
event-note = Note: { $text }
event-cancel_requested = Cancellation requested: { $reason }
event-other = Event: { $kind }
event-detail = { $what }: { $detail }
