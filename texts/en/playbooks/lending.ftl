# Lending of a customer file (P23).
lending-summary = Loan of a file { $ticket }
lending-wait-lapsed = Until somebody decides, or time is up
lending-wait-expired = Lent, until time is up

stage-loan_asked = asked for, to be decided
stage-lent = file is lent

act-grant_loan = grant the loan
act-refuse_loan = refuse the loan with a reason
act-return_file = return the file

promise-loan-decided = decision on a loan

rung-loan-half-time = half the time is over: tell the service supervisor
rung-loan-overdue = not decided in time: tell the service supervisor
rung-loan-overdue-day = still not decided: tell the manager

reason-returned = returned
reason-loan-refused = refused
reason-expired = time was up
reason-lapsed = nobody decided in time
reason-loan-withdrawn = withdrawn by who asked

details-event-loan_asked = file asked for

voice-loan-undecided = Loan { $ticket } of a customer's file waits for a decision, due { $due }. Press 1 to confirm.

sms-loan-undecided = Loan { $ticket } of a customer's file waits for a decision, due { $due }.

problem-no-such-loan = No such loan
problem-no-such-loan-detail = Look up the right id in the list of loans.
problem-loan-open = There is a loan already
problem-loan-open-detail = Your loan of this file has not ended. See the list of loans; once it is returned you can ask again.
problem-own-loan = Not for your own request
problem-own-loan-detail = A service supervisor or manager other than the borrower decides.
