# Lending of a customer file (P23).
lending-summary = Loan of a file { $ticket }
lending-wait-lapsed = Until somebody decides or the time is up
lending-wait-expired = On loan until the time is up

stage-loan_asked = requested, to be decided
stage-lent = on loan

act-grant_loan = grant the loan
act-refuse_loan = refuse the loan, with a reason
act-return_file = return the file

promise-loan-decided = decision on a loan

rung-loan-half-time = half the time has passed: tell the service supervisor
rung-loan-overdue = not decided in time: tell the service supervisor
rung-loan-overdue-day = still not decided: tell the manager

reason-returned = returned
reason-loan-refused = refused
reason-expired = the time was up
reason-lapsed = nobody decided in time
reason-loan-withdrawn = withdrawn by the borrower

details-event-loan_asked = loan of the file requested

voice-loan-undecided =
    A request to borrow a customer file is waiting for a decision { $late ->
        [yes] that was due by { $due }.
       *[no] by { $due }.
    } Press 1 to confirm.

sms-loan-undecided =
    A request to borrow a customer file is waiting for a decision { $late ->
        [yes] that was due by { $due }.
       *[no] by { $due }.
    } { $ticket }: { $link }

problem-no-such-loan = No such loan
problem-no-such-loan-detail = Look up its id in the list of loans.
problem-loan-open = You already have a loan
problem-loan-open-detail = Your loan of this file has not ended. See the list of loans; once the file is returned, you can request it again.
problem-own-loan = Not for your own request
problem-own-loan-detail = The decision is made by a service supervisor or manager other than the borrower.
