"""All tables, so that one import knows the whole schema. Called by migrations, backup and copy."""

from desktop.models import catalogue, files, office, paper, people, queue, record, staff
from desktop.models.base import Base

__all__ = ["Base", "catalogue", "files", "office", "paper", "people", "queue", "record", "staff"]

metadata = Base.metadata
