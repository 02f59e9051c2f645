"""The protocol: RFC 9293 as a step function without clock, chance, files or Qt."""
