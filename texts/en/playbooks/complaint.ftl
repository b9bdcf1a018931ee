# Complaint (P8). What the customer reads: customers/complaint.ftl.
complaint-summary = Complaint { $ticket }
complaint-send-link = Link and code to the customer by SMS

stage-judging = to be judged
stage-answering = not well-founded, to be answered
stage-investigating = being investigated
stage-options = remedy to be proposed
stage-approval = remedy to be approved
stage-carrying_out = being carried out
stage-accepting = customer to accept
stage-review = to be reviewed
stage-calling = customer to be called

act-file_explanation = file an explanation
act-judge_well_founded = well-founded
act-judge_not_founded = not well-founded
act-answer_customer = answer the customer
act-file_investigation = file the investigation
act-propose_remedy = propose a remedy
act-approve = approve
act-ask_for_another = ask for another remedy
act-refuse = refuse with a reason
act-report_measure = report a measure
act-carried_out = carried out
act-customer_accepts = customer accepts and signs
act-customer_refuses = customer does not accept
act-classify = classify, with an improvement
act-send_acceptance = send the link to sign

promise-explanation = explanation and remedy
promise-remedy = remedy proposed
promise-approval = decision on the remedy
promise-carried-out = remedy carried out
promise-accepted = customer accepts
promise-reviewed = review
promise-answered = answer to the customer

rung-explanation-0 = two hours left: tell the department head
rung-explanation-1 = no explanation in time: tell the service supervisor
rung-explanation-2 = still no explanation: tell the manager
rung-remedy-0 = no remedy in time: tell the department head
rung-remedy-1 = no remedy for a day: tell the manager
rung-approval-0 = decision due soon: tell the manager
rung-approval-1 = no decision in time: tell the manager
rung-approval-2 = no decision for a day: tell the service supervisor
rung-carried-out-0 = a day left: tell the department head
rung-carried-out-1 = not carried out in time: tell the service supervisor
rung-carried-out-2 = not carried out for two days: tell the manager
rung-accepted-0 = not accepted in time: tell the service supervisor
rung-reviewed-0 = not reviewed in time: tell the service supervisor
rung-reviewed-1 = not reviewed for three days: tell the manager
rung-answered-0 = customer not answered in time: tell the service supervisor

reason-answered = answered: not well-founded
reason-settled = settled and accepted
reason-refused = remedy refused

event-acceptance_locked = Too many wrong codes: the link to sign is void, please send a new one
event-customer_accepts_too_late = The customer accepted by the link when the ticket no longer waited for it
event-customer_refuses_too_late = The customer refused by the link when the ticket no longer waited for it

voice-complaint-new = Complaint { $ticket } concerns your department: file an explanation and a remedy by { $due }. Press 1 to confirm.
voice-complaint-explanation = Complaint { $ticket }: explanation and remedy are due by { $due }. Press 1 to confirm.
voice-complaint-remedy = Complaint { $ticket }: a remedy is due by { $due }. Press 1 to confirm.
voice-complaint-approval = Complaint { $ticket } waits for your decision until { $due }. Press 1 to confirm.
voice-complaint-carried-out = Complaint { $ticket }: the remedy is to be carried out by { $due }. Press 1 to confirm.
voice-complaint-accepted = Complaint { $ticket }: the customer has not accepted yet, due by { $due }. Press 1 to confirm.
voice-complaint-reviewed = Complaint { $ticket } is to be reviewed by { $due }. Press 1 to confirm.
voice-complaint-answered = Complaint { $ticket }: the customer is to be answered by { $due }. Press 1 to confirm.
voice-complaint-reopened = Complaint { $ticket }: the customer is not content, it was opened again. Press 1 to confirm.

sms-complaint-new = Complaint { $ticket } concerns your department: file an explanation and a remedy by { $due }.
sms-complaint-explanation = Complaint { $ticket }: explanation and remedy are due by { $due }.
sms-complaint-remedy = Complaint { $ticket }: a remedy is due by { $due }.
sms-complaint-approval = Complaint { $ticket } waits for your decision until { $due }.
sms-complaint-carried-out = Complaint { $ticket }: the remedy is to be carried out by { $due }.
sms-complaint-accepted = Complaint { $ticket }: the customer has not accepted yet, due by { $due }.
sms-complaint-reviewed = Complaint { $ticket } is to be reviewed by { $due }.
sms-complaint-answered = Complaint { $ticket }: the customer is to be answered by { $due }.
sms-complaint-reopened = Complaint { $ticket }: the customer is not content, it was opened again.

category-service = Service
category-service-punctuality = Punctuality
category-service-response = Slow or no answer
category-service-promise = Promise not kept
category-service-information = Not or wrongly informed
category-conduct = Conduct
category-conduct-rude = Rudeness
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
category-material-substituted = Other material than agreed
category-design = Design
category-design-drawing = Mistake in a drawing
category-design-measure = Wrong measure
category-design-change = Change of design
category-contract = Contract
category-contract-price = Price and charges
category-contract-delay = Delay
category-contract-terms = Terms
category-other = Other
category-other-noise = Noise
category-other-other = Other
category-none = Not classified yet

invalid-category = There is no such category
invalid-category-action = Use a category at the end of a branch of the tree at /complaint-categories.
