"""Which channel is the agent's, how sure that is, and the turns of the conversation."""
