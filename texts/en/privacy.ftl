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
retention-leads = Make customers unrecognisable who have not been in touch
retention-former-staff = Delete names and numbers of former staff
retention-keep-run = Note what was deleted

period-idempotency_answers = answers kept for repeated requests
period-provider_events = reports of SMS and phone providers
period-privacy_copies = copies made for people
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
period-for_good = for good: an index that nobody can read, so that nobody is written to again
period-account = while the account exists; the record of sign-ins for three years at least

purpose-marketing_sms = marketing texts
purpose-follow_up_calls = follow-up calls
purpose-recording = recording of calls
purpose-contract = making and performing the contract
purpose-after_sales = warranty, complaints, follow-up
purpose-marketing = marketing texts
purpose-quality = better service
purpose-privacy_duties = duties of data protection
purpose-operation = operation of the system
purpose-employment = notices to staff and rota

effect-marketing_sms = At once: none of the customer's numbers gets marketing texts, and what was not sent yet is stopped.
effect-follow_up_calls = At once: the call list shows that the customer must not be called, and dialling is refused.
effect-recording = At once: the address of a recording of this customer's calls is not kept. Whether the provider's line records is set at the provider; the agent says so on the phone.
effect-given = From now on the purpose may be pursued.
effect-given-number-refused = It is on record. A number stays opted out, because somebody else who has or had it refused marketing texts there.

ground-consent = consent (Article 13, 1)
ground-contract = needed for a contract (Article 13, 2)
ground-law = duty by law (Article 13, 3)

category-of-identity = name, numbers, hours that suit
category-of-address = address of the flat
category-of-messages = messages sent
category-of-calls = calls and addresses of recordings
category-of-words = replies and notes
category-of-matters = what was said and written in tickets
category-of-choices = consent, withdrawal, holds
category-of-privacy_requests = the person's requests, copies, corrections
category-of-opt_outs = numbers that opted out
category-of-provider_reports = reports of providers
category-of-repeated_requests = answers to repeated requests
category-of-import_reports = reports of roster imports
category-of-staff = names and numbers of staff
category-of-contracts = numbers of contracts, and notes
category-of-accounts = accounts, sessions, record of sign-ins

recipient-sms_provider = SMS provider (number and text to be sent)
recipient-phone_provider = phone provider (number to be called, what is read out)
recipient-none = none

processing-title = Record of processing
processing-kept-where = the company's own PostgreSQL database, sealed column by column (AES-GCM); the workflow engine keeps ids and sealed content only
processing-cross-border = none: the providers are reached within China.
processing-sensitive = No sensitive personal data is asked for; recordings are not used to recognise anybody.
processing-assessment = An impact assessment comes first, and is kept for three years, wherever sensitive data is handled, decisions are automated, data is given to processors or others, published, sent abroad, or people's rights are touched otherwise (Articles 55, 56).

problem-customer-refuses-calls = The customer refuses follow-up calls
problem-customer-refuses-calls-detail = The customer has withdrawn consent to follow-up calls and must not be called. Record the result with what is known, or have a supervisor close the call.
problem-customer-erased = The customer's data has been erased
problem-customer-erased-detail = It was made unrecognisable at the person's wish or at the end of its period. Take the same person in as a new customer.
problem-no-such-hold = No such hold
problem-no-such-hold-detail = Look its number up in the list of holds.

invalid-hold-on = It is on one customer or on one ticket.
invalid-hold-on-action = Fill in either customer_id or ticket_id.
