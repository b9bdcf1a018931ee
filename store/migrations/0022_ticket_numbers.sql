-- One sequence per letter of a ticket number; those of new playbooks are made with the functions.
ALTER SEQUENCE repair_no RENAME TO ticket_no_r;
ALTER SEQUENCE complaint_no RENAME TO ticket_no_b;
ALTER SEQUENCE loan_no RENAME TO ticket_no_l;
ALTER SEQUENCE privacy_request_no RENAME TO ticket_no_p;
