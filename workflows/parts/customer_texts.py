"""Short texts by which a customer follows the own matter: received, a time, a quote, done (P7)."""

from collections.abc import Mapping

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain.messages.notices import SendNotice
    from texts import text
    from workflows.parts.beside import Beside
    from workflows.parts.notices import text_sent
    from workflows.parts.standing import Standing


class CustomerTexts:
    """Of one ticket; which of them a company sends is its policy."""

    def __init__(self, ticket: str, customer: str, locale: str, beside: Beside, standing: Standing) -> None:
        """To the customer whose matter it is."""
        self._ticket, self._customer, self._locale = ticket, customer, locale
        self._beside, self._standing = beside, standing
        self._sent = 0

    def send(self, template: str, params: Mapping[str, str]) -> None:
        """Beside the ticket's course: nothing waits for it."""
        if self._standing.order.changes_told:
            self._sent += 1
            self._beside.start(
                self._send(f"customer/{self._standing.state.reopened}-{self._sent}", template, params)
            )

    async def _send(self, key: str, template: str, params: Mapping[str, str]) -> None:
        try:
            await text_sent(
                SendNotice(
                    self._ticket,
                    key,
                    template,
                    params,
                    customer_id=self._customer,
                    locale=self._locale,
                    at=workflow.now(),
                ),
                text(self._locale, "customer-text"),
                priority=self._standing.priority(),
            )
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            workflow.logger.error("a text to the customer was ended by force", exc_info=error)
