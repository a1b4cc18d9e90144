"""Quality and speed, measured: each module a measure, `gate` holds them to their floors."""
