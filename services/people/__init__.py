"""Keeping the register of the company: departments, people, crews, when they are there."""
