# Warranty repair (P7).
repair-summary = Repair { $ticket }

stage-crew_wanted = no crew yet
stage-called = crew notified
stage-acknowledged = crew has confirmed
stage-on_site = crew on site
stage-quoted = customer to decide on the quote
stage-planned = work planned
stage-waiting_parts = waiting for parts
stage-done = work done, customer to be called

act-assign_crew = assign a crew
act-acknowledge = crew confirms
act-arrive = crew arrives
act-appoint = make an appointment
act-hand_to_crew = hand over to another crew
act-crew_declines = crew declines
act-file_plan = file the plan
act-quote = quote (out of warranty)
act-customer_agrees = customer agrees
act-customer_declines = customer declines
act-dispute_arrival = customer says nobody came
act-wait_for_parts = wait for parts
act-parts_arrived = parts have arrived
act-complete = report the work done

promise-on-site = crew on site
promise-plan = repair plan
promise-repaired = repair completed

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
reason-quote_declined = the customer declined the quote

details-event-crew_assessed = crew assessed
event-crew_assessed = Crew assessment: { $arrived_in_time }, times reopened: { $reopened }, customer { $satisfaction }

arrived-in-time-true = arrived in time
arrived-in-time-false = arrived late

voice-repair-crew = You have a new repair, { $ticket }. Be on site by { $due }. Press 1 to confirm, or 2 if you are on site.
voice-repair-no-crew = Repair { $ticket } has no crew. Please assign one. Press 1 to confirm.
voice-repair-two-hours-left = Repair { $ticket } is due soon. Be on site by { $due }. Press 1 to confirm, or 2 if you are on site.
voice-repair-not-on-site = Repair { $ticket } is overdue: the crew was promised by { $due } and is not on site. Please follow up. Press 1 to confirm.
voice-repair-plan-overdue = The plan for repair { $ticket } is overdue; it was due by { $due }. Press 1 to confirm.
voice-repair-overdue = Repair { $ticket } must be completed by { $due }. Please follow up. Press 1 to confirm.
voice-repair-reopened = Repair { $ticket } has been reopened: the customer is dissatisfied. Press 1 to confirm.

sms-repair-crew = You have a new repair, { $ticket }. Be on site by { $due }.
sms-repair-no-crew = Repair { $ticket } has no crew. Please assign one.
sms-repair-two-hours-left = Repair { $ticket } is due soon. Be on site by { $due }.
sms-repair-not-on-site = Repair { $ticket } is overdue: the crew was promised by { $due } and is not on site. Please follow up.
sms-repair-plan-overdue = The plan for repair { $ticket } is overdue; it was due by { $due }.
sms-repair-overdue = Repair { $ticket } must be completed by { $due }. Please follow up.
sms-repair-reopened = Repair { $ticket } has been reopened: the customer is dissatisfied.
fact-trade = trade

call-about-repair-on_site = whether the crew came
call-about-repair-done = the finished repair

# Trades as people call them when they report something; the first word is the usual one.
trade-words-plumbing = plumber, plumbing and wiring
trade-words-electric = electrician, electrical
trade-words-tiling = tiler, tiles
trade-words-carpentry = carpenter, woodwork
trade-words-painting = painter, paint
trade-words-waterproofing = waterproof
trade-words-doors = windows, doors and windows
