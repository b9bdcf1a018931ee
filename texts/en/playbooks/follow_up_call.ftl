# Follow-up call (P10).
follow-up-summary = Follow-up call { $ticket }
follow-up-choose = Choose an agent
follow-up-wait = Wait until the customer may be called
follow-up-dial = Call the agent, then the customer
follow-up-ask-by-sms = Ask by text for a good time
follow-up-wait-for-reply = Wait for the reply to the text

stage-no_agent = no agent yet
stage-scheduled = scheduled
stage-ready = to be called
stage-dialling = calling
stage-to_record = record to be filled in
stage-asked = asked by text for a time
stage-with_supervisor = with the supervisor

act-dial = call the customer
act-record_result = record the result
act-prefer_time = customer prefers another time
act-reassign = assign another agent
act-call_again = call again
act-close_unreached = close as unreached

promise-follow-up-call = follow-up call

rung-call-day-left = one day left: tell the shift lead
rung-call-overdue = call overdue: tell the service supervisor
rung-call-overdue-day = call overdue by a day: tell the manager

reason-recorded = result recorded
reason-unreached = the customer could not be reached

details-event-agent_chosen = agent chosen
details-event-attempt = call attempted
details-event-not_connected = agent not connected, dial again

satisfaction-satisfied = satisfied
satisfaction-neutral = neutral
satisfaction-dissatisfied = dissatisfied

voice-call-due-soon =
    Follow-up call to { $customer }: { $late ->
        [yes] it was due by { $due } and is overdue, please see to it.
       *[no] it is due by { $due }.
    } Press 1 to confirm.
voice-call-overdue = The follow-up call to { $customer } is overdue; it was due by { $due }. Press 1 to confirm.
voice-call-no-agent = The follow-up call to { $customer } has no agent. Please assign one. Press 1 to confirm.
voice-call-unreached = { $customer } cannot be reached for the follow-up call. Please decide what to do. Press 1 to confirm.

sms-call-due-soon =
    Follow-up call to { $customer }: { $late ->
        [yes] it was due by { $due } and is overdue, please see to it.
       *[no] it is due by { $due }.
    } { $ticket }: { $link }
sms-call-overdue = The follow-up call to { $customer } is overdue; it was due by { $due }. { $ticket }: { $link }
sms-call-no-agent = The follow-up call to { $customer } has no agent. Please assign one. { $ticket }: { $link }
sms-call-unreached = { $customer } cannot be reached for the follow-up call. Please decide what to do. { $ticket }: { $link }

problem-incomplete = The record is incomplete
problem-incomplete-detail = A follow-up call can only end with a complete record: satisfied, neutral or dissatisfied, and with what.

invalid-with-what = What the customer is dissatisfied with is missing.
invalid-with-what-action = Fill in with_what.
