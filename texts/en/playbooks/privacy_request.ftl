# Request about personal data. The copy the person gets: customers/privacy_request.ftl.
privacy-request-summary = Request about personal data { $ticket }
privacy-carry-out = Carry out what the person asked for

stage-identity = identity to be confirmed
stage-deciding = to be decided
stage-granted = being carried out
stage-blocked = something must end first
stage-to_tell = person to be answered
stage-told = person answered

act-check_identity = confirm identity
act-identity_not_shown = identity not shown
act-decide_request = decide the request
act-carry_out_request = carry out the request again
act-answer_request = answer the person

promise-privacy-answered = request about personal data answered

rung-privacy-five-days-left = five working days left: tell the shift lead
rung-privacy-two-days-left = two working days left: tell the service supervisor
rung-privacy-overdue = not answered in time: tell the manager

reason-request_answered = the person was answered
reason-request_refused = refused, and the person told why

event-check_identity = The identity of whoever asks was confirmed
event-decide_request = The request was decided

voice-privacy-due-soon = The request about personal data { $ticket } is to be answered by { $due }. Press 1 to confirm.
voice-privacy-overdue = The request about personal data { $ticket } was not answered in time. Please see to it at once. Press 1 to confirm.

sms-privacy-due-soon = The request about personal data { $ticket } is to be answered by { $due }.
sms-privacy-overdue = The request about personal data { $ticket } was not answered in time. Please see to it at once.

kept-contract = contract and settlement must be kept for claims
kept-after_sales = warranty and complaint records must be kept for claims


problem-no-such-request = No such request
problem-no-such-request-detail = Look its id up in the list of tickets of kind PrivacyRequest.
problem-no-such-copy = No copy
problem-no-such-copy-detail = It has not been made yet, or was deleted at the end of its period. See where the request stands.

invalid-refusal-ground = It is not said why.
invalid-refusal-ground-action = Fill in ground: whoever is refused, if only in part, is told why.
invalid-corrections = It is not said what is to be corrected.
invalid-corrections-action = Fill in corrections for a correction; leave it out of other requests.
