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

# The page of a job that staff open from a text.
job-title = Ticket
job-urgent = Urgent
job-where = Where
job-trade = Trade
job-customer = Customer
job-what = Problem
job-room = Room
job-wanted = Wanted
job-due = Due
job-standing = Standing
job-remarks = Remarks
job-pictures = Pictures
job-picture = Picture { $number }
job-moment = { $moment } (Beijing time)
job-unknown = This link is not valid
job-unknown-then = Check that the whole link of the text was opened, or sign in.
job-closed = This ticket is closed
job-closed-then = There is nothing left to do. Customer service answers questions.
job-handed_over = Somebody else has this ticket now
job-handed_over-then = There is nothing left for you to do.
job-expired = This link has expired
job-expired-then = Sign in, or use the link of the latest text.
job-left = This link is void
job-left-then = The administrator answers questions.
job-unavailable = Not reachable just now
job-unavailable-then = Try again in a few minutes. Press once more if it was not done.
job-unreadable = What was sent cannot be read
job-unreadable-then = Go back, reload the page and try again.
