"""The inside: everything that staff does. Small Django apps, `agencies` and `casework` below the others."""
