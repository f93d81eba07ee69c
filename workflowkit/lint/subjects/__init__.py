"""Subjects of rules: each gives rules what they ask for, places their findings, and applies their fixes."""
