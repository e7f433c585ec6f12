"""The queue: tickets are issued, called, served and ended. Called by presenters, tools and tests."""

from desktop.office.queue.calling import CallNext, CallOutcome, Finish, FinishOutcome, call_next, finish
from desktop.office.queue.issuing import IssuedTicket, IssueTicket, issue_ticket
from desktop.office.queue.serving import StartService, start_service

__all__ = [
    "CallNext",
    "CallOutcome",
    "Finish",
    "FinishOutcome",
    "IssueTicket",
    "IssuedTicket",
    "StartService",
    "call_next",
    "finish",
    "issue_ticket",
    "start_service",
]
