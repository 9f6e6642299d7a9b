"""What people enter is kept here as they go: versioned rows, who and when, nothing deleted unless asked."""
