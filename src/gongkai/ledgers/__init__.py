"""The registers (台账) that bureaus keep today: reading, checking and writing them as CSV and XLSX."""
