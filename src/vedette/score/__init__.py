"""Replays held against what happened: lead time, false alarms, probability, and simple rivals."""
