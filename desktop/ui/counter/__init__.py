"""The counter: call, serve, hold, transfer, finish, all by keyboard."""
