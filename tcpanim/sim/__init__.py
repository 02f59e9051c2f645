"""Making it happen: event queue, wire, faults, hosts, and the only randomness."""
