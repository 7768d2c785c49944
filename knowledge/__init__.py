"""What the bot knows: topics, search, understanding, danger and care networks, as pure values."""
