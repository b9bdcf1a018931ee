# Tickets in lists and timelines, and requests about them; "none is missed" (P19).
rule-unrecorded = None is unrecorded
rule-unrecorded-meaning = Reported, but no ticket was started. It is made up for by itself; what stays here points to the workflow service.
rule-unhandled = None is unhandled
rule-unhandled-meaning = Open, and nobody answers for it, works on it, or no crew has it. Assign somebody.
rule-unchecked = None is unchecked
rule-unchecked-meaning = Ended without the customer's word. Call the customer.
rule-not_fed_back = None is left out of the feedback
rule-not_fed_back-meaning = Ended, and no department has heard of it. Tell the department concerned.

invalid-own-duplicate = A ticket is no duplicate of itself
invalid-own-duplicate-action = Name the other open ticket.
invalid-duplicate-closed = That ticket is closed
invalid-duplicate-closed-action = Name an open ticket of the same matter.
invalid-same-ticket = That is this ticket itself.
invalid-same-ticket-action = Name the other ticket.

problem-not-closed = The ticket is still open
problem-not-closed-detail = Departments hear of a ticket when it has ended; until then add a note or hand it on.
problem-no-such-ticket = No such ticket
problem-no-such-ticket-detail = Look its id up in the list of tickets.
problem-ticket-closed = The ticket is closed
problem-ticket-closed-detail = A closed ticket cannot be cancelled. Notes can still be added.
problem-not-its-turn = Not its turn
problem-not-its-turn-detail = The ticket stands at "{ $stage }". Possible now: { $possible }
problem-not-your-part = Not for this role
problem-not-your-part-detail = This step is for: { $roles }
problem-ticket-open = The ticket is open
problem-ticket-open-detail = Only a closed ticket can be opened again.

standing-next = Next: { $step }
standing-open = Under way
standing-closed = Closed: { $reason }

event-closed = Ticket closed: { $reason }
event-attachment = Attached: { $title }
event-note = Note: { $text }
event-cancel_requested = Cancellation asked for: { $reason }
event-other = Event: { $kind }
event-detail = { $what }: { $detail }
