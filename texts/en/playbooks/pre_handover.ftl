# Pre-handover sequence (P1). The messages themselves: customers/sms.ftl.
ticket-summary = Pre-handover messages · { $building }
ticket-waiting = Waiting to send: { $step }
ticket-next = Next: { $step }, { $due }
ticket-handover = Handover date: { $date }
ticket-done = ✓ { $step } — { $outcome }
ticket-ahead = ○ { $step } — { $due }
ticket-passed = – { $step } — time passed, not sent
ticket-send = Send text message: { $step }
ticket-record = Update the ticket's record

reason-merged = the same flat is in the merged file
reason-completed = all messages handled
reason-signed = the owner signed
reason-opted_out = the owner opted out
reason-sold = the flat was sold
reason-building_cancelled = the building was cancelled

event-ticket_replanned = Remaining messages rescheduled
event-ticket_replanned-date = Remaining messages rescheduled: handover on { $date }
event-opened_again = Reopened: handover on { $date }
event-opt_out = Staff recorded the owner's opt-out
event-number_changed = The owner's number changed: { $from } → { $to }
event-unsigned = Corrected: the owner has not signed. Reason: { $reason }
event-texts_held = Texts wait for an answer
event-texts_resumed = Answered: texts go on
event-owned = Corrected: the flat has not been sold. Reason: { $reason }

outcome-sent = submitted to the SMS provider
outcome-shared = sent once to this number, for another flat or name
outcome-failed = could not be sent
outcome-unknown = outcome unknown: not repeated, a person must check
outcome-too_late = too late, not sent
outcome-frequency = too many messages to this number, not sent

step-congratulation = Congratulations, 30 days before handover
step-show-flat = Show-flat invitation, 15 days before handover
step-visit = Invitation to visit, 3 days before handover

problem-no-handover-date = No handover date yet
problem-no-handover-date-detail = Set the building's handover date first, then start the sequence.
problem-nothing-ahead = No messages left to send
problem-nothing-ahead-detail = Counting from the handover date { $date }, the time of every message has passed. If the date has moved, change the building first.
problem-enrolled-with-another-policy = Started with a different policy
problem-enrolled-with-another-policy-detail = This building's sequence was started with a different policy, and running tickets keep theirs. Send the request without a policy, or with the same one.
problem-not-enrolled = The sequence has not been started
problem-not-enrolled-detail = Start the building's pre-handover sequence first, then single tickets.
problem-owner-left = The owner no longer receives messages
problem-owner-left-detail = The owner has signed or opted out, or the flat was sold: no ticket can be opened.

invalid-template = There is no such template.
invalid-template-action = Use a built-in template or one from the company's own texts.
invalid-local-time = A time of day takes no offset here.
invalid-local-time-action = Write the local time only, for example 10:00.
invalid-hours = The closing time must be later than the opening time.
invalid-hours-action = Change hours.opens and hours.closes.
invalid-same-step = A step appears twice.
invalid-same-step-action = Each step can appear only once.
invalid-outside-hours = A step's time is outside the sending hours.
invalid-outside-hours-action = Choose a time between hours.opens and hours.closes.
invalid-closed-days = The closed days leave no day for sending.
invalid-closed-days-action = Remove some from closed_days, or set on_closed_day to send.
stage-waiting = waiting for the next message
stage-sending = message being sent
