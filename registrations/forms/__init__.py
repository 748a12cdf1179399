"""Whether what registrants send is well-formed. What may happen with it, the actions say."""
