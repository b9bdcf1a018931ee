# Request about personal data. The copy the person gets: customers/privacy_request.ftl.
privacy-request-summary = Privacy request { $ticket }
privacy-carry-out = Carry out the request

stage-identity = identity to be confirmed
stage-deciding = to be decided
stage-granted = being carried out
stage-blocked = something else must end first
stage-to_tell = person to be answered
stage-told = person answered

act-check_identity = confirm the person's identity
act-identity_not_shown = identity could not be confirmed
act-decide_request = decide the request
act-carry_out_request = carry out the request again
act-answer_request = answer the person

promise-privacy-answered = answer to the privacy request

rung-privacy-five-days-left = five working days left: tell the shift lead
rung-privacy-two-days-left = two working days left: tell the service supervisor
rung-privacy-overdue = not answered in time: tell the manager

reason-request_answered = the person was answered
reason-request_refused = refused, and the person told why

event-check_identity = The person's identity was confirmed
event-decide_request = The request was decided

voice-privacy-due-soon =
    A privacy request { $late ->
        [yes] was to be answered by { $due } and is overdue.
       *[no] must be answered by { $due }.
    } Press 1 to confirm.
voice-privacy-overdue = A privacy request is overdue. Please answer it at once. Press 1 to confirm.

sms-privacy-due-soon =
    A privacy request { $late ->
        [yes] was to be answered by { $due } and is overdue.
       *[no] must be answered by { $due }.
    } { $ticket }: { $link }
sms-privacy-overdue = A privacy request is overdue. Please answer it at once. { $ticket }: { $link }

kept-contract = contracts and settlements must be kept for claims
kept-after_sales = warranty and complaint records must be kept for claims


problem-no-such-request = No such request
problem-no-such-request-detail = Look up its id in the list of tickets of kind PrivacyRequest.
problem-no-such-copy = No copy
problem-no-such-copy-detail = It has not been made yet, or was deleted at the end of its retention period. See where the request stands.

invalid-refusal-ground = The reason is missing.
invalid-refusal-ground-action = Fill in ground: a person whose request is refused, even in part, is told why.
invalid-corrections = What to correct is missing.
invalid-corrections-action = Fill in corrections for a correction; leave it out of other requests.
