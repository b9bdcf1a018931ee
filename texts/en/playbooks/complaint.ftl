# Complaint (P8). What the customer reads: customers/complaint.ftl.
complaint-summary = Complaint { $ticket }
complaint-send-link = Text the signing link and code to the customer

stage-judging = to be judged
stage-answering = unfounded, to be answered
stage-investigating = being investigated
stage-options = remedy to be proposed
stage-approval = remedy to be approved
stage-carrying_out = being carried out
stage-accepting = customer to accept
stage-review = to be reviewed
stage-calling = customer to be called

act-file_explanation = file the explanation
act-judge_well_founded = judge well-founded
act-judge_not_founded = judge unfounded
act-answer_customer = answer the customer
act-file_investigation = file the investigation
act-propose_remedy = propose a remedy
act-approve = approve
act-ask_for_another = ask for another remedy
act-refuse = refuse, with a reason
act-report_measure = report a measure
act-carried_out = report the remedy carried out
act-customer_accepts = customer accepts and signs
act-customer_refuses = customer refuses
act-classify = classify, with an improvement measure
act-reclassify = put the category right
act-send_acceptance = send the signing link

promise-explanation = explanation and remedy
promise-remedy = remedy proposal
promise-approval = decision on the remedy
promise-carried-out = remedy carried out
promise-accepted = customer's acceptance
promise-reviewed = review
promise-answered = answer to the customer

rung-explanation-0 = two hours left: tell the department head
rung-explanation-1 = no explanation in time: tell the service supervisor
rung-explanation-2 = still no explanation: tell the manager
rung-remedy-0 = no remedy in time: tell the department head
rung-remedy-1 = still no remedy after a day: tell the manager
rung-approval-0 = decision due soon: remind the manager
rung-approval-1 = no decision in time: tell the manager
rung-approval-2 = still no decision after a day: tell the service supervisor
rung-carried-out-0 = one day left: tell the department head
rung-carried-out-1 = not carried out in time: tell the service supervisor
rung-carried-out-2 = still not carried out after two days: tell the manager
rung-accepted-0 = not accepted in time: tell the service supervisor
rung-reviewed-0 = not reviewed in time: tell the service supervisor
rung-reviewed-1 = still not reviewed after three days: tell the manager
rung-answered-0 = customer not answered in time: tell the service supervisor

reason-answered = unfounded, customer answered
reason-settled = settled and accepted
reason-remedy_refused = well-founded, remedy refused, customer answered
reason-refused = remedy refused

event-acceptance_locked = Too many wrong codes: the signing link is void, please send a new one
event-customer_accepts_too_late = The customer accepted through the link when the ticket was no longer waiting for it
event-customer_refuses_too_late = The customer refused through the link when the ticket was no longer waiting for it

voice-complaint-new =
    { $urgent ->
        [yes] Urgent:{" "}
       *[no] {""}
    }{ $customer } complains about { $whom }: { $what }. { $late ->
        [yes] Your explanation and remedy were due by { $due }, please file them at once.
       *[no] File an explanation and a remedy by { $due }.
    } Press 1 to confirm.
voice-complaint-explanation =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] The explanation and remedy were due by { $due } and are overdue.
       *[no] The explanation and remedy are due by { $due }.
    } Press 1 to confirm.
voice-complaint-remedy =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] A remedy was due by { $due } and is overdue.
       *[no] A remedy is due by { $due }.
    } Press 1 to confirm.
voice-complaint-approval =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] A remedy waits for a decision that was due by { $due }.
       *[no] A remedy waits for your decision, due by { $due }.
    } Press 1 to confirm.
voice-complaint-carried-out =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] The remedy was to be carried out by { $due } and is overdue.
       *[no] The remedy is to be carried out by { $due }.
    } Press 1 to confirm.
voice-complaint-accepted =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] The customer has not accepted the remedy by { $due }, please follow up.
       *[no] The customer has yet to accept the remedy, due by { $due }.
    } Press 1 to confirm.
