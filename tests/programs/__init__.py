"""Runs of `wfk` in processes of their own that cost little: forks of one process that has imported the program.

A test that is about starting, killing or running several processes at once starts real ones instead.
"""
