"""Adapters to the outside world: text messages and calls. Each port is one module of plain types."""
