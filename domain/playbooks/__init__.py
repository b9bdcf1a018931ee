"""One declaration per playbook: all that differs between kinds of tickets."""
