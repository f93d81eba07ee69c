"""Profiles of property tests: `default`, and `thorough` for a nightly run (`pytest --hypothesis-profile thorough`)."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A deadline measures how busy the machine is, not whether the code is right.
settings.register_profile(
    "default", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=2000)
settings.load_profile("default")
