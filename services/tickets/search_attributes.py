"""The search attributes operations staff filter tickets by."""

from temporalio.common import SearchAttributeKey

TICKET_KIND = SearchAttributeKey.for_keyword("TicketKind")
STAGE = SearchAttributeKey.for_keyword("Stage")
CUSTOMER = SearchAttributeKey.for_keyword("CustomerId")
BUILDING = SearchAttributeKey.for_keyword("Building")
DUE_AT = SearchAttributeKey.for_datetime("DueAt")
URGENT = SearchAttributeKey.for_bool("Urgent")
DEPARTMENT = SearchAttributeKey.for_keyword("Department")
CREW = SearchAttributeKey.for_keyword("Crew")
AGENT = SearchAttributeKey.for_keyword("Agent")
ESCALATION_LEVEL = SearchAttributeKey.for_int("EscalationLevel")
