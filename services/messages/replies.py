"""What owners texted back, and who has seen to it (P1)."""

from collections.abc import Mapping

from services.refused import Refused
from store.database import Connection, queries
from store.rows.messages.replies import RepliesPageRow


async def handle_reply(
    db: Connection, reply_id: int, *, by: str, words: Mapping[str, str] | None
) -> RepliesPageRow:
    """Somebody has seen to it; in the timeline, where who said so first stays. Refuses `no-such-reply`.

    Texts that waited because the reply may be an opt-out go on, unless one is on record by now. `words` is
    what came of it, and the name of who signed it where nobody is known by an id.
    """
    async with db.transaction():
        await queries.record_reply_handled(
            db, id=reply_id, actor=by, data={"reply": reply_id}, words=dict(words) if words else None
        )
        await queries.answer_unclear_reply(db, id=reply_id, by=by)
        found = queries.replies_page(
            db, id=reply_id, building_id=None, since=None, handled=None, after=0, most=1
        )
        rows = [row async for row in found]
        if not rows:
            raise Refused("no-such-reply")
        return rows[0]
