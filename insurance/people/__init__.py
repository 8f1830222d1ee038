"""Customers: the people who hold contracts."""