voice-complaint-reviewed =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] It was to be reviewed by { $due } and is overdue.
       *[no] It is to be reviewed by { $due }.
    } Press 1 to confirm.
voice-complaint-answered =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] It is unfounded; the customer was to be answered by { $due }.
       *[no] It is unfounded; the customer is to be answered by { $due }.
    } Press 1 to confirm.
voice-complaint-reopened = { $customer } is not content with what came of the complaint about { $whom }, which has been reopened: { $what }. Press 1 to confirm.

sms-complaint-new =
    { $urgent ->
        [yes] Urgent:{" "}
       *[no] {""}
    }{ $customer } complains about { $whom }: { $what }. { $late ->
        [yes] Your explanation and remedy were due by { $due }, please file them at once.
       *[no] File an explanation and a remedy by { $due }.
    } { $ticket }: { $link }
sms-complaint-explanation =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] The explanation and remedy were due by { $due } and are overdue.
       *[no] The explanation and remedy are due by { $due }.
    } { $ticket }: { $link }
sms-complaint-remedy =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] A remedy was due by { $due } and is overdue.
       *[no] A remedy is due by { $due }.
    } { $ticket }: { $link }
sms-complaint-approval =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] A remedy waits for a decision that was due by { $due }.
       *[no] A remedy waits for your decision, due by { $due }.
    } { $ticket }: { $link }
sms-complaint-carried-out =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] The remedy was to be carried out by { $due } and is overdue.
       *[no] The remedy is to be carried out by { $due }.
    } { $ticket }: { $link }
sms-complaint-accepted =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] The customer has not accepted the remedy by { $due }, please follow up.
       *[no] The customer has yet to accept the remedy, due by { $due }.
    } { $ticket }: { $link }
sms-complaint-reviewed =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] It was to be reviewed by { $due } and is overdue.
       *[no] It is to be reviewed by { $due }.
    } { $ticket }: { $link }
sms-complaint-answered =
    { $customer } complains about { $whom }: { $what }. { $late ->
        [yes] It is unfounded; the customer was to be answered by { $due }.
       *[no] It is unfounded; the customer is to be answered by { $due }.
    } { $ticket }: { $link }
sms-complaint-reopened = { $customer } is not content with what came of the complaint about { $whom }, which has been reopened: { $what }. { $ticket }: { $link }

category-service = Service
category-service-punctuality = Punctuality
category-service-response = Slow or no response
category-service-promise = Promise not kept
category-service-information = Not informed, or misinformed
category-conduct = Conduct
category-conduct-rude = Rude behaviour
category-conduct-smoking = Smoking on site
category-conduct-payment = Asking for money or favours
category-workmanship = Workmanship
category-workmanship-leak = Leak
category-workmanship-electrics = Electrics
category-workmanship-surface = Walls, floors, paint
category-workmanship-doors = Doors and windows
category-workmanship-cleanliness = Cleanliness of the site
category-workmanship-damage = Damage to the customer's property
category-material = Material
category-material-defect = Defective material
category-material-delivery = Delivery
category-material-substituted = Material substituted without agreement
category-design = Design
category-design-drawing = Drawing error
category-design-measure = Wrong measurements
category-design-change = Design change
category-contract = Contract
category-contract-price = Price and charges
category-contract-delay = Delay
category-contract-terms = Terms
category-other = Other
category-other-noise = Noise
category-other-other = Other
category-none = Not yet classified

invalid-category = There is no such category
invalid-category-action = Use a category at the end of a branch; the tree is at /complaint-categories.
fact-about_staff = about whom
fact-about_ticket = about ticket
rung-remedy-turn = the department head's turn: propose a remedy
rung-approval-turn = the manager's turn: decide
rung-carried-out-turn = the department head's turn: carry it out
rung-reviewed-turn = the service supervisor's turn: review

call-about-complaint-settled = how the complaint was settled
call-about-complaint-answered = the answer to the complaint

event-reclassify = Category put right: from { $before } to { $category }
problem-not-classified = The complaint has not been classified
problem-not-classified-detail = Only a category that is there can be put right: classify the complaint first.
