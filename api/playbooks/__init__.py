"""Playbooks over HTTP: taking in, acting, asking."""
