# Pre-handover sequence (P1). The messages themselves: customers/sms.ftl.
ticket-summary = Pre-handover messages · { $building }
ticket-waiting = Waiting to send: { $step }
ticket-next = Next: { $step }, { $due }
ticket-handover = Handover date: { $date }
ticket-done = ✓ { $step } — { $outcome }
ticket-ahead = ○ { $step } — { $due }
ticket-passed = – { $step } — its time has passed, not sent
ticket-send = Send text message: { $step }
ticket-record = Update the ticket's record

reason-merged = the same flat is in the file this one was merged into
reason-completed = all messages dealt with
reason-signed = the owner signed
reason-opted_out = the owner opted out
reason-sold = the flat was sold
reason-building_cancelled = the building was cancelled

event-ticket_replanned = What is left is planned anew
event-ticket_replanned-date = What is left is planned anew: handover on { $date }
event-opened_again = Opened again: handover on { $date }
event-opt_out = Staff noted that the owner opted out
event-number_changed = The owner's number changed: { $from } → { $to }
event-unsigned = Corrected: the owner has not signed; reason: { $reason }
event-owned = Corrected: the flat has not been sold; reason: { $reason }

outcome-sent = handed to the SMS provider
outcome-shared = joined with the owner's other flat: one message only
outcome-failed = sending failed
outcome-unknown = outcome unknown: a person must check, it is not repeated
outcome-too_late = past its time, not sent
outcome-frequency = too many messages to this number, not sent

step-congratulation = Congratulation, 30 days before handover
step-show-flat = Show-flat invitation, 15 days before
step-visit = Invitation to visit, 3 days before

problem-no-handover-date = No handover date yet
problem-no-handover-date-detail = Change the building first: give it a handover date. Then start the sequence.
problem-nothing-ahead = No message is left to send
problem-nothing-ahead-detail = Counted from the handover date { $date }, the time of every message has passed. If the date has moved, change the building first.
problem-enrolled-with-another-policy = Started with another policy
problem-enrolled-with-another-policy-detail = The building's sequence was started with another policy, and running tickets keep theirs. Send the request without a policy, or with the same one.
problem-not-enrolled = The sequence has not been started
problem-not-enrolled-detail = Start the building's pre-handover sequence first, then single tickets.
problem-owner-left = The owner gets no more messages
problem-owner-left-detail = The owner has signed or opted out, or the flat was sold: no ticket can be started.

invalid-template = There is no such template.
invalid-template-action = Use one of the templates of the catalogue or of the company's own texts.
invalid-local-time = A time of day has no offset here.
invalid-local-time-action = Write the local time only, for example 10:00.
invalid-hours = The hours open after they close.
invalid-hours-action = Change hours.opens and hours.closes.
invalid-same-step = A step appears twice.
invalid-same-step-action = Name each step once.
invalid-outside-hours = A step's time lies outside the sending hours.
invalid-outside-hours-action = Choose a time between hours.opens and hours.closes.
invalid-closed-days = The closed days leave no day to send on.
invalid-closed-days-action = Take some out of closed_days, or set on_closed_day to send.
stage-waiting = waiting for the next message
stage-sending = message being sent
