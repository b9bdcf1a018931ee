# The API's documentation, and what operations staff see.
invalid-payload = This cannot be decrypted: it was changed, cut short, or sealed for another database.
invalid-payload-action = Reload the page. If that does not help, tell whoever runs the system.
invalid-namespace = This API belongs to another Temporal namespace.
invalid-namespace-action = Ask the API of that namespace's system.

docs-title = Huifang · API
docs-no-script = This page needs JavaScript. The document itself:
