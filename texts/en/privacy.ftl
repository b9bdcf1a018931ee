# Consent, retention periods, the record of processing. Requests: playbooks/privacy_request.ftl.
retention-idempotency-answers = Delete answers kept for repeated requests
retention-provider-events = Delete providers' reports
retention-privacy-copies = Delete copies made for people
retention-import-reports = Delete reports of imports
retention-recordings = Delete addresses of recordings
retention-message-texts = Delete texts and numbers of messages
retention-call-texts = Delete what was read out in calls, and numbers
retention-replies = Delete replies and notes
retention-ticket-texts = Delete the words of closed tickets
retention-rests = Delete what had to be kept until now
retention-leads = Anonymise customers who have not been in touch
retention-former-staff = Delete names and numbers of former staff
retention-keep-run = Note what was deleted

period-idempotency_answers = answers kept for repeated requests
period-provider_events = reports of SMS and phone providers
period-privacy_copies = copies made for the person
period-import_reports = reports of roster imports
period-recordings = addresses of call recordings
period-message_texts = texts and numbers of messages
period-call_texts = what was read out in calls, and numbers
period-replies = customers' replies and notes in timelines
period-ticket_texts = words of closed tickets
period-rests = what the law kept (the day stands with each request)
period-leads = customers without a contract (since anything last happened)
period-contracts = identity of customers with a contract (since it was signed)
period-after_sales = after-sales records (since they were closed)
period-former_staff = names and numbers of former staff
period-person = until the person is erased
period-for_good = permanently: an unreadable index, so that nobody is written to again
period-account = as long as the account exists; sign-in records for at least three years

purpose-marketing_sms = marketing texts
purpose-follow_up_calls = follow-up calls
purpose-recording = recording of calls
purpose-contract = making and performing the contract
purpose-after_sales = warranty, complaints, follow-up
purpose-marketing = marketing texts
purpose-quality = better service
purpose-privacy_duties = data protection duties
purpose-operation = operation of the system
purpose-employment = staff notices and rota

effect-marketing_sms = Takes effect at once: none of the customer's numbers receives marketing texts, and unsent ones are stopped.
effect-follow_up_calls = Takes effect at once: the call list shows that the customer must not be called, and dialling is refused.
effect-recording = Takes effect at once: addresses of this customer's call recordings are no longer kept. Whether the line itself records is set at the provider; the agent must say so on the phone.
effect-given = From now on, data may be used for this purpose.
effect-given-number-refused = Recorded. The number stays opted out, because somebody else who uses or used it has refused marketing texts.

ground-consent = consent (Article 13, 1)
ground-contract = needed for a contract (Article 13, 2)
ground-law = legal obligation (Article 13, 3)

category-of-identity = name, numbers, preferred hours
category-of-address = address of the flat
category-of-messages = messages sent
category-of-calls = calls and addresses of recordings
category-of-words = replies and notes
category-of-matters = what was said and recorded in tickets
category-of-choices = consents, withdrawals, holds
category-of-privacy_requests = the person's requests, copies, corrections
category-of-opt_outs = numbers that opted out
category-of-provider_reports = reports of providers
category-of-repeated_requests = answers to repeated requests
category-of-import_reports = reports of roster imports
category-of-staff = names and numbers of staff
category-of-contracts = contract numbers and notes
category-of-accounts = accounts, sessions, sign-in records

recipient-sms_provider = SMS provider (number and text to be sent)
recipient-phone_provider = phone provider (number to be called, what is read out)
recipient-none = none

processing-title = Record of processing activities
processing-kept-where = the company's own PostgreSQL database, encrypted column by column (AES-GCM); the workflow engine holds only ids and encrypted content
processing-cross-border = none: the providers are reached within China.
processing-sensitive = No sensitive personal data is collected on purpose; recordings are not used to identify anybody.
processing-assessment = An impact assessment is made beforehand and kept for at least three years wherever sensitive data is processed, decisions are automated, data is given to processors or others, published or sent abroad, or people's rights are otherwise seriously affected (Articles 55, 56).

problem-customer-refuses-calls = The customer refuses follow-up calls
problem-customer-refuses-calls-detail = The customer has withdrawn consent to follow-up calls and must not be called. Record the result from what is known, or have a supervisor close the call.
problem-customer-erased = The customer's data has been erased
problem-customer-erased-detail = It was anonymised at the person's request or at the end of its retention period. If the same person returns, record them as a new customer.
problem-no-such-hold = No such hold
problem-no-such-hold-detail = Look up its number in the list of holds.

invalid-hold-on = A hold is on one customer or one ticket.
invalid-hold-on-action = Fill in either customer_id or ticket_id.
