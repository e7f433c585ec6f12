"""Pure rules of the office: no Qt, no SQLAlchemy, no clock of its own. Any layer may import it."""
