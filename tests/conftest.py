"""What every test relies on: Qt without a screen, and the same examples on every run."""

import os

from hypothesis import HealthCheck, settings

# Before anything imports Qt.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# `--hypothesis-profile=thorough` searches wider than there is time for on every run.
settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile("ci")
