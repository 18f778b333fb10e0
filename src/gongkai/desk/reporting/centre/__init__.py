"""The complaint centre's statistics: counted from the same dated facts as the annual report."""
