"""Writes the skeleton of a new playbook: `python -m huifang.new_playbook site_visit` (docs/extending.md)."""
