"""What every query takes and returns. Made by `python -m store.made`."""

from typing import Protocol

from store.rows.access import Access
from store.rows.buildings.buildings import BuildingsBuildings
from store.rows.buildings.import_merging import BuildingsImportMerging
from store.rows.buildings.imports import BuildingsImports
from store.rows.buildings.owners import BuildingsOwners
from store.rows.customers.customers import CustomersCustomers
from store.rows.customers.duplicates import CustomersDuplicates
from store.rows.customers.files import CustomersFiles
from store.rows.customers.merging import CustomersMerging
from store.rows.customers.text_holds import CustomersTextHolds
from store.rows.messages.calls import MessagesCalls
from store.rows.messages.messages import MessagesMessages
from store.rows.messages.provider_events import MessagesProviderEvents
from store.rows.messages.replies import MessagesReplies
from store.rows.messages.sending import MessagesSending
from store.rows.operations.health import OperationsHealth
from store.rows.operations.idempotency import OperationsIdempotency
from store.rows.operations.keys import OperationsKeys
from store.rows.people.choosing import PeopleChoosing
from store.rows.people.crews import PeopleCrews
from store.rows.people.departments import PeopleDepartments
from store.rows.people.duty import PeopleDuty
from store.rows.people.leaving import PeopleLeaving
from store.rows.people.staff import PeopleStaff
from store.rows.playbooks.acceptances import PlaybooksAcceptances
from store.rows.playbooks.complaints import PlaybooksComplaints
from store.rows.playbooks.follow_up import PlaybooksFollowUp
from store.rows.playbooks.lending import PlaybooksLending
from store.rows.playbooks.pre_handover import PlaybooksPreHandover
from store.rows.privacy.consents import PrivacyConsents
from store.rows.privacy.erasing import PrivacyErasing
from store.rows.privacy.holds import PrivacyHolds
from store.rows.privacy.requests import PrivacyRequests
from store.rows.privacy.retention import PrivacyRetention
from store.rows.sign_in.accounts import SignInAccounts
from store.rows.sign_in.second_factor import SignInSecondFactor
from store.rows.sign_in.sessions import SignInSessions
from store.rows.sign_in.tokens import SignInTokens
from store.rows.tickets.duplicates import TicketsDuplicates
from store.rows.tickets.feedback import TicketsFeedback
from store.rows.tickets.job_links import TicketsJobLinks
from store.rows.tickets.none_missed import TicketsNoneMissed
from store.rows.tickets.records import TicketsRecords
from store.rows.tickets.starts import TicketsStarts
from store.rows.tickets.tickets import TicketsTickets
from store.rows.tickets.timeline import TicketsTimeline
from store.rows.trail.exports import TrailExports
from store.rows.trail.trail import TrailTrail


class Queries(
    Access,
    BuildingsBuildings,
    BuildingsImportMerging,
    BuildingsImports,
    BuildingsOwners,
    CustomersCustomers,
    CustomersDuplicates,
    CustomersFiles,
    CustomersMerging,
    CustomersTextHolds,
    MessagesCalls,
    MessagesMessages,
    MessagesProviderEvents,
    MessagesReplies,
    MessagesSending,
    OperationsHealth,
    OperationsIdempotency,
    OperationsKeys,
    PeopleChoosing,
    PeopleCrews,
    PeopleDepartments,
    PeopleDuty,
    PeopleLeaving,
    PeopleStaff,
    PlaybooksAcceptances,
    PlaybooksComplaints,
    PlaybooksFollowUp,
    PlaybooksLending,
    PlaybooksPreHandover,
    PrivacyConsents,
    PrivacyErasing,
    PrivacyHolds,
    PrivacyRequests,
    PrivacyRetention,
    SignInAccounts,
    SignInSecondFactor,
    SignInSessions,
    SignInTokens,
    TicketsDuplicates,
    TicketsFeedback,
    TicketsJobLinks,
    TicketsNoneMissed,
    TicketsRecords,
    TicketsStarts,
    TicketsTickets,
    TicketsTimeline,
    TrailExports,
    TrailTrail,
    Protocol,
):
    """Every named query, as `store.database.queries` has it."""
