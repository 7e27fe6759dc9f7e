%%q survey tea
name: Tea

# Consent
It is stored.

# Statements
Hot
Sweet
Strong
