# What every ticket has, whatever its playbook.
ticket-closed = Ticket closed: { $reason }

clock-home = { $moment } (Beijing time)
clock-elsewhere = { $moment } ({ $zone })

tell-whom = Find whom to tell
tell-call = Phone a member of staff
tell-again = Wait before calling again
tell-wait-for-answer = Wait for the call to end
tell-ask-provider = Ask the provider about the call
tell-sms = Text a member of staff

stage-closed = closed

act-taken_in = taken in
act-hand_on = hand on
act-set_urgent = make urgent
act-set_ordinary = make ordinary
act-withdraw = customer withdraws
act-mark_duplicate = mark as a duplicate
act-wait_for_customer = wait for the customer
act-customer_ready = customer is ready
act-move_due = move the due date
act-confirm_receipt = confirm receipt
act-reopen = reopen
act-cancel = cancel

promise-receipt = confirmation of receipt

rung-handed-on = tell the person it was handed on to
rung-receipt-due = receipt not confirmed: tell again
rung-receipt-overdue = receipt not confirmed: tell the service supervisor

reason-withdrawn = withdrawn by the customer
reason-duplicate = duplicate of an open ticket
reason-cancelled = cancelled by staff
reason-terminated = terminated by operations staff

details-urgent = URGENT · { $stage }
details-due = Promised: { $promise } by { $due }
details-paused = Promised: { $promise } — paused, { $left } h left
details-escalated = ⚠ Overdue: escalated to level { $level }
details-acts = Possible now: { $acts }
details-lately = Recent events (Beijing time):
details-crew = Crew { $id }
details-department = Department { $id }
details-handler = Handled by { $id }
details-called = ☎ { $who }: { $outcome }
details-called-key = ☎ { $who }: { $outcome } (pressed { $pressed })
details-texted = ✉ { $who }: text message sent

details-event-promise_made = promised
details-event-promise_kept = kept
details-event-promise_met_late = met late
details-event-promise_paused = paused
details-event-promise_resumed = resumed
details-event-promise_moved = moved
details-event-promise_changed = promise changed
details-event-promise_broken_off = no longer counts
details-event-rung_told = told
details-event-reopened = customer dissatisfied: reopened
details-event-customer_called = customer called
details-event-policy_changed = promises changed on purpose

voice-handed-on = { $matter } has been handed to you: { $about }. Press 1 to confirm.
voice-receipt-overdue = Receipt of { $matter } has not been confirmed, please follow up: { $about }. Press 1 to confirm.
voice-notice = This is { $company }. { $notice }


# Moments as they are said: today at 5 pm, 30 Nov at 9:30 am.
spoken-date = { $month }/{ $day }
spoken-moment = { $day ->
    [yesterday] yesterday
    [today] today
    [tomorrow] tomorrow
    [after-tomorrow] the day after tomorrow
    [year] { $year }/{ $date }
   *[date] { $date }
} at { $hour }{ $minute ->
    [00] {""}
   *[other] :{ $minute }
} { $part ->
    [night] am
    [morning] am
    [noon] noon
    [afternoon] pm
   *[evening] pm
}

rung-wait-customer = Waiting for the customer too long: remind who works on it
rung-wait-customer-2d = Still waiting for the customer: tell the service supervisor
rung-wait-parts = Waiting for parts too long: remind the crew
rung-wait-parts-1d = Still waiting for parts: remind who works on it
rung-wait-parts-3d = Still waiting for parts: tell the service supervisor
rung-quote-new = A quote: tell who works on it
rung-quote-open = Quote without an answer: remind who works on it
rung-quote-open-2d = Quote still without an answer: tell the service supervisor

voice-wait-customer = Ticket { $ticket } has been waiting for the customer since { $since }. Please get in touch with them. Press 1 to confirm.
voice-wait-parts = Ticket { $ticket } has been waiting for parts since { $since }. Please find out when they arrive and let the customer know. Press 1 to confirm.
voice-quote-new = Ticket { $ticket } is not covered by the warranty. The crew has given a quote; please ask the customer about it. Press 1 to confirm.
voice-quote-open = The quote of ticket { $ticket } has been waiting for the customer's answer since { $since }. Please get in touch with them. Press 1 to confirm.

sms-wait-customer = Ticket { $ticket } has been waiting for the customer since { $since }. Please get in touch with them. { $link }
sms-wait-parts = Ticket { $ticket } has been waiting for parts since { $since }. Please find out when they arrive and let the customer know. { $link }
sms-quote-new = Ticket { $ticket } is not covered by the warranty. The crew has given a quote; please ask the customer about it. { $link }
sms-quote-open = The quote of ticket { $ticket } has been waiting for the customer's answer since { $since }. Please get in touch with them. { $link }

details-wait = Waiting for { $what } since { $since } ({ $by })
waited-for-customer = the customer
waited-for-parts = parts
waited-for-quote = the customer's answer to the quote
customer-text = Text to the customer
sms-handed-on = { $matter } has been handed to you: { $about }. { $link }
sms-receipt-overdue = Receipt of { $matter } has not been confirmed, please follow up: { $about }. { $link }

voice-stand-in = You are called in place of { $instead }. { $notice }
sms-stand-in = For { $instead }: { $notice }

# What is not known has words of its own, so that no sentence breaks off.
told-no-place = see the ticket for the place
told-no-trade = repair
told-no-words = see ticket { $ticket }
told-no-due = the agreed time
told-no-crew = The crew
told-place-and-words = { $place }, { $what }
told-customer = Customer { $name }
told-customer-unnamed = The customer
told-yourself = yourself
told-your-department = your department
told-company = the company
told-of-crew = the leader of { $crew }
told-head-of = the head of { $department }
told-colleague = a colleague

trade-plumbing = plumbing
trade-tiling = tiling
