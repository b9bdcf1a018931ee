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

voice-repair-crew =
    { $urgent ->
        [yes] Urgent:{" "}
       *[no] {""}
    }{ $reopened ->
        [yes] The customer is not content, come again
       *[no] New repair
    }: { $place }, { $trade }, { $what }. Please { $stand_in ->
        [yes] send somebody
       *[no] be on site
    } { $late ->
        [yes] at once: it was due by { $due }.
       *[no] by { $due }.
    } { $stand_in ->
        [yes] Press 1 to confirm.
       *[no] Press 1 to confirm, or 2 if you are on site.
    }
voice-repair-no-crew =
    { $urgent ->
        [yes] Urgent:{" "}
       *[no] {""}
    }A repair has no crew, please assign one: { $place }, { $trade }, { $what }. Press 1 to confirm.
voice-repair-two-hours-left =
    Please { $stand_in ->
        [yes] send somebody
       *[no] be there
    } { $late ->
        [yes] at once, it was due by { $due }
       *[no] soon, it is due by { $due }
    }: { $place }, { $trade }, { $what }. { $stand_in ->
        [yes] Press 1 to confirm.
       *[no] Press 1 to confirm, or 2 if you are on site.
    }
voice-repair-not-on-site = The crew is late, please follow up: { $place }, { $trade }, { $what }. { $crew } was to be on site by { $due }. Press 1 to confirm.
voice-repair-plan-overdue =
    { $role ->
        [crew_leader] Please file the plan, it was due by { $due }
       *[other] { $crew } has not filed the plan that was due by { $due }, please follow up
    }: { $place }, { $trade }, { $what }. Press 1 to confirm.
voice-repair-overdue =
    { $role ->
        [crew_leader] { $late ->
            [yes] The repair was to be completed by { $due }, please finish it
           *[no] Please complete the repair by { $due }
        }
       *[other] { $late ->
            [yes] { $crew } was to complete the repair by { $due } and is late, please follow up
           *[no] { $crew } is to complete the repair by { $due }
        }
    }: { $place }, { $trade }, { $what }. Press 1 to confirm.
voice-repair-reopened = The customer is not content and the repair has been reopened: { $place }, { $trade }, { $what }. Press 1 to confirm.

sms-repair-crew =
    { $urgent ->
        [yes] Urgent:{" "}
       *[no] {""}
    }{ $reopened ->
        [yes] The customer is not content, come again
       *[no] New repair
    }: { $place }, { $trade }, { $what }. Please { $stand_in ->
        [yes] send somebody
       *[no] be on site
    } { $late ->
        [yes] at once: it was due by { $due }.
       *[no] by { $due }.
    } { $ticket }: { $link }
sms-repair-no-crew =
    { $urgent ->
        [yes] Urgent:{" "}
       *[no] {""}
    }A repair has no crew, please assign one: { $place }, { $trade }, { $what }. { $ticket }: { $link }
sms-repair-two-hours-left =
    Please { $stand_in ->
        [yes] send somebody
       *[no] be there
    } { $late ->
        [yes] at once, it was due by { $due }
       *[no] soon, it is due by { $due }
    }: { $place }, { $trade }, { $what }. { $ticket }: { $link }
sms-repair-not-on-site = The crew is late, please follow up: { $place }, { $trade }, { $what }. { $crew } was to be on site by { $due }. { $ticket }: { $link }
sms-repair-plan-overdue =
    { $role ->
        [crew_leader] Please file the plan, it was due by { $due }
       *[other] { $crew } has not filed the plan that was due by { $due }, please follow up
    }: { $place }, { $trade }, { $what }. { $ticket }: { $link }
sms-repair-overdue =
    { $role ->
        [crew_leader] { $late ->
            [yes] The repair was to be completed by { $due }, please finish it
           *[no] Please complete the repair by { $due }
        }
       *[other] { $late ->
            [yes] { $crew } was to complete the repair by { $due } and is late, please follow up
           *[no] { $crew } is to complete the repair by { $due }
        }
    }: { $place }, { $trade }, { $what }. { $ticket }: { $link }
sms-repair-reopened = The customer is not content and the repair has been reopened: { $place }, { $trade }, { $what }. { $ticket }: { $link }
fact-trade = trade

sms-repair-appointed = Repair { $ticket }: an appointment is made for { $at }. Please be there in time. { $link }
sms-repair-moved = Repair { $ticket } is now due { $due }. { $link }
sms-repair-urgent = Repair { $ticket } has become urgent. The present step is due { $due }. { $link }
sms-repair-ended = Repair { $ticket } has ended. There is no need to go there any more.
sms-repair-other-crew = Repair { $ticket } has been given to another crew. There is no need to go there any more.

sms-repair-received-customer = Dear { $name }, we have received your repair request, number { $ticket }. A fitter will be in touch with you shortly.
sms-repair-appointed-customer = Dear { $name }, the appointment for your repair ({ $ticket }) is { $at }. Please make sure somebody is in. Contact us if you need another time.
sms-repair-quoted-customer = Dear { $name }, your repair ({ $ticket }) is not covered by the warranty; the quote is { $amount } yuan. We will call you, and nothing is done before you agree.
sms-repair-done-customer = Dear { $name }, your repair ({ $ticket }) has been completed. We will call to ask whether all is well. Thank you.
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
