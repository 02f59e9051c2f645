"""What each view shows at a time, as plain numbers and messages, without Qt."""
