"""The version of workflowkit, the one place that states it."""

VERSION = "0.1.0"
