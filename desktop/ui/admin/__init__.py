"""The administrator's station and its pages; the page "Hari libur" serves the back office as well."""
