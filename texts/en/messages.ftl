# Text messages, replies and telephone calls, as lists and timelines show them.
call-outcome-unknown = outcome unknown
call-outcome-calling = calling now
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
call-outcome-answered-bridge = both spoke
call-outcome-no_answer = no answer
call-outcome-busy = busy
call-outcome-refused = declined
call-outcome-unreachable = unreachable
call-outcome-wrong_number = no such number
call-outcome-failed = not connected
call-leg-agent = the agent's phone
call-leg-customer = the customer's phone
call-error-no_number = there is no number to call
call-error-no_such_text = there is no wording for it
call-error-cannot_be_asked = the phone provider cannot be asked
call-error-too_late = the provider was out of reach, and it was given up

invented-owner = Alex Sample

problem-no-such-message = No such message
problem-no-such-message-detail = Look its id up in the list of messages.
problem-no-such-reply = No such reply
problem-no-such-reply-detail = Look up its number in the list of replies.
problem-message-settled = The outcome is known
problem-message-settled-detail = Only a message of unknown outcome needs a person's word. Load the list again.

message-state-queued = queued
message-state-sending = being sent
message-state-accepted = handed over
message-state-delivered = delivered
message-state-failed = not delivered
message-state-unknown = outcome unknown
message-state-withdrawn = found not sent

event-message = { $step }: { $outcome }
event-receipt_delivered = { $step }: delivered
event-receipt_failed = { $step }: not delivered ({ $code })
event-reply = The owner replied: { $text }
event-reply_handled = Somebody has seen to the owner's reply
event-reply_handled-note = Somebody has seen to the owner's reply: { $note }
event-reply_opt_out = The owner opted out by reply: { $text }
event-message_resolved_sent = { $step }: a person found that it was sent
event-message_resolved_not_sent = { $step }: a person found that it was not sent; sent again while it applies
event-call_placed = { $who }: { $call_kind } placed
event-call_failed = { $who }: { $call_kind } not placed: { $error }
event-call_unknown = { $who }: { $call_kind }, perhaps placed and perhaps not; not repeated, a person must check
event-call_ended = { $who }: { $call_kind }, { $outcome }
event-call_ended-key = { $who }: { $call_kind }, { $outcome } (key { $key })
event-call_ended-leg = { $who }: { $call_kind }, { $leg }: { $outcome }
event-call_ended-talk_seconds = { $who }: { $call_kind }, { $outcome }, { $talk_seconds } seconds
event-call_recorded = { $who }: { $call_kind } recorded
event-notice_sent = A text was sent
event-notice_failed = A text could not be sent
event-notice_unknown = A text may have been sent

step-notice = Text to staff or customer
