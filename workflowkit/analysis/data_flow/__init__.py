"""The data flow of one workflow: where context keys are captured, read and tested, and with which values."""
