# Tickets in lists and timelines, and requests about them; "none is missed" (P19).
rule-unrecorded = None unrecorded
rule-unrecorded-meaning = Reported, but no ticket was opened. The system makes up for it by itself; if it stays here, check the workflow service.
rule-unhandled = None unhandled
rule-unhandled-meaning = Open, but nobody is answerable for it, nobody is working on it, or it has no crew. Assign somebody.
rule-unchecked = None unchecked
rule-unchecked-meaning = Closed without the customer's word. Call the customer.
rule-not_fed_back = None left out of the feedback
rule-not_fed_back-meaning = Closed, but no department was given feedback. Give feedback to the department concerned.

invalid-own-duplicate = A ticket cannot be a duplicate of itself
invalid-own-duplicate-action = Name the other open ticket.
invalid-duplicate-closed = That ticket is closed
invalid-duplicate-closed-action = Name an open ticket about the same thing.
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
problem-in-person = In one's own name only
problem-in-person-detail = Whoever decides signs in and does it; nobody does it for them.
problem-concerns-you = This ticket concerns you
problem-concerns-you-detail = It is about you, or about the department you head. Somebody else has to end, delay, ease or judge it: ask a supervisor or the manager.
problem-never-cancelled = Such a ticket is not cancelled
problem-never-cancelled-detail = It is the person's own request. If they take it back, a decider records it with their words (withdraw).
problem-number-not-settled = The customer's number is too new
problem-number-not-settled-detail = A few days ago the customer had another number. Let the customer text 同意换号 from the old one, wait, or have it signed on paper.
problem-scan-not-on-record = This scan is not on record
problem-scan-not-on-record-detail = Somebody else than you attaches the scan to this ticket first, with its address and SHA-256 (attachments); then you confirm it by the same address.
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
problem-rest-hours = The customer cannot be called now: it is a time of rest
problem-rest-hours-detail = Calls are possible from { $opens }. Where the customer asked for another hour, record that wish first.
invalid-moment-past = This moment has passed.
invalid-moment-past-action = Give a moment ahead.
invalid-moment-too-far = This moment is too far ahead.
invalid-moment-too-far-action = Check the date, and give a nearer one.
invalid-moment-needs-supervisor = This moment is far ahead and needs a supervisor.
invalid-moment-needs-supervisor-action = Give a nearer moment, or ask the shift lead or a service supervisor to do it.
