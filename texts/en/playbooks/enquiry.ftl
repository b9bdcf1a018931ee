# Enquiries (P9): stages, acts, promise, notices, and the text that customers get.
enquiry-summary = Enquiry { $ticket }
stage-enquiry-asked = to be answered
stage-enquiry-with_department = with a department, to be answered
stage-enquiry-apology_due = late: the customer is to be told how it stands
stage-enquiry-answered = answered, call to be made
act-enquiry-answer = answer the customer
act-enquiry-ask_department = ask a department
act-enquiry-confirm_department = the department has it
act-enquiry-take_back = take it back
act-enquiry-tell_how_it_stands = told the customer how it stands
act-enquiry-send_apology = text the customer how it stands
reason-enquiry-answered = answered, and the customer is satisfied
reason-enquiry-answered_at_once = answered on the spot
promise-enquiry-answer = answer the customer
rung-enquiry-answer-soon = answer due soon: tell the shift lead
rung-enquiry-answer-overdue = no answer in time: tell the shift lead
rung-enquiry-answer-overdue-4h = still no answer: tell the service supervisor
rung-enquiry-answer-overdue-day = no answer for a day: tell the manager
voice-enquiry-soon =
    { $customer } asks: { $what }. { $late ->
        [yes] An answer was due by { $due } and is overdue.
       *[no] An answer is due by { $due }.
    } Press 1 to confirm.
sms-enquiry-soon =
    { $customer } asks: { $what }. { $late ->
        [yes] An answer was due by { $due } and is overdue.
       *[no] An answer is due by { $due }.
    } { $ticket }: { $link }
voice-enquiry-overdue = { $customer } asks: { $what }. An answer was due by { $due } and is overdue. Please see to it. Press 1 to confirm.
sms-enquiry-overdue = { $customer } asks: { $what }. An answer was due by { $due } and is overdue. Please see to it. { $ticket }: { $link }
voice-enquiry-department =
    { $customer } asks: { $what }. { $late ->
        [yes] Your department is to answer at once; it was due by { $due }.
       *[no] Your department is to answer by { $due }.
    } Press 1 to confirm.
sms-enquiry-department =
    { $customer } asks: { $what }. { $late ->
        [yes] Your department is to answer at once; it was due by { $due }.
       *[no] Your department is to answer by { $due }.
    } { $ticket }: { $link }
voice-enquiry-apology = { $customer } asks: { $what }. There has been no answer for two days. Call the customer within the hour, or a text goes out by itself. Press 1 to confirm.
sms-enquiry-apology = { $customer } asks: { $what }. There has been no answer for two days. Call the customer within the hour, or a text goes out by itself. { $ticket }: { $link }
sms-enquiry-how-it-stands = Dear { $name }, we are sorry that your question ({ $ticket }) is still open. You will have an answer by { $until }.
enquiry-wait-for-answer = wait for the answer, then apologise
enquiry-wait-for-person = wait for somebody to tell the customer
enquiry-send-apology = text the customer how it stands
details-event-apology_due = no answer in time: the customer is to be told how it stands
details-event-apology_sent = the customer was texted how it stands, with an apology

call-about-enquiry-answered = the answer to the enquiry
