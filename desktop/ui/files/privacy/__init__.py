"""The page "Data pribadi": the register of requests with its 72-hour clock, data saya, and the disposal."""
