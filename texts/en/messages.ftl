# Text messages, replies and telephone calls, as lists and timelines show them.
call-outcome-unknown = outcome unknown
call-outcome-calling = ringing
call-state-queued = waiting
call-state-placing = being placed
call-state-placed = placed
call-state-ended = ended
call-state-failed = not placed
call-state-unknown = outcome unknown
call-kind-notice = voice notice
call-kind-bridge = call to the customer
call-outcome-acknowledged = answered and acknowledged
call-outcome-answered = answered
call-outcome-answered-bridge = both sides spoke
call-outcome-no_answer = no answer
call-outcome-busy = busy
call-outcome-refused = declined
call-outcome-unreachable = unreachable
call-outcome-wrong_number = number not in use
call-outcome-failed = not connected
call-leg-agent = the phone of our side
call-leg-customer = the customer's phone
call-error-no_number = there is no number to call
call-error-no_such_text = there is no text to read out
call-error-cannot_be_asked = the phone provider cannot be queried
call-error-too_late = the provider could not be reached in time

invented-owner = Alex Sample

problem-no-such-message = No such message
problem-no-such-message-detail = Look up its id in the list of messages.
problem-no-such-report = No such report
problem-no-such-report-detail = Look up its id in the list of odd reports.
problem-no-such-reply = No such reply
problem-no-such-reply-detail = Look up its number in the list of replies.
problem-message-settled = The outcome is already known
problem-message-settled-detail = Only messages with an unknown outcome need a decision. Reload the list.

message-state-queued = queued
message-state-sending = being sent
message-state-accepted = submitted
message-state-delivered = delivered
message-state-failed = not delivered
message-state-unknown = outcome unknown
message-state-withdrawn = confirmed as not sent

event-message = { $step }: { $outcome }
event-receipt_delivered = { $step }: delivered
event-receipt_failed = { $step }: not delivered ({ $code })
event-reply = The owner replied: { $text }
event-reply_handled = The owner's reply has been handled
event-reply_handled-note = The owner's reply has been handled: { $note }
event-reply_opt_out = The owner opted out by reply: { $text }
event-message_resolved_sent = { $step }: confirmed as sent
event-message_resolved_not_sent = { $step }: confirmed as not sent; sent again if it still applies
event-call_placed = { $who }: { $call_kind } placed
event-call_failed = { $who }: { $call_kind } not placed: { $error }
event-call_unknown = { $who }: { $call_kind } may or may not have been placed; it is not repeated, a person must check
event-call_ended = { $who }: { $call_kind }, { $outcome }
event-call_ended-key = { $who }: { $call_kind }, { $outcome } (key { $key })
event-call_ended-leg = { $who }: { $call_kind }, { $leg }: { $outcome }
event-call_ended-talk_seconds = { $who }: { $call_kind }, { $outcome }, { $talk_seconds } seconds
event-call_recorded = { $who }: { $call_kind } recorded
event-called_at_wish = The customer asked to be called at this hour: { $wish }
event-notice_sent = Text message sent
event-notice_failed = Text message could not be sent
event-notice_unknown = Text message may have been sent

step-notice = Service text message

ring-summary = { $ticket }: a call to the customer
ring-dial = Connect our side, then the customer
ring-under-way = Connecting: your phone rings first, then the customer's. Neither sees the other's number.

problem-not-called-about = The customer is not called about such a ticket here
problem-not-called-about-detail = Repairs, complaints and enquiries have calls here; a follow-up call is made with its own act `dial`.
problem-customer-rests = The customer rests at this hour
problem-customer-rests-detail = The earliest time to call is { $again }. If the customer asked to be called now, write down how in at_wish; it goes on record.
problem-call-under-way = A call is under way
problem-call-under-way-detail = Your call with this customer is being connected or has not ended yet: answer your phone. Once it has ended you can call again.
