# Warranty repair (P7).
repair-summary = Repair { $ticket }

stage-crew_wanted = no crew yet
stage-called = crew told
stage-acknowledged = crew has confirmed
stage-on_site = crew on site
stage-quoted = waiting for the customer to decide on the quote
stage-planned = work planned
stage-waiting_parts = waiting for parts
stage-done = done, customer to be called

act-assign_crew = assign a crew
act-acknowledge = crew confirms
act-arrive = crew arrives
act-appoint = make an appointment
act-hand_to_crew = hand to another crew
act-crew_declines = crew declines
act-file_plan = file the plan
act-quote = quote (out of warranty)
act-customer_agrees = customer agrees
act-customer_declines = customer declines
act-dispute_arrival = customer: nobody came
act-wait_for_parts = wait for parts
act-parts_arrived = parts have arrived
act-complete = report done

promise-on-site = crew on site
promise-plan = repair plan
promise-repaired = repaired

rung-two-hours-left = two hours left: tell the crew
rung-one-hour-left = one hour left: tell the crew
rung-not-on-site = not on site in time: tell the department head
rung-not-on-site-2h = still not on site: tell the service supervisor
rung-not-on-site-8h = still not on site: tell the manager
rung-plan-overdue = plan overdue: tell the crew
rung-plan-overdue-day = plan overdue by a day: tell the department head
rung-repair-day-left = one day left: tell the crew
rung-repair-overdue = repair overdue: tell the department head
rung-repair-overdue-2d = repair overdue by two days: tell the manager

reason-solved = solved
reason-quote_declined = customer declined the quote

details-event-crew_assessed = crew assessed
event-crew_assessed = The crew's assessment: { $arrived_in_time }, times opened again: { $reopened }, the customer is { $satisfaction }

arrived-in-time-true = came in time
arrived-in-time-false = came late

voice-repair-crew = Repair { $ticket } is yours: be on site by { $due }. Press 1 to confirm, 2 if you are on site.
voice-repair-no-crew = Repair { $ticket } has no crew. Please assign one. Press 1 to confirm.
voice-repair-two-hours-left = Repair { $ticket }: be on site by { $due }. Press 1 to confirm, 2 if you are on site.
voice-repair-not-on-site = Repair { $ticket }: the crew is not on site, promised by { $due }. Please see to it. Press 1 to confirm.
voice-repair-plan-overdue = Repair { $ticket }: the repair plan is overdue since { $due }. Press 1 to confirm.
voice-repair-overdue = Repair { $ticket } is to be done by { $due }. Press 1 to confirm.
voice-repair-reopened = Repair { $ticket }: the customer is not content, it was opened again. Press 1 to confirm.

sms-repair-crew = Repair { $ticket } is yours: be on site by { $due }.
sms-repair-no-crew = Repair { $ticket } has no crew. Please assign one.
sms-repair-two-hours-left = Repair { $ticket }: be on site by { $due }.
sms-repair-not-on-site = Repair { $ticket }: the crew is not on site, promised by { $due }. Please see to it.
sms-repair-plan-overdue = Repair { $ticket }: the repair plan is overdue since { $due }.
sms-repair-overdue = Repair { $ticket } is to be done by { $due }.
sms-repair-reopened = Repair { $ticket }: the customer is not content, it was opened again.
fact-trade = trade
