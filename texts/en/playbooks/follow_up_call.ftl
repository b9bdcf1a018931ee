# Follow-up call (P10).
follow-up-summary = Follow-up call on { $ticket }
follow-up-choose = Choose an agent
follow-up-wait = Until the customer may be called
follow-up-dial = Call the agent, then the customer
follow-up-ask-by-sms = Ask for a good time by SMS
follow-up-wait-for-reply = Waiting for the answer to the SMS

stage-no_agent = no agent yet
stage-scheduled = scheduled
stage-ready = to be called
stage-dialling = being called
stage-to_record = record to be filled in
stage-asked = asked by SMS for a time
stage-with_supervisor = with the supervisor

act-dial = call the customer
act-record_result = record the result
act-prefer_time = customer prefers another time
act-reassign = another agent
act-call_again = call again
act-close_unreached = close unreached

promise-follow-up-call = follow-up call

rung-call-day-left = call due tomorrow: tell the shift lead
rung-call-overdue = call overdue: tell the service supervisor
rung-call-overdue-day = call overdue by a day: tell the manager

reason-recorded = result recorded
reason-unreached = customer could not be reached

details-event-agent_chosen = agent chosen
details-event-attempt = call attempted
details-event-not_connected = the agent was not connected, dial again

satisfaction-satisfied = satisfied
satisfaction-neutral = neither satisfied nor dissatisfied
satisfaction-dissatisfied = dissatisfied

voice-call-due-soon = Follow-up call { $ticket } is due by { $due }. Press 1 to confirm.
voice-call-overdue = Follow-up call { $ticket } is overdue since { $due }. Press 1 to confirm.
voice-call-no-agent = Follow-up call { $ticket } has no agent. Please assign one. Press 1 to confirm.
voice-call-unreached = Follow-up call { $ticket }: the customer cannot be reached. Please decide. Press 1 to confirm.

sms-call-due-soon = Follow-up call { $ticket } is due by { $due }.
sms-call-overdue = Follow-up call { $ticket } is overdue since { $due }.
sms-call-no-agent = Follow-up call { $ticket } has no agent. Please assign one.
sms-call-unreached = Follow-up call { $ticket }: the customer cannot be reached. Please decide.

problem-incomplete = The record is incomplete
problem-incomplete-detail = A follow-up call ends with a complete record: satisfied, neutral or dissatisfied, and with what.

invalid-with-what = It is not said with what the customer is dissatisfied.
invalid-with-what-action = Fill in with_what.
